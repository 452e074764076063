/** The program as it is published: it runs what the sources run, and a start loads only what it needs. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'wippy-bundle-'));
after(() => rmSync(folder, { recursive: true }));
const program = join(folder, 'dist/cli/main.js');

function node(directory: string, ...args: string[]) {
  const result = spawnSync(process.execPath, args, { cwd: directory, encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  return result;
}

function application(name: string, modules: string, main: string, others = ''): string {
  const home = join(folder, name);
  const index = `version: "1.0"
namespace: app
entries:
  - name: terminal
    kind: terminal.host
    lifecycle:
      auto_start: true
  - name: main
    kind: process.lua
    source: file://main.lua
    method: main
    modules: [${modules}]
${others}`;
  mkdirSync(home);
  writeFileSync(join(home, 'wippy.lock'), 'directories:\n  src: .\n');
  writeFileSync(join(home, '_index.yaml'), index);
  writeFileSync(join(home, 'main.lua'), `local io = require("io")\n${main}\nreturn { main = main }\n`);
  return home;
}

node(root, 'scripts/bundle.ts', join(folder, 'dist'));
cpSync(join(root, 'package.json'), join(folder, 'package.json'));
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));

/** Prints at the end which modules of Node and of packages were loaded. */
const report = join(folder, 'report.cjs');
writeFileSync(
  report,
  `process.on('exit', () => process.stderr.write(JSON.stringify({
  node: process.moduleLoadList.map((each) => each.replace('NativeModule ', '')),
  packages: Object.keys(require.cache).filter((each) => each.includes('node_modules')),
})));`,
);

test('a start loads no package, and none of the large modules of Node', () => {
  const hello = application('hello', 'io', 'local function main() io.print("hello") return 0 end');
  const { stdout, stderr } = node(hello, '--require', report, program, 'run', '-x', 'app:main');
  assert.equal(stdout, 'hello\n');
  const loaded = JSON.parse(stderr);
  assert.deepEqual(loaded.packages, []);
  // `crypto` is needed for the digests of what is kept.
  const large = ['zlib', 'fs/promises', 'worker_threads', 'http', 'perf_hooks', 'v8', 'os'];
  const found = large.filter((name) => loaded.node.includes(name));
  assert.deepEqual(found, []);
});

test('what is loaded late is there when it is used', () => {
  const home = application(
    'late',
    'io, yaml, json, uuid, hash, crypto, compress, text, payload',
    `local function main()
  io.print(require("yaml").encode({ a = 1 }))
  io.print(uuid.v5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "x"))
  io.print(hash.sha256("x"):sub(1, 8), #(crypto.random.bytes(4)))
  io.print(compress.gzip.decode(compress.gzip.encode("packed")))
  io.print(json.validate('{"type": "string", "format": "email"}', "a@b.org"))
  io.print(text.regexp.compile("b+"):find_string("abbc"))
  return 0
end`,
  );
  const { stdout } = node(home, program, 'run', '-x', 'app:main');
  assert.deepEqual(stdout.trim().split('\n'), [
    'a: 1',
    '',
    '05b16a01-46c6-56dd-bd6e-c6dfb4a1427a',
    '2d711642\t4',
    'packed',
    'true',
    'bb',
  ]);
});

test('databases are there with what they need: a thread, vectors and the client of a server', () => {
  const home = application(
    'databases',
    'io, sql',
    `local sql = require("sql")
local function main()
  local db = assert(sql.get("app:db"))
  assert(db:execute("CREATE VIRTUAL TABLE x USING vec0(embedding float[2])"))
  io.print(assert(db:query("SELECT vec_distance_cosine('[1, 0]', '[0, 1]') AS d"))[1].d)
  return 0
end`,
    `  - {name: db, kind: db.sql.sqlite, file: ":memory:", lifecycle: {auto_start: true}}
  - {name: away, kind: db.sql.mysql, host: 127.0.0.1, port: 1, database: x, username: x, lifecycle: {auto_start: true}}
`,
  );
  const { stdout, stderr } = node(home, '--require', report, program, 'run', '-x', 'app:main');
  assert.equal(stdout, '1\n');
  const { packages } = JSON.parse(stderr) as { packages: string[] };
  assert.ok(packages.some((each) => each.includes('node_modules/mysql2/')));
});

test('Pf1, Pf3: the compiled form of what a command runs is kept in the state folder, and grows with its uses', () => {
  const home = application('kept', 'io', 'local function main() io.print("kept") return 0 end');
  const cache = join(home, '.wippy/state/cache');
  const states = [];
  for (const words of [[], [], [], ['other'], ['other']]) {
    assert.equal(node(home, program, 'run', '-x', 'app:main', ...words).stdout, 'kept\n');
    const forms = readdirSync(cache).filter((name) => name.startsWith('program-'));
    const [name = ''] = forms;
    assert.equal(forms.length, 1);
    assert.match(name, /^program-[0-9a-f]{16}-run$/);
    states.push(statSync(join(cache, name)).ino);
  }
  const [first, second, third, other, otherAgain] = states;
  assert.notEqual(second, first);
  assert.equal(third, second);
  assert.notEqual(other, second);
  assert.equal(otherAgain, other);
});

test('Pf1, Pf4: a form that was damaged, or is of another program, is made anew', () => {
  const home = application('damaged', 'io', 'local function main() io.print("fine") return 0 end');
  const cache = join(home, '.wippy/state/cache');
  node(home, program, 'run', '-x', 'app:main');
  const [name = ''] = readdirSync(cache).filter((each) => each.startsWith('program-'));
  const size = statSync(join(cache, name)).size;
  writeFileSync(join(cache, name), 'no code', { mode: 0o600 });
  writeFileSync(join(cache, 'program-0123456789abcdef-run'), 'former', { mode: 0o600 });
  assert.equal(node(home, program, 'run', '-x', 'app:main').stdout, 'fine\n');
  assert.ok(statSync(join(cache, name)).size > size / 2);
  assert.deepEqual(
    readdirSync(cache).filter((each) => each.startsWith('program-')),
    [name],
  );
});

test('G2: a form that somebody else put there is never run', () => {
  const home = application('poisoned', 'io', 'local function main() io.print("fine") return 0 end');
  const cache = join(home, '.wippy/state/cache');
  const run = () => assert.equal(node(home, program, 'run', '-x', 'app:main').stdout, 'fine\n');
  run();
  const [name = ''] = readdirSync(cache).filter((each) => each.startsWith('program-'));
  const file = join(cache, name);
  const kept = readFileSync(file);
  // V8's form of the same program that prints something else: V8 itself takes it.
  const changed = Buffer.from(kept.toString('latin1').replaceAll('wippy', 'wyppi'), 'latin1');
  assert.notDeepEqual(changed, kept);
  for (const form of [changed, kept.subarray(32), Buffer.concat([Buffer.alloc(32), kept.subarray(32)])]) {
    writeFileSync(file, form);
    run();
    assert.notDeepEqual(readFileSync(file), form);
  }
  // A form that is right under another name, and one that another folder's key made.
  writeFileSync(file, kept);
  renameSync(file, file.replace(/-run$/, '-ps'));
  assert.equal(node(home, program, 'run', '-x', 'app:main').stdout, 'fine\n');
  writeFileSync(file, kept);
  writeFileSync(join(cache, 'key'), Buffer.alloc(32));
  run();
  assert.notDeepEqual(readFileSync(file), kept);
});

test('Pf2: a run that failed keeps no form', () => {
  const home = application('failing', 'io', 'local function main() error("no") end');
  const result = spawnSync(process.execPath, [program, 'run', '-x', 'app:main'], { cwd: home });
  assert.notEqual(result.status, 0);
  const names = readdirSync(join(home, '.wippy/state/cache'));
  assert.deepEqual(
    names.filter((each) => each.startsWith('program-')),
    [],
  );
});

test('what was compiled of a larger application is kept there too, and the next start runs it', () => {
  const filler = `-- ${'long '.repeat(8000)}`;
  const home = application('large', 'io', `${filler}\nlocal function main() io.print("large") return 0 end`);
  const code = join(home, '.wippy/state/cache/lua');
  assert.equal(node(home, program, 'run', '-x', 'app:main').stdout, 'large\n');
  const kept = readdirSync(code).sort();
  assert.equal(kept.length, 3);
  assert.equal(node(home, program, 'run', '-x', 'app:main').stdout, 'large\n');
  assert.deepEqual(readdirSync(code).sort(), kept);
});

test('O3: changes of a run are there in the next when the history lasts', () => {
  const home = application(
    'lasting',
    'io, registry',
    `local registry = require("registry")
local function main()
  local found = registry.get("app:count")
  io.print(registry.current_version():string(), found and found.data.n)
  local changes = registry.snapshot():changes()
  local entry = { id = "app:count", kind = "registry.entry", data = { n = (found and found.data.n or 0) + 1 } }
  if found then changes:update(entry) else changes:create(entry) end
  local version, err = changes:apply()
  io.print(err or version:string())
  return 0
end`,
  );
  writeFileSync(join(home, '.wippy.yaml'), 'registry:\n  history_type: sqlite\n');
  for (const expected of ['v0\tnil\nv1\n', 'v1\t1\nv2\n', 'v2\t2\nv3\n']) {
    assert.equal(node(home, program, 'run', '-x', 'app:main').stdout, expected);
  }
});

test('heavy work is done by a thread, while the process that asked keeps its beat', () => {
  const home = application(
    'heavy',
    'io, text, time',
    `local text, time = require("text"), require("time")
local function main()
  local before, after = {}, {}
  for i = 1, 3000 do
    before[i] = tostring(i * 7919 % 1000)
    after[i] = tostring(i * 104729 % 1000)
  end
  local ticks = 0
  coroutine.spawn(function()
    local ticker = time.ticker("1ms"):channel()
    while ticker:receive() do ticks = ticks + 1 end
  end)
  local parts, err = text.diff.new():compare(table.concat(before, " "), table.concat(after, " "))
  io.print(err, #parts > 1, ticks > 3)
  return 0
end`,
  );
  const { stdout } = node(home, program, 'run', '-x', 'app:main');
  assert.equal(stdout, 'nil\ttrue\ttrue\n');
});
