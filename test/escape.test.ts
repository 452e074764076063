/**
 * Attempts to get out of guest code by what an application consists of: names of files and entries, links, and what lies
 * in the state folder. Each would print `escaped`.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';

const root = join(import.meta.dirname, '..');
const attempt = "process.stdout.write('escaped')";

/** A folder with a terminal and these processes; `files`: what lies in `src`. */
function application(
  context: TestContext,
  files: Readonly<Record<string, string>>,
  names = Object.keys(files),
): string {
  const home = mkdtempSync(join(tmpdir(), 'wippy-escape-'));
  context.after(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, 'src'));
  writeFileSync(join(home, 'wippy.lock'), 'directories:\n  src: ./src\n');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(home, 'src', name), text);
  const entries = names.map((name, i) => ({
    name: `main_${i}`,
    kind: 'process.lua',
    source: `file://${name}`,
    method: 'main',
    modules: ['io'],
  }));
  const terminal = { name: 'terminal', kind: 'terminal.host', lifecycle: { auto_start: true } };
  const index = { version: '1.0', namespace: 'app', entries: [terminal, ...entries] };
  writeFileSync(join(home, 'src/_index.yaml'), JSON.stringify(index));
  return home;
}

function wippy(home: string, entry: string) {
  return spawnSync(join(root, 'bin/wippy'), ['run', '-x', entry], { cwd: home, encoding: 'utf8' });
}

test('G1: the name of a file runs nothing', (context) => {
  const failing = 'local function main()\n  local t\n  return t.x\nend\nreturn { main = main }\n';
  const names = [`\u2028${attempt}`, `\u2029${attempt};var x='`, `\n${attempt}`, `*\n${attempt};'`].map(
    (name) => `a${name}.lua`,
  );
  const home = application(context, Object.fromEntries(names.map((name) => [name, failing])));
  for (const i of names.keys()) {
    const { stdout, stderr, status } = wippy(home, `app:main_${i}`);
    assert.equal(status, 1);
    assert.match(stderr, /:3: attempt to index a nil value \(local 't'\)/);
    assert.equal(stdout, '');
  }
});

/** As long as code must be to be kept. */
const large = `-- ${'long '.repeat(8000)}`;
const harmless = `local io = require("io")\n${large}\nlocal t = { answer = 42 }\nreturn { main = function() io.print(t.answer) return 0 end }\n`;

test('G2: what somebody has put in the place of compiled code is never run', (context) => {
  const home = application(context, { 'main.lua': harmless });
  const runs = () => {
    const { stdout, stderr } = wippy(home, 'app:main_0');
    assert.equal(stdout, '42\n', stderr);
  };
  runs();
  const folder = join(home, '.wippy/state/cache/lua');
  const [name = ''] = readdirSync(folder).filter((each) => each.length === 40);
  const file = join(folder, name);
  const kept = readFileSync(file);
  const poisoned = kept.toString('latin1').replaceAll('return t', `${attempt};return t`);
  assert.notEqual(poisoned.length, kept.length);
  const forms = [
    poisoned,
    kept.toString('latin1').replace(/return \[.{100}/s, (text) => `return [${attempt},`.padEnd(text.length)),
    `(function () { ${attempt} })`,
    kept.subarray(0, 5000).toString('latin1'),
  ];
  for (const form of forms) {
    writeFileSync(file, form, 'latin1');
    runs();
    assert.notEqual(readFileSync(file, 'latin1'), form);
  }
  writeFileSync(join(folder, 'key'), Buffer.alloc(32));
  runs();
  assert.notDeepEqual(readFileSync(file), kept);
});

test('Sf3: no entry has a file of the state folder as its source', (context) => {
  const home = application(context, { 'main.lua': harmless }, [
    'main.lua',
    '../.wippy/state/cache/lua/key',
    'key.lua',
    'state/cache/lua/key',
    'chain.lua',
  ]);
  const state = join(home, '.wippy/state');
  mkdirSync(join(state, 'cache/lua'), { recursive: true, mode: 0o700 });
  writeFileSync(join(state, 'cache/lua/key'), 'return { main = function() return 3 end }', { mode: 0o600 });
  symlinkSync('../.wippy/state', join(home, 'src/state'));
  symlinkSync('../.wippy/state/cache/lua/key', join(home, 'src/key.lua'));
  symlinkSync('key.lua', join(home, 'src/chain.lua'));
  const { status, stderr } = wippy(home, 'app:main_1');
  assert.equal(status, 1);
  assert.match(stderr, /app:main_1: file:\/\/\.\.\/\.wippy\/state\/cache\/lua\/key leads outside src/);
  for (const hidden of ['key.lua', 'state/cache/lua/key', 'chain.lua'])
    assert.ok(stderr.includes(`there is no file src/${hidden}`), `${hidden} in ${stderr}`);
});
