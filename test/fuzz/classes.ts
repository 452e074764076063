/** Classes: tables with metamethods of every event, whose objects hold an integer `v`. */
import type { Writer } from './writer.ts';

const ARITHMETIC = ['add', 'sub', 'mul', 'div', 'mod', 'pow', 'idiv', 'band', 'bor', 'bxor', 'shl', 'shr'];

export function writeClass(w: Writer): void {
  const name = w.name('C');
  const base = w.classes.length > 0 && w.chance(2) ? w.pick(w.classes) : undefined;
  const events = new Set<string>();
  w.line(`local ${name} = {}`);
  writeIndex(w, name, base?.name);
  w.line(`function ${name}.new(v) return setmetatable({v = v}, ${name}) end`);
  const methods = ['get', 'set', ...(w.chance(2) ? ['more'] : [])];
  w.line(`function ${name}:get(...) return self.v, ... end`);
  w.line(`function ${name}:set(v) self.v = v return self end`);
  const from = w.cost;
  if (methods.includes('more')) writeMore(w, name);
  for (const event of ARITHMETIC) if (w.chance(2)) writeArithmetic(w, name, event, events);
  writeOthers(w, name, events);
  w.classes.push({ name, events, methods, cost: w.cost - from + 5 });
}

function writeIndex(w: Writer, name: string, base: string | undefined): void {
  w.weighted<void>([
    [3, () => w.line(`${name}.__index = ${name}`)],
    [
      1,
      () =>
        w.line(
          `${name}.__index = function(t, k) local m = ${name}[k] if m ~= nil then return m end return type(k) == "string" and "no " .. k or k end`,
        ),
    ],
    [1, () => w.line(`${name}.__index = setmetatable({w = 5}, {__index = ${name}})`)],
  ]);
  if (base !== undefined) w.line(`setmetatable(${name}, {__index = ${base}})`);
}

function writeMore(w: Writer, name: string): void {
  const { lines } = w.apart(() => {
    w.vararg = true;
    w.declare('self', 'rec', { fixed: true });
    w.indented(() => {
      w.block(1 + w.below(2));
      w.line(`return ${w.expression('int')}, ...`);
    });
  });
  w.line(`function ${name}:more(...)`);
  w.lines.push(...lines);
  w.line('end');
}

function writeArithmetic(w: Writer, name: string, event: string, events: Set<string>): void {
  events.add(event);
  const result = w.pick([
    `${name}.new((val(a) + 3 * val(b)) % 1000)`,
    `"${event} " .. val(a) .. " " .. val(b), "lost"`,
    'val(a) - val(b)',
    '',
    `error("${event}")`,
  ]);
  w.line(
    `function ${name}.__${event}(a, b) ${w.chance(3) ? `print("${event}") ` : ''}${result.startsWith('error') ? result : `return ${result}`} end`,
  );
}

function writeOthers(w: Writer, name: string, events: Set<string>): void {
  const others: readonly (readonly [event: string, texts: readonly string[]])[] = [
    [
      'concat',
      ['(a, b) return "<" .. val(a) .. "|" .. val(b) .. ">" end', `(a, b) return ${name}.new(1) end`],
    ],
    ['len', ['(a) return a.v % 7 end', '(a) return "long" end']],
    ['eq', ['(a, b) return val(a) % 10 == val(b) % 10 end', '(a, b) return nil end', '(a, b) return 1 end']],
    ['lt', ['(a, b) return val(a) < val(b) end', '(a, b) return val(a) end', '(a, b) error("lt") end']],
    ['le', ['(a, b) return val(a) <= val(b) end', '(a, b) return nil end']],
    ['unm', [`(a, b) return ${name}.new(-a.v) end`, '(a, b) return a == b end']],
    ['bnot', ['(a) return ~a.v end']],
    ['call', ['(self, ...) return self.v, select("#", ...), ... end', '(self, f, ...) return f, self.v end']],
    [
      'newindex',
      [
        '(t, k, v) rawset(t, k, v) end',
        '(t, k, v) print("new", show(k, v)) end',
        '(t, k, v) rawset(t, "extra", v) end',
      ],
    ],
    ['tostring', ['(a) return "T" .. a.v end']],
  ];
  for (const [event, texts] of others) {
    if (!w.chance(2)) continue;
    events.add(event);
    w.line(`function ${name}.__${event}${w.pick(texts)}`);
  }
  if (w.chance(6)) w.line(`${name}.__metatable = "locked"`);
  if (w.chance(8)) w.line(`${name}.__name = "Named"`);
}
