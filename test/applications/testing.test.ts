/** Tests of guests, run on a node: what cases, hooks, assertions and mocks do, and how what goes wrong is told. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { runTests, type TestOptions, type TestReport } from '../../src/runtime/index.ts';
import { House, index } from './house.ts';

const calc = `
local calc = {}
function calc.add(a, b) return a + b end
function calc.notify(to) return process.send(to, "done", true) end
return calc`;

/** An application with one test `app:t`, whose source is given, and a library `app:calc`. */
function application(source: string, more = ''): Record<string, string> {
  return {
    'src/_index.yaml': index(`  - {name: calc, kind: library.lua, source: file://calc.lua}
  - {name: t, kind: function.lua, meta: {type: test, suite: sums}, source: file://t.lua, method: run, modules: [funcs, registry, time], imports: {test: "wippy.test:test", calc: calc}}
${more}`),
    'src/calc.lua': calc,
    'src/t.lua': source,
  };
}

/** The body of the function given to `run_cases`. */
const cases = (body: string) => `
local test = require("test")
local calc = require("calc")
return { run = test.run_cases(function()
${body}
end) }`;

async function report(
  context: TestContext,
  files: Record<string, string>,
  options: Partial<TestOptions> = {},
): Promise<{ report: TestReport; house: House }> {
  const house = await House.start(context, files);
  return { report: await house.until(runTests(house.node, { ids: ['app:t'], ...options })), house };
}

/** Each case in one line: blocks, name, status, and what was wrong. */
function lines({ results }: TestReport): string[] {
  return results.flatMap(({ cases: all, failure, entry }) => [
    ...all.map(({ path, name, status, failure: why }) => {
      const place = why?.place === undefined ? '' : ` (${why.place.path}:${why.place.line})`;
      return `${[...path, name].join(' > ')}: ${status}${why === undefined ? '' : `: ${why.message}${place}`}`;
    }),
    ...(failure === undefined ? [] : [`${entry}: ${failure.message}`]),
  ]);
}

test('Te1: cases are reported in their blocks, with what was expected', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
test.describe("calc", function()
  test.it("adds", function() test.eq(calc.add(1, 2), 3) end)
  test.context("with mistakes", function()
    test.it("adds wrongly", function()
      test.eq(calc.add(1, 2), 4, "sum")
    end)
    test.it_skip("later", function() test.fail() end)
  end)
end)`),
    ),
  );
  assert.deepEqual(lines(found), [
    'calc > adds: passed',
    'calc > with mistakes > adds wrongly: failed: sum: expected 4, got 3 (src/t.lua:10)',
    'calc > with mistakes > later: skipped',
  ]);
  assert.deepEqual([found.passed, found.failed, found.skipped, found.isInterrupted], [1, 1, 1, false]);
  const failure = found.results[0]?.cases[1]?.failure;
  assert.deepEqual([failure?.reason, failure?.expected, failure?.actual], ['assertion', '4', '3']);
});

test('Te1: a test without cases passes unless it raises, returns an error or false', async (context) => {
  const plain = async (body: string) =>
    lines((await report(context, application(`return { run = function() ${body} end }`))).report);
  assert.deepEqual(await plain('return true'), ['app:t: passed']);
  assert.deepEqual(await plain(''), ['app:t: passed']);
  assert.deepEqual(await plain('return false'), ['app:t: failed: returned false']);
  assert.deepEqual(await plain('return nil, "no luck"'), ['app:t: failed: no luck']);
  assert.deepEqual(await plain('return false, "too late"'), ['app:t: failed: too late']);
  assert.deepEqual(await plain('return true, errors.new("half done")'), [
    'app:t: failed: half done (src/t.lua:1)',
  ]);
  assert.deepEqual(await plain('return true, "a note"'), ['app:t: passed']);
  assert.deepEqual(await plain('error("oh no")'), ['app:t: failed: oh no (src/t.lua:1)']);
  assert.deepEqual(await plain('local x; return x.y'), [
    "app:t: failed: attempt to index a nil value (local 'x') (src/t.lua:1)",
  ]);
});

test('an error in tested code is told with its place there', async (context) => {
  const { report: found } = await report(
    context,
    application(cases(`test.it("adds texts", function() calc.add("a", {}) end)`)),
  );
  const [line = ''] = lines(found);
  assert.match(line, /adds texts: failed: attempt to perform arithmetic on .* \(src\/calc.lua:3\)/);
});

test('Te1: a test that raises because a case failed has failed once', async (context) => {
  const source = `
local test = require("test")
local run_cases = test.run_cases(function() test.it("fails", function() test.ok(nil) end) end)
return { run = function(options)
  local result = run_cases(options)
  if result.failed_tests > 0 then error("tests failed: " .. result.failed_tests) end
  return result
end }`;
  const { report: found } = await report(context, application(source));
  assert.deepEqual(lines(found), ['fails: failed: expected something true, got nil (src/t.lua:3)']);
  assert.equal(found.failed, 1);
});

test('a mistake outside of all cases is told once, and so are no cases at all', async (context) => {
  const { report: broken } = await report(context, application(cases('test.it("a", 1)')));
  assert.deepEqual(lines(broken), ['app:t: failed: test.it needs a function, not number (src/t.lua:5)']);
  const { report: none } = await report(context, application(cases('')));
  assert.deepEqual([lines(none), none.failed], [[], 0]);
});

test('hooks run from the outside in before a case, and from the inside out after it', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
local seen = {}
local function note(what) return function() seen[#seen + 1] = what end end
test.describe("outer", function()
  test.before_all(note("A"))
  test.before_each(note("b"))
  test.after_each(note("e"))
  test.after_all(note("Z"))
  test.it("one", note("1"))
  test.describe("inner", function()
    test.before_all(note("C"))
    test.before_each(note("c"))
    test.after_each(note("d"))
    test.it("two", note("2"))
  end)
end)
test.it("order", function() test.eq(table.concat(seen), "Ab1eCbc2deZ") end)`),
    ),
  );
  assert.deepEqual(lines(found), ['outer > one: passed', 'outer > inner > two: passed', 'order: passed']);
});

test('a hook that fails fails the cases that need it, and the others run', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
test.describe("a", function()
  test.before_all(function() error("no database", 0) end)
  test.it("one", function() end)
end)
test.describe("b", function()
  test.before_each(function() error("no table") end)
  test.it("one", function() end)
end)
test.describe("c", function()
  test.after_each(function() error("stuck", 0) end)
  test.after_all(function() error("very stuck", 0) end)
  test.it("one", function() end)
end)
test.it("fine", function() end)`),
    ),
  );
  assert.deepEqual(lines(found), [
    'a > one: failed: before_all: no database',
    'b > one: failed: before_each: no table (src/t.lua:11)',
    'c > one: failed: after_each: stuck',
    'c > after_all: failed: very stuck',
    'fine: passed',
  ]);
});

test('every assertion holds, fails with what it wanted, and gives the value that it looked at', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
local holds = {
  { "eq", 1, 1 }, { "neq", 1, 2 }, { "ok", 1 }, { "is_nil", nil }, { "not_nil", false }, { "is_true", true },
  { "is_false", false }, { "is_string", "a" }, { "is_number", 1 }, { "is_table", {} }, { "is_function", print },
  { "is_boolean", true }, { "contains", "abc", "b" }, { "matches", "abc", "^a" }, { "has_key", { a = 1 }, "a" },
  { "len", { 1, 2 }, 2 }, { "len", "ab", 2 }, { "gt", 2, 1 }, { "gte", 2, 2 }, { "lt", 1, 2 }, { "lte", 2, 2 },
  { "throws", function() error("x") end }, { "has_error", nil, "x" }, { "no_error", 1, nil },
}
local fails = {
  { "eq", 1, 2 }, { "neq", 1, 1 }, { "ok", false }, { "is_nil", 1 }, { "not_nil", nil }, { "is_true", 1 },
  { "is_false", nil }, { "is_string", 1 }, { "is_number", "1" }, { "is_table", 1 }, { "is_function", {} },
  { "is_boolean", nil }, { "contains", "abc", "d" }, { "contains", nil, "d" }, { "matches", "abc", "^b" },
  { "has_key", {}, "a" }, { "has_key", nil, "a" }, { "len", {}, 1 }, { "len", nil, 1 }, { "gt", 1, 1 },
  { "gte", 1, 2 }, { "lt", 1, 1 }, { "lte", 2, 1 }, { "throws", function() end }, { "has_error", 1, nil },
  { "has_error", 1, "x" }, { "no_error", nil, "x" }, { "fail", "reason" },
}
for _, case in ipairs(holds) do
  test.it("holds: " .. case[1], function() test[case[1]](case[2], case[3]) end)
end
for _, case in ipairs(fails) do
  test.it("fails: " .. case[1], function()
    local ok, problem = pcall(test[case[1]], case[2], case[3])
    test.is_false(ok, "it held")
    test.is_string(problem)
  end)
end
test.it("gives values", function()
  test.eq(test.is_string("a"), "a")
  test.eq(test.not_nil(3), 3)
  test.eq(test.throws(function() error("x", 0) end), "x")
end)`),
    ),
  );
  assert.deepEqual(
    lines(found).filter((line) => !line.endsWith('passed')),
    [],
  );
  assert.equal(found.passed, 53);
});

test('Mo1: a mock is seen by the test and all that it imports, until the case is over', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
test.describe("mocks", function()
  test.it("replaces a function of a module", function()
    local sent
    test.mock("process.send", function(to, topic) sent = to .. " " .. topic return "mocked" end)
    test.eq(calc.notify("me"), "mocked")
    test.eq(sent, "me done")
  end)
  test.it("which is as it was then", function()
    test.eq(process.send("nobody", "topic") == "mocked", false)
  end)
  test.it("replaces what is imported and what is global", function()
    test.mock("calc.add", function() return 7 end)
    test.eq(calc.add(1, 1), 7)
    test.mock_process("send", function() return "sent" end)
    test.eq(calc.notify("me"), "sent")
    test.mock("tostring", function() return "text" end)
    test.eq(tostring(1), "text")
    test.restore_mock("tostring")
    test.eq(tostring(1), "1")
    test.restore_all_mocks()
    test.eq(calc.add(1, 1), 2)
  end)
  test.it("is told of a name that is none", function()
    test.contains(test.throws(function() test.mock("process.sned", print) end), "did you mean 'send'")
    test.contains(test.throws(function() test.mock("prozess.send", print) end), "nothing here is called 'prozess'")
  end)
  test.it("leaves modules read-only", function()
    test.throws(function() process.send = print end)
  end)
end)`),
    ),
  );
  assert.deepEqual(
    lines(found).filter((line) => !line.endsWith('passed')),
    [],
  );
  assert.equal(found.passed, 5);
});

test('Mo1: a mock is seen by no other process', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
test.it("calls", function()
  test.mock("tostring", function() return "mocked" end)
  test.eq(require("funcs").call("app:other"), "1")
end)`).replace('local calc', 'local funcs = require("funcs")\nlocal calc'),
      "  - {name: other, kind: function.lua, source: 'return function() return tostring(1) end'}",
    ),
  );
  assert.deepEqual(lines(found), ['calls: passed']);
});

test('Te2: a test from which nothing comes is ended, with the case that hangs', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
test.it("fine", function() end)
test.it("waits", function() channel.new():receive() end)
test.it("never runs", function() end)`),
    ),
    { timeout: 2000 },
  );
  assert.deepEqual(lines(found), [
    'fine: passed',
    'waits: failed: nothing came for 2 s, so the test was ended',
    'app:t: the last case did not run',
  ]);
  assert.equal(found.results[0]?.cases[1]?.failure?.reason, 'timeout');
});

test('Te2: a test may take long as long as something comes', async (context) => {
  const slow = `for i = 1, 5 do test.it("case " .. i, function() require("time").sleep("1500ms") end) end`;
  const { report: found } = await report(context, application(cases(slow)), { timeout: 2000 });
  assert.equal(found.passed, 5);
});

test('a test that ends its own process fails', async (context) => {
  const { report: found } = await report(
    context,
    application(cases('test.it("ends", function() process.terminate(process.pid()) end)')),
  );
  assert.deepEqual(lines(found), ['ends: failed: its process ended: process terminated']);
});

test('Te3: what a test started and published is gone when it has ended', async (context) => {
  const source = `
local registry = require("registry")
return { run = function()
  process.spawn("app:waits", "app:processes")
  local changes = registry.snapshot():changes()
  changes:create({ id = "app:new", kind = "registry.entry", data = { value = 1 } })
  local version, problem = changes:apply()
  if problem then error(problem) end
  return registry.get("app:new") ~= nil
end }`;
  const waits =
    "  - {name: waits, kind: process.lua, method: main, source: 'return {main = function() channel.new():receive() end}'}";
  const { report: found, house } = await report(context, application(source, waits));
  assert.deepEqual(lines(found), ['app:t: passed']);
  const entries = (await house.node.processes.processes()).map(({ entry }) => entry);
  assert.deepEqual(
    entries.filter((entry) => entry === 'app:waits'),
    [],
  );
  assert.equal(house.node.registry.view().get('app:new'), undefined);
});

test('Te3: a test in a view finds what the changes say', async (context) => {
  const house = await House.start(
    context,
    application(cases('test.it("adds", function() test.eq(calc.add(1, 2), 3) end)')),
  );
  const source = 'return { add = function(a, b) return a - b end }';
  const view = await house.until(
    house.node.views.open([
      { type: 'update', entry: { id: 'app:calc', kind: 'library.lua', meta: {}, data: { source } } },
    ]),
  );
  const ids = ['app:t'];
  const laid = await house.until(runTests(house.node, { ids, view }));
  const live = await house.until(runTests(house.node, { ids }));
  assert.deepEqual([laid.failed, live.failed], [1, 0]);
  assert.deepEqual(lines(laid), ['adds: failed: expected 3, got -1 (src/t.lua:5)']);
});

test('Te4: an interrupt ends the test that runs and leaves out the others', async (context) => {
  const house = await House.start(
    context,
    application(cases('test.it("waits", function() channel.new():receive() end)')),
  );
  const controller = new AbortController();
  const running = runTests(house.node, { ids: ['app:t', 'app:t'], signal: controller.signal });
  await house.pass(100);
  controller.abort();
  const found = await house.until(running);
  assert.deepEqual(lines(found), ['waits: failed: interrupted']);
  assert.equal(found.isInterrupted, true);
});

test('instances of tests are never used again', async (context) => {
  const source = 'local n = 0 return { run = function() n = n + 1 return n == 1 end }';
  const { report: found } = await report(context, application(source), { ids: ['app:t', 'app:t'] });
  assert.equal(found.passed, 2);
});

test('an application that brings the library itself gets its own, which may write to modules', async (context) => {
  const source = `
local test, calc = require("test"), require("calc")
return { run = function()
  test.replace_send(function() return "mocked" end)
  return calc.notify("me") == "mocked"
end }`;
  const files = application(source);
  files['src/test/_index.yaml'] = `version: "1.0"
namespace: wippy.test
entries:
  - {name: test, kind: library.lua, source: file://test.lua}
`;
  files['src/test/test.lua'] = 'return { replace_send = function(fn) process.send = fn end }';
  const { report: found } = await report(context, files);
  assert.deepEqual(lines(found), ['app:t: passed']);
});

test('an application that depends on the module need not have it installed', async (context) => {
  const files = application(
    cases('test.it("a", function() end)'),
    '  - {name: dep, kind: ns.dependency, component: wippy/test, version: "*"}',
  );
  files['wippy.lock'] = `directories: {modules: .wippy, src: ./src}
modules:
  - {name: wippy/test, version: 1.0.0}
`;
  const { report: found } = await report(context, files);
  assert.deepEqual(lines(found), ['a: passed']);
});

test('a change that names the library brings it along, for a view and for good', async (context) => {
  const files = {
    'src/_index.yaml': index("  - {name: plain, kind: function.lua, source: 'return function() end'}"),
  };
  const house = await House.start(context, files);
  const { registry, views } = house.node;
  const source = cases('test.it("holds", function() end)').replace('local calc = require("calc")', '');
  const imports = { test: 'wippy.test:test' };
  const entry = {
    id: 'app:t',
    kind: 'function.lua',
    meta: { type: 'test' },
    data: { source, imports, method: 'run' },
  };
  const view = await house.until(views.open([{ type: 'create', entry }]));
  const laid = await house.until(runTests(house.node, { ids: ['app:t'], view }));
  assert.deepEqual(lines(laid), ['holds: passed']);
  assert.equal(registry.view().get('wippy.test:test'), undefined);

  await house.until(registry.apply([{ type: 'create', entry }], { author: 'test' }));
  assert.deepEqual(lines(await house.until(runTests(house.node, { ids: ['app:t'] }))), ['holds: passed']);
  const [, brought, applied] = registry.versions;
  assert.deepEqual(
    [brought?.author, brought?.message, applied?.author],
    ['runtime', 'brings wippy.test:test', 'test'],
  );
});

test('a coroutine that fails ends the test, and the cases that were not reached are told', async (context) => {
  const { report: found } = await report(
    context,
    application(
      cases(`
test.it("spawns", function() coroutine.spawn(function() error("beside", 0) end) end)
test.it("waits", function() channel.new():receive() end)
test.it("never", function() end)
test.it("never again", function() end)`),
    ),
  );
  assert.deepEqual(lines(found), [
    'spawns: passed',
    'waits: failed: beside (src/t.lua:6)',
    'app:t: the last 2 cases did not run',
  ]);
});
