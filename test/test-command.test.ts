/** `wippy test`, called as the shell calls it, in folders of their own. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandIn, index } from './command.testing.ts';

const cases = (body: string) => `local test = require("test")
return { run = test.run_cases(function()
${body}
end) }
`;

/** Tests by name and source. */
function application(tests: Readonly<Record<string, string>>, more = ''): Record<string, string> {
  const entries = Object.keys(tests).map(
    (name) =>
      `  - {name: ${name}, kind: function.lua, meta: {type: test}, source: file://${name}.lua, method: run, modules: [system], imports: {test: "wippy.test:test"}}`,
  );
  const sources = Object.entries(tests).map(([name, source]) => [`src/${name}.lua`, source]);
  return { 'src/_index.yaml': index(`${entries.join('\n')}\n${more}`), ...Object.fromEntries(sources) };
}

/** Durations differ from run to run. */
const timeless = (text: string) => text.replace(/ +\d+(\.\d)? m?s$/gm, ' N ms');

test('test shows each case, what failed and where, and how many there were', async (context) => {
  const files = application({
    sums: cases(`test.describe("sums", function()
  test.it("adds", function() test.eq(1 + 1, 2) end)
  test.it("adds wrongly", function()
    test.eq(1 + 1, 3, "one and one")
  end)
  test.it_skip("later")
end)`),
    plain: 'return { run = function() error("broken") end }',
  });
  const { code, out, err } = await commandIn(context, files).run('test');
  assert.deepEqual([code, err], [1, '']);
  assert.equal(
    timeless(out),
    `app:plain N ms
  ✗ app:plain N ms
app:sums N ms
  sums
    ✓ adds N ms
    ✗ adds wrongly N ms
    - later                                             skipped

Failures:

1) app:plain
   broken
   at src/plain.lua:1
   1 | return { run = function() error("broken") end }

2) app:sums > sums > adds wrongly
   one and one: expected 3, got 2
     expected  3
     actual    2
   at src/sums.lua:6
   6 |     test.eq(1 + 1, 3, "one and one")

2 tests | 1 passed | 2 failed | 1 skipped | N ms
`,
  );
});

test('test has exit code 0 when all cases passed, and when there is no test', async (context) => {
  const folder = commandIn(context, application({ fine: cases('test.it("holds", function() end)') }));
  assert.equal((await folder.run('test')).code, 0);
  const none = await commandIn(context, application({})).run('test');
  assert.deepEqual([none.code, none.out], [0, '']);
  assert.match(none.err, /there are no tests: none of the function entries has 'meta: {type: test}'/);
});

test('filters are parts of ids, and one that fits nothing is a mistake', async (context) => {
  const fine = cases('test.it("holds", function() end)');
  const folder = commandIn(context, application({ math: fine, user: fine, mail: fine }));
  const run = async (...filters: string[]) => (await folder.run('test', ...filters)).out.match(/^app:\w+/gm);
  assert.deepEqual(await run(), ['app:mail', 'app:math', 'app:user']);
  assert.deepEqual(await run('ma'), ['app:mail', 'app:math']);
  assert.deepEqual(await run('user', 'app:mail'), ['app:mail', 'app:user']);
  const wrong = await folder.run('test', 'mth');
  assert.deepEqual(
    [wrong.code, wrong.err],
    [1, "wippy: no test has 'mth' in its id; did you mean 'math'?\n"],
  );
});

test('tests are in the order of suites, then of their order, then of their ids', async (context) => {
  const entry = (name: string, meta: string) =>
    `  - {name: ${name}, kind: function.lua, meta: {type: test, ${meta}}, source: 'return function() return true end'}`;
  const entries = [
    entry('a', 'suite: two'),
    entry('b', 'suite: one, order: 2'),
    entry('c', 'suite: one, order: 1, name: The first'),
    entry('d', 'suite: one'),
  ];
  const { out } = await commandIn(context, { 'src/_index.yaml': index(entries.join('\n')) }).run('test');
  const heads = timeless(out)
    .split('\n')
    .filter((line) => /^\w.*\(app/.test(line));
  assert.deepEqual(heads, [
    'one: The first (app:c) N ms',
    'one (app:b) N ms',
    'one (app:d) N ms',
    'two (app:a) N ms',
  ]);
});

test('test writes the form of JUnit to a file, with what XML cannot hold taken out', async (context) => {
  const folder = commandIn(
    context,
    application({ t: cases(`test.it("a < b", function() error("x & \\0 y", 0) end) test.it_skip("b")`) }),
  );
  await folder.run('test', '--junit', 'results.xml');
  const text = readFileSync(join(folder.directory, 'results.xml'), 'utf8').replace(
    /time="[\d.]+"/g,
    'time=""',
  );
  assert.equal(
    text,
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="2" failures="1" skipped="1" time="">
  <testsuite name="app:t" tests="2" failures="1" skipped="1" time="">
    <testcase classname="app:t" name="a &lt; b" time=""><failure type="error" message="x &amp; \ufffd y">x &amp; \ufffd y</failure></testcase>
    <testcase classname="app:t" name="b" time=""><skipped/></testcase>
  </testsuite>
</testsuites>
`,
  );
});

test('a syntax error in a test is told with its line, and nothing runs', async (context) => {
  const { code, out, err } = await commandIn(context, application({ t: 'return {', u: 'return {}' })).run(
    'test',
  );
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /^src\/t.lua:1:9: app:t: unexpected symbol near the end/);
});

test('a test that hangs is ended after the timeout, and the next one runs', async (context) => {
  const files = application({
    a: cases('test.it("waits", function() channel.new():receive() end)'),
    b: cases('test.it("loops", function() while true do end end)'),
    c: cases('test.it("fine", function() end)'),
  });
  const { code, out } = await commandIn(context, files).run('test', '--timeout', '300ms');
  assert.equal(code, 1);
  assert.match(out, /✗ waits/);
  assert.match(out, /✗ loops/);
  assert.match(out, /✓ fine/);
  assert.match(out, /nothing came for 300 ms, so the test was ended/);
  assert.equal((await commandIn(context, files).run('test', '--timeout', 'long')).code, 2);
});

test('a test that asks the node to end has failed, and ends the run', async (context) => {
  const files = application({
    a: cases('test.it("exits", function() require("system").exit(0) end)'),
    b: cases('test.it("never", function() end)'),
  });
  const { code, out } = await commandIn(context, files).run('test');
  assert.equal(code, 1);
  assert.doesNotMatch(out, /never/);
  assert.match(out, /interrupted\n$/);
});

test('an interrupt ends the test that runs, in order', async (context) => {
  const files = application({
    a: cases('test.it("fine", function() end)'),
    b: cases('test.it("waits", function() channel.new():receive() end)'),
  });
  const running = commandIn(context, files).start('test');
  while (!running.written.out.includes('fine')) await sleep(10);
  running.interrupt();
  const { code, out } = await running.ended;
  assert.equal(code, 1);
  assert.match(out, /✗ (waits|app:b)/);
  assert.match(out, /2 tests \| .* \| interrupted\n$/);
});

test('what tests change of the registry stays in them, and nothing is left in the state of the application', async (context) => {
  const body = `test.it("creates", function()
  local registry = require("registry")
  local changes = registry.snapshot():changes()
  changes:create({ id = "app:new", kind = "registry.entry", data = { value = 1 } })
  test.no_error(changes:apply())
end)`;
  const look = `test.it("sees nothing", function() test.is_nil((require("registry").get("app:new"))) end)`;
  const files = application({ a: cases(body), b: cases(look) });
  files['src/_index.yaml'] = (files['src/_index.yaml'] ?? '').replaceAll('[system]', '[registry]');
  files['.wippy.yaml'] = 'registry: {history_type: sqlite}\n';
  const folder = commandIn(context, files);
  const { code, out } = await folder.run('test');
  assert.equal(code, 0, out);
  assert.equal(existsSync(join(folder.directory, '.wippy/state/registry.db')), false);
});

test('a runner that the application brings is run with the filters, and gives the exit code', async (context) => {
  const runner = `  - {name: runner, kind: process.lua, meta: {command: {name: test, use_case: test}}, source: file://runner.lua, modules: [io], method: main}`;
  const files = application({ t: 'return { run = function() return true end }' }, runner);
  files['src/runner.lua'] = `local io = require("io")
return { main = function(...) io.print("own runner", ...) return 3 end }`;
  const folder = commandIn(context, files);
  const { code, err } = await folder.run('test', 'a', 'b');
  assert.deepEqual([code, err], [3, '']);
  const refused = await folder.run('test', '--junit', 'x.xml');
  assert.deepEqual(
    [refused.code, refused.err],
    [1, 'wippy: app:runner runs the tests of this application, and knows nothing of --junit\n'],
  );
});

test('packs and modules of a hub are refused', async (context) => {
  const folder = commandIn(context, application({}));
  assert.match((await folder.run('test', 'x.wapp')).err, /packs cannot be run yet/);
  assert.match((await folder.run('test', 'acme/http')).err, /modules cannot be fetched/);
});

test('Tw1 to Tw3: while watching, a change runs what it affects, and what failed before', {
  timeout: 30_000,
}, async (context) => {
  const lib = '  - {name: lib, kind: library.lua, source: file://lib.lua}';
  const files = application(
    {
      a: cases('test.it("a", function() test.eq(require("lib").n, 1) end)'),
      b: cases('test.it("b", function() end)'),
      c: cases('test.it("c", function() error("always", 0) end)'),
    },
    lib,
  );
  files['src/lib.lua'] = 'return {n = 1}';
  files['src/_index.yaml'] = (files['src/_index.yaml'] ?? '').replace(
    'file://a.lua, method: run, modules: [system], imports: {',
    'file://a.lua, method: run, imports: {lib: lib, ',
  );
  const folder = commandIn(context, files);
  const { written, interrupt, ended } = folder.start('test', '--watch');
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(written.out) || !written.err.endsWith('Ctrl-C ends\n')) await sleep(10);
    const seen = written.out;
    written.out = '';
    return seen;
  };
  const heads = (text: string) => text.match(/^app:\w+/gm);
  assert.deepEqual(heads(await until(/3 tests/)), ['app:a', 'app:b', 'app:c']);
  folder.write('src/lib.lua', 'return {n = 2}');
  assert.deepEqual(heads(await until(/2 tests/)), ['app:a', 'app:c']);
  folder.write('src/lib.lua', 'return {n = ');
  while (!written.err.includes('src/lib.lua:1:13')) await sleep(10);
  assert.equal(written.out, '');
  folder.write('src/lib.lua', 'return {n = 1, m = 2}');
  assert.deepEqual(heads(await until(/2 tests/)), ['app:a', 'app:c']);
  folder.write('src/c.lua', cases('test.it("c", function() end)'));
  assert.deepEqual(heads(await until(/1 test /)), ['app:c']);
  interrupt();
  assert.equal((await ended).code, 0);
});

test('durable processes of tests are kept apart from those of the application', async (context) => {
  const more = `  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: job, kind: process.lua, method: main, source: 'return {main = function() return 1 end}'}`;
  const body = `test.it("runs", function()
  local pid, problem = process.spawn_monitored("app:job", "app:durable")
  test.no_error(pid, problem)
end)`;
  const folder = commandIn(context, application({ t: cases(body) }, more));
  const { code, out } = await folder.run('test');
  assert.equal(code, 0, out);
  assert.equal(existsSync(join(folder.directory, '.wippy/state/durable')), false);
});
