import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PostMortem, ProcessDump } from './dump.ts';
import { exitOf, makeWorld, type World } from './world.testing.ts';

/** A world that shows what failed to `dumps`. */
function watched(options: Partial<PostMortem> = {}): {
  world: World;
  dumps: ProcessDump[];
  places: string[];
} {
  const dumps: ProcessDump[] = [];
  const places: string[] = [];
  const postMortem: PostMortem = {
    wants: (_, place) => places.push(place) > 0,
    keep: (dump) => dumps.push(dump),
    isSecret: (name) => name === 'password',
    hide: (text) => text.replaceAll('hunter2', '***'),
    ...options,
  };
  return { world: makeWorld({ postMortem }, { keepsLocals: true }), dumps, places };
}

/** The only dump of a body that fails. */
async function dumpOf(body: string, options: Partial<PostMortem> = {}): Promise<ProcessDump> {
  const { world, dumps } = watched(options);
  const exit = await exitOf(world, body);
  assert.notEqual(exit.type, 'normal');
  const [dump, ...others] = dumps;
  assert.ok(dump !== undefined && others.length === 0, `${dumps.length} dumps`);
  return dump;
}

/** `name = value` of all locals of a frame of a coroutine. */
function locals({ coroutines }: ProcessDump, frame = 0, coroutine = 0): string[] {
  const found = coroutines[coroutine]?.frames[frame];
  return (found?.locals ?? []).map(({ name, value }) => `${name} = ${value}`);
}

const functions = (dump: ProcessDump, coroutine = 0) =>
  dump.coroutines[coroutine]?.frames.map((frame) => frame.function);

/** The functions and locals of a body in which `charge(order)` fails. */
async function failsIn(statement: string): Promise<ProcessDump> {
  return dumpOf(`
    local rate = 2
    local function charge(order)
      local total = order.price * rate
      local nothing
      ${statement}
    end
    local id = 7
    charge({ id = id, price = 21, items = { "a", "b" } })
    return id`);
}

for (const [title, statement, message] of [
  ['a raised error', 'error("refused")', /refused/],
  ['a nil that is indexed', 'local x = nothing.field', /attempt to index a nil value \(local 'nothing'\)/],
  ['a nil that is written to', 'nothing.field = 1', /attempt to index a nil value \(local 'nothing'\)/],
  ['a nil that is called', 'nothing()', /attempt to call a nil value \(local 'nothing'\)/],
  ['a nil among operands', 'local x = 1 + nothing', /arithmetic on a nil value \(local 'nothing'\)/],
  ['a wrong argument of the library', 'local x = string.rep()', /bad argument #1 to 'rep'/],
] as const) {
  test(`Du1: every frame of ${title} has its locals by name`, async () => {
    const dump = await failsIn(statement);
    assert.match(dump.error.message, message);
    const [inner, outer] = dump.coroutines[0]?.frames.filter(({ place }) => place !== '') ?? [];
    assert.equal(inner?.function, "function 'charge'");
    assert.match(inner?.place ?? '', /^app:main\d+:\d+$/);
    assert.deepEqual(
      inner?.locals.slice(0, 2).map(({ name, value }) => `${name} = ${value}`),
      ['order = { id = 7, price = 21, items = { "a", "b" } }', 'total = 42'],
    );
    assert.deepEqual(
      inner?.captured.map(({ name, value }) => [name, value]),
      [['rate', '2']],
    );
    assert.ok(outer?.locals.some(({ name, value }) => name === 'id' && value === '7'));
  });
}

test('a module is shown by its name, a table that holds functions of one by what is in it', async () => {
  const dump = await failsIn('local lib, own = string, { rep = string.rep } error("refused")');
  const shown = locals(
    dump,
    dump.coroutines[0]?.frames.findIndex(({ place }) => place !== ''),
  );
  assert.ok(shown.includes('lib = module string'), shown.join('\n'));
  assert.ok(shown.includes('own = { rep = function string.rep }'), shown.join('\n'));
});

test('other coroutines have their frames and what they wait for', async () => {
  const dump = await dumpOf(`
    local jobs = channel.new(2)
    coroutine.spawn(function() local seen = 1 process.inbox():receive() return seen end)
    coroutine.spawn(function() channel.select({ channel.new(1):case_receive(), process.listen("stop"):case_receive() }) end)
    coroutine.spawn(function() clock.sleep(10) local at = "deep" error("in a coroutine") end)
    jobs:send(1) jobs:send(2) jobs:receive()
    local blocked = channel.new()
    blocked:send("never")`);
  const shown = dump.coroutines.map(({ name, state, waitsFor }) => `${name}: ${waitsFor ?? state}`);
  assert.equal(shown[0], 'spawned 3: failed');
  assert.ok(shown.includes('spawned 1: a value from the inbox'));
  const select = 'the first of: a value from a channel (0 of 1); a value from the topic stop';
  assert.ok(shown.includes(`spawned 2: ${select}`), shown.join('\n'));
  assert.ok(shown.includes('main: room for "never" in a channel (0 of 0)'), shown.join('\n'));
  assert.match(dump.error.message, /in a coroutine/);
  assert.deepEqual(locals(dump), ['at = "deep"']);
});

test('an error that leaves a wrapped coroutine shows the frames of both', async () => {
  const dump = await dumpOf(`
    local produce = coroutine.wrap(function() local item = "broken" coroutine.yield(1) error("inside") end)
    local round = 2
    produce() produce()
    return round`);
  assert.match(dump.error.message, /inside/);
  const all = dump.coroutines[0]?.frames.flatMap((frame) =>
    frame.locals.map(({ name, value }) => `${name} = ${value}`),
  );
  assert.ok(all?.includes('item = "broken"'));
  assert.ok(all?.includes('round = 2'));
});

test('the mailbox is told by length and topics', async () => {
  const dump = await dumpOf(`
    for i = 1, 3 do process.send(process.pid(), "job", i) end
    process.send(process.pid(), "stop")
    clock.sleep(5)
    error("full")`);
  assert.equal(dump.mailbox.length, 4);
  assert.deepEqual(dump.mailbox.topics, [
    { topic: 'job', count: 3 },
    { topic: 'stop', count: 1 },
  ]);
});

test('a call that fails is dumped, with what it was doing', async () => {
  const { world, dumps } = watched();
  world.programs.add('app:broken', 'return function(n) local half = n / 2 error("odd") end');
  await exitOf(world, 'local _, err = funcs.call("app:broken", 7) return err:message()');
  const [dump] = dumps;
  assert.ok(dump !== undefined);
  assert.deepEqual([dump.process.entry, dump.process.isCall], ['app:broken', true]);
  assert.deepEqual(locals(dump).toSorted(), ['half = 3.5', 'n = 7']);
});

test('what is handled, returned or asked for is not dumped', async () => {
  const { world, dumps } = watched();
  await exitOf(world, 'pcall(error, "handled") return nil, errors.new("returned")');
  await exitOf(
    world,
    'local co = coroutine.create(function() error("taken") end) return coroutine.resume(co)',
  );
  assert.deepEqual(dumps, []);
});

test('Du2: nothing of the guest runs while it is looked at', async () => {
  const dump = await dumpOf(`
    local ran = 0
    local trap = function() ran = ran + 1 error("ran") end
    local t = setmetatable({ a = 1 }, { __index = trap, __tostring = trap, __pairs = trap, __len = trap, __name = "odd" })
    error("now")`);
  assert.ok(locals(dump).includes('t = odd { a = 1 }'), locals(dump).join('\n'));
  assert.ok(locals(dump).includes('ran = 0'));
});

test('Du3: secrets are hidden by name, at any depth, and by value', async () => {
  const dump = await dumpOf(`
    local password = "abc"
    local settings = { db = { password = { "x" }, user = "me" }, ["a hunter2 key"] = true, note = "it is hunter2!" }
    error("hunter2 was refused")`);
  const text = JSON.stringify(dump);
  assert.ok(!text.includes('hunter2'), text);
  assert.equal(locals(dump)[0], 'password = ***');
  assert.match(locals(dump)[1] ?? '', /password = \*\*\*, user = "me"/);
  assert.equal(dump.error.message.includes('*** was refused'), true);
});

test('Du3: whatever the values are, they are shown within bounds', async () => {
  const dump = await dumpOf(`
    local circle = {} circle.self = circle
    local wide = {} for i = 1, 100000 do wide[i] = i end
    local deep = {} for i = 1, 100000 do deep = { deep } end
    local keys = {} for i = 1, 1000 do keys["k" .. i] = {} end
    local long = string.rep("x", 5000)
    local binary = "\\0\\255\\27[31m"
    local umlaut = "gr\\195\\188n"
    local big = 9007199254740993
    local t = { [1.5] = 1, [true] = 2, [circle] = 3, [print or type] = 4 }
    error(setmetatable({ message = "odd" }, { __tostring = error }))`);
  const shown = locals(dump);
  assert.ok(shown.includes('circle = { self = { self = { self = { self = {...} } } } }'), shown.join('\n'));
  assert.match(
    shown.find((one) => one.startsWith('wide')) ?? '',
    /^wide = \{ 1, 2, .*15, 16, \.\.\. 99984 more \}$/,
  );
  assert.equal(
    shown.find((one) => one.startsWith('deep')),
    'deep = { { { { {...} } } } }',
  );
  assert.ok(shown.includes('binary = "\\x00\\xff\\x1b[31m"'), shown.join('\n'));
  assert.ok(shown.includes('umlaut = "grün"'));
  assert.ok(shown.includes('big = 9007199254740993'));
  assert.match(shown.find((one) => one.startsWith('long')) ?? '', /^long = "x{200}"\.\.\. \(5000 bytes\)$/);
  assert.ok(shown.every((one) => one.length < 2500));
});

test('of a deep stack both ends are shown', async () => {
  const dump = await dumpOf(`
    local function down(n) if n == 0 then error("bottom") end return 1 + down(n - 1) end
    down(50000)`);
  const [main] = dump.coroutines;
  assert.equal(main?.frames.length, 32);
  assert.deepEqual([locals(dump)[0], main?.skipped?.before], ['n = 0', 24]);
  assert.ok((main?.skipped?.count ?? 0) > 49_000);
  assert.match(functions(dump)?.at(-1) ?? '', /function/);
});

test('a process that is killed for its memory is dumped too', async () => {
  let allocated = 0;
  const dumps: ProcessDump[] = [];
  const postMortem = {
    wants: () => true,
    keep: (dump: ProcessDump) => dumps.push(dump),
    isSecret: () => false,
  };
  const world = makeWorld({
    heap: { allocated: () => (allocated += 2 ** 20), used: () => 2 ** 50, limit: () => 2 ** 53 },
    postMortem: { ...postMortem, hide: (text) => text },
  });
  world.node.addHost('app:host', { limits: { memory: 2 ** 21 } });
  const exit = await exitOf(world, 'local t = {} while true do t[#t + 1] = {} end');
  assert.equal(exit.type, 'killed');
  assert.match(dumps[0]?.error.message ?? '', /memory limit exceeded/);
  assert.match(dumps[0] === undefined ? '' : (locals(dumps[0])[0] ?? ''), /^t = \{ \{\}, .* more \}$/);
});

test('Du4: a post-mortem that fails changes nothing of what follows', async () => {
  const { world } = watched({
    keep: () => {
      throw new Error('disk full');
    },
  });
  const exit = await exitOf(world, 'error("as ever", 0)');
  assert.equal(exit.type === 'failed' && exit.error.message, 'as ever');
});

test('without keepsLocals a dump still has what was alive', async () => {
  const dumps: ProcessDump[] = [];
  const world = makeWorld({
    postMortem: {
      wants: () => true,
      keep: (dump) => dumps.push(dump),
      isSecret: () => false,
      hide: (text) => text,
    },
  });
  await exitOf(world, 'local used = 1 local lost = 2 error("now") return used');
  assert.deepEqual(
    dumps.map((dump) => locals(dump).filter((one) => one.includes('='))),
    [['used = 1']],
  );
  await exitOf(world, 'local t local x = t.field');
  assert.match(dumps[1]?.coroutines[0]?.frames[0]?.note ?? '', /exception/);
});
