/**
 * Writes an application of 300 entries and 30,000 lines of Lua: libraries that import each other, functions and
 * processes that use them. The same folder gets the same text every time.
 *
 *   node bench/generate-application.ts FOLDER
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LIBRARIES = 100;
const FUNCTIONS = 120;
const PROCESSES = 76;
const LINES = 30_000;

/** How many functions and processes `app:main` calls and spawns. */
const USED = 20;

export interface ApplicationSize {
  readonly entries: number;
  readonly lines: number;
}

interface Source {
  readonly name: string;
  readonly kind: 'library.lua' | 'function.lua' | 'process.lua';
  readonly modules: readonly string[];
  readonly imports: readonly string[];
  readonly text: string;
}

export function generateApplication(folder: string): ApplicationSize {
  const perFile = Math.ceil(LINES / (LIBRARIES + FUNCTIONS + PROCESSES));
  const sources = [
    ...numbered(LIBRARIES, (i) => librarySource(i, perFile)),
    ...numbered(FUNCTIONS, (i) => functionSource(i, perFile)),
    ...numbered(PROCESSES, (i) => processSource(i, perFile)),
    mainSource(),
    quickSource(),
  ];
  mkdirSync(join(folder, 'src'), { recursive: true });
  writeFileSync(join(folder, 'wippy.lock'), 'directories:\n  modules: .wippy\n  src: ./src\n');
  writeFileSync(join(folder, 'src', '_index.yaml'), indexText(sources));
  let lines = 0;
  for (const source of sources) {
    writeFileSync(join(folder, 'src', `${source.name}.lua`), source.text);
    lines += source.text.split('\n').length - 1;
  }
  return { entries: sources.length + 2, lines };
}

function numbered<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i + 1));
}

const libraryName = (i: number): string => `library_${i}`;

/** Lower libraries that library `i` imports: no circles, a few levels deep. */
function importsOf(i: number): string[] {
  const lower = new Set([Math.floor(i / 2), i - 7, i - 20].filter((j) => j >= 1 && j < i));
  return [...lower].map(libraryName);
}

function librarySource(i: number, lines: number): Source {
  const imports = importsOf(i);
  const body = [
    `-- Part ${i} of the generated application.`,
    ...imports.map((name) => `local ${name} = require("${name}")`),
    '',
    `local M = { name = "${libraryName(i)}", calls = 0 }`,
    '',
    ...filler(i, lines - imports.length - 14),
    'function M.depth()',
    '  local deepest = 0',
    `  for _, library in ipairs({ ${imports.join(', ')} }) do`,
    '    deepest = math.max(deepest, library.depth())',
    '  end',
    '  return deepest + 1',
    'end',
    '',
    'return M',
  ];
  return { name: libraryName(i), kind: 'library.lua', modules: [], imports, text: `${body.join('\n')}\n` };
}

function functionSource(i: number, lines: number): Source {
  const imports = [libraryName((i % LIBRARIES) + 1)];
  const body = [
    `-- Function ${i} of the generated application.`,
    ...imports.map((name) => `local library = require("${name}")`),
    'local M = { calls = 0 }',
    '',
    ...filler(i + 1000, lines - 10),
    'local function main(n)',
    '  return n + library.depth()',
    'end',
    '',
    'return { main = main }',
  ];
  return { name: `function_${i}`, kind: 'function.lua', modules: [], imports, text: `${body.join('\n')}\n` };
}

function processSource(i: number, lines: number): Source {
  const imports = [libraryName(((i * 3) % LIBRARIES) + 1)];
  const body = [
    `-- Process ${i} of the generated application.`,
    ...imports.map((name) => `local library = require("${name}")`),
    'local M = { calls = 0 }',
    '',
    ...filler(i + 2000, lines - 10),
    'local function main(parent)',
    `  process.send(parent, "started", library.depth() + ${i})`,
    'end',
    '',
    'return { main = main }',
  ];
  return { name: `process_${i}`, kind: 'process.lua', modules: [], imports, text: `${body.join('\n')}\n` };
}

/** Ready when all libraries are loaded, and some functions have answered and some processes have reported. */
function mainSource(): Source {
  const imports = numbered(LIBRARIES, libraryName);
  const text = `local io = require("io")
local funcs = require("funcs")

local libraries = {
${imports.map((name) => `  require("${name}"),`).join('\n')}
}

local function main()
  local depth = 0
  for _, library in ipairs(libraries) do
    depth = depth + library.depth()
  end
  for i = 1, ${USED} do
    local value, err = funcs.call("app:function_" .. i, i)
    if err then error(err) end
    depth = depth + value
  end
  local inbox = process.inbox()
  for i = 1, ${USED} do
    local _, err = process.spawn("app:process_" .. i, "app:processes", process.pid())
    if err then error(err) end
  end
  for _ = 1, ${USED} do
    depth = depth + inbox:receive():payload():data()
  end
  io.print("ready " .. depth)
  return 0
end

return { main = main }
`;
  return { name: 'main', kind: 'process.lua', modules: ['io', 'funcs'], imports, text };
}

/** Ready at once: the entries are loaded and checked, and hardly any code runs. */
function quickSource(): Source {
  const text = `local io = require("io")

local function main()
  io.print("ready")
  return 0
end

return { main = main }
`;
  return { name: 'quick', kind: 'process.lua', modules: ['io'], imports: [], text };
}

/** Functions like those of an application, up to exactly `lines` lines; `seed` makes each file another text. */
function filler(seed: number, lines: number): string[] {
  const out: string[] = [];
  for (let n = 1; ; n++) {
    const shape = shapes[(seed + n) % shapes.length];
    const text = shape === undefined ? [] : shape(seed * 100 + n);
    if (out.length + text.length + 1 > lines) break;
    out.push(...text, '');
  }
  while (out.length < lines) out.push(`-- ${seed}.${out.length}`);
  return out;
}

const shapes: readonly ((n: number) => string[])[] = [
  (n) => [
    `function M.sum_${n}(list, factor)`,
    `  local total = ${n % 17}`,
    '  for i, value in ipairs(list) do',
    '    if type(value) == "number" and value > 0 then',
    '      total = total + value * (factor or 1) - i % 3',
    '    end',
    '  end',
    '  return total',
    'end',
  ],
  (n) => [
    `function M.parse_${n}(text)`,
    '  local fields, count = {}, 0',
    '  for key, value in string.gmatch(text, "([%w_]+)%s*=%s*([^;]*)") do',
    `    fields[key] = tonumber(value) or value .. "_${n}"`,
    '    count = count + 1',
    '  end',
    '  if count == 0 then return nil, "nothing in " .. string.format("%q", text) end',
    '  return fields, count',
    'end',
  ],
  (n) => [
    `local Record_${n} = {}`,
    `Record_${n}.__index = Record_${n}`,
    '',
    `function Record_${n}.new(id, options)`,
    '  options = options or {}',
    `  local self = setmetatable({ id = id, state = "new", limit = options.limit or ${n} }, Record_${n})`,
    '  self.log = { "created " .. tostring(id) }',
    '  return self',
    'end',
    '',
    `function Record_${n}:advance(step)`,
    '  if self.state == "closed" then error("record " .. self.id .. " is closed") end',
    '  self.limit = self.limit - (step or 1)',
    '  self.state = self.limit > 0 and "open" or "closed"',
    '  self.log[#self.log + 1] = self.state',
    '  return self',
    'end',
    '',
    `M.Record_${n} = Record_${n}`,
  ],
  (n) => [
    `function M.retry_${n}(action, attempts)`,
    '  local last',
    '  for attempt = 1, attempts do',
    '    local ok, result = pcall(action, attempt)',
    '    if ok then',
    '      M.calls = M.calls + 1',
    '      return result, attempt',
    '    end',
    '    last = result',
    '  end',
    `  return nil, "${n}: " .. tostring(last)`,
    'end',
  ],
  (n) => [
    `function M.group_${n}(rows, by)`,
    '  local groups, order = {}, {}',
    '  for _, row in ipairs(rows) do',
    '    local key = row[by]',
    '    if key == nil then goto continue end',
    '    if not groups[key] then',
    '      groups[key] = {}',
    '      order[#order + 1] = key',
    '    end',
    `    table.insert(groups[key], { row = row, mark = ${n} })`,
    '    ::continue::',
    '  end',
    '  table.sort(order, function(a, b) return tostring(a) < tostring(b) end)',
    '  return groups, order',
    'end',
  ],
];

function indexText(sources: readonly Source[]): string {
  const lines = [
    'version: "1.0"',
    'namespace: app',
    'entries:',
    '  - name: terminal',
    '    kind: terminal.host',
    '    lifecycle:',
    '      auto_start: true',
    '  - name: processes',
    '    kind: process.host',
    '    lifecycle:',
    '      auto_start: true',
  ];
  for (const { name, kind, modules, imports } of sources) {
    lines.push(`  - name: ${name}`, `    kind: ${kind}`, `    source: file://${name}.lua`);
    if (kind !== 'library.lua') lines.push('    method: main');
    if (modules.length > 0) lines.push(`    modules: [${modules.join(', ')}]`);
    if (imports.length > 0) {
      lines.push('    imports:');
      for (const library of imports) {
        lines.push(`      ${library}: app:${library}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

const target = process.argv[2];
if (import.meta.main && target !== undefined) {
  const { entries, lines } = generateApplication(target);
  console.log(`${entries} entries, ${lines} lines of Lua in ${target}`);
}
