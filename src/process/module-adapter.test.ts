import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '#base';
import { EnvironmentShape } from '#lua';
import { arg, type Call, defineHandle, defineModule, fn, method, rest, type Source, t } from '#plugin';
import { ModuleAdapter } from './module-adapter.ts';
import { exitOf, inAllSettings, resultOf, type World } from './world.testing.ts';

interface Counter {
  n: number;
  closed: number;
}

const counterHandle = defineHandle<Counter, { n: number }>({
  name: 'test.Counter',
  summary: 'Counts.',
  crosses: 'copy',
  save: ({ n }) => ({ n }),
  restore: ({ n }) => ({ n, closed: 0 }),
  close: (counter) => {
    counter.closed++;
  },
  methods: {
    told: method({
      summary: 'Takes a number, or says what was wrong.',
      args: [arg('by', t.integer())],
      returns: t.string,
      effect: 'local',
      misfit: (counter: Counter, fault) => `${counter.n}: ${fault}`,
      run: (_, by) => `by ${by}`,
    }),
    add: method({
      summary: 'Adds.',
      args: [arg('by', t.integer({ default: 1 }))],
      returns: t.integer(),
      effect: 'local',
      run: (counter: Counter, by) => {
        counter.n += by;
        return counter.n;
      },
    }),
  },
  method: (_, name) =>
    name === 'late'
      ? method({
          summary: 'Late.',
          args: [],
          returns: t.string,
          effect: 'local',
          run: (live: Counter) => `late ${live.n}`,
        })
      : undefined,
  meta: {
    tostring: ({ n }) => `counter ${n}`,
    eq: (a, b) => a.n === b.n,
    lt: (a, b) => a.n < b.n,
    le: (a, b) => a.n <= b.n,
    index: ({ n }, key) => (key === 'n' ? n : undefined),
    call: method({
      summary: 'Twice.',
      args: [],
      returns: t.integer(),
      effect: 'local',
      run: ({ n }: Counter) => n * 2,
    }),
  },
});

const made: Counter[] = [];

const testModule = defineModule({
  name: 'test',
  summary: 'For tests.',
  handles: [counterHandle],
  constants: { LIMIT: 5, nested: { names: ['a', 'ü'] } },
  functions: {
    told: fn({
      summary: 'Takes a number, or says what was wrong.',
      args: [arg('a', t.number())],
      returns: t.string,
      effect: 'local',
      misfit: (fault) => fault,
      run: (a) => `a ${a}`,
    }),
    add: fn({
      summary: 'Adds.',
      args: [arg('a', t.number()), arg('b', t.optional(t.number()))],
      returns: t.number(),
      effect: 'local',
      run: (a, b) => a + (b ?? 0),
    }),
    pair: fn({
      summary: 'Two.',
      args: [],
      returns: [t.string, t.integer()],
      effect: 'local',
      run: () => ['x', 2],
    }),
    all: fn({
      summary: 'All.',
      args: [rest('values', t.any)],
      returns: t.any,
      effect: 'local',
      run: (values) => ({ values, count: values.length }),
    }),
    text: fn({
      summary: 'Text.',
      args: [arg('s', t.string)],
      returns: t.string,
      effect: 'local',
      run: (s) => `${s}${s.length}`,
    }),
    fails: fn({
      summary: 'Fails.',
      args: [],
      returns: t.any,
      effect: 'local',
      run: () => {
        throw failure('Conflict', 'no', { retryable: true, details: { a: 1 } });
      },
    }),
    bug: fn({
      summary: 'Has a bug.',
      args: [],
      returns: t.any,
      effect: 'local',
      run: () => {
        throw new TypeError('secret detail');
      },
    }),
    raises: fn({
      summary: 'Raises.',
      args: [],
      returns: t.any,
      fails: 'raise',
      effect: 'local',
      run: () => Promise.reject(failure('Timeout', 'late')),
    }),
    falsy: fn({
      summary: 'False.',
      args: [],
      returns: t.boolean,
      fails: 'false, err',
      effect: 'local',
      run: () => Promise.reject(failure('Invalid', 'x')),
    }),
    only_error: fn({
      summary: 'Error.',
      args: [],
      returns: [],
      fails: 'err',
      effect: 'local',
      run: () => Promise.reject(failure('Invalid', 'x')),
    }),
    sleep: fn({
      summary: 'Sleeps.',
      args: [arg('ms', t.number())],
      returns: [t.number(), t.string],
      effect: 'read',
      run: async (ms, call: Call) => {
        await call.sleep(ms);
        return [call.monotonic(), call.entry];
      },
    }),
    counter: fn({
      summary: 'A counter.',
      args: [arg('n', t.integer())],
      returns: t.handle(counterHandle),
      effect: 'local',
      run: (n, call) => {
        const counter = { n, closed: 0 };
        made.push(counter);
        return call.hold(counterHandle, counter);
      },
    }),
    read: fn({
      summary: 'Reads.',
      args: [arg('c', t.handle(counterHandle))],
      returns: t.integer(),
      effect: 'local',
      run: (c) => c.n,
    }),
    source: fn({
      summary: 'A channel.',
      args: [arg('n', t.integer())],
      returns: t.channel(t.integer()),
      effect: 'local',
      run: (n, call) => {
        const source = call.channel(t.integer(), 2);
        void feed(source, n);
        return source;
      },
    }),
    raw: fn({ summary: 'Raw.', args: [arg('v', t.guest)], returns: t.guest, effect: 'local', run: (v) => v }),
    aborts: fn({
      summary: 'Waits for its end.',
      args: [],
      returns: [],
      effect: 'external',
      run: (call) =>
        new Promise<void>(() =>
          call.signal.addEventListener('abort', () => aborted.push(call.signal.reason)),
        ),
    }),
  },
  modules: [
    defineModule({
      name: 'inner',
      summary: 'Inner.',
      functions: {
        one: fn({ summary: 'One.', args: [], returns: t.integer(), effect: 'local', run: () => 1 }),
      },
    }),
  ],
});

const offers: boolean[] = [];
const aborted: unknown[] = [];

async function feed(source: Source<number>, n: number): Promise<void> {
  for (let i = 1; i <= n; i++) {
    const hasRoom = source.offer(i);
    offers.push(hasRoom);
    if (!hasRoom) await source.room();
  }
  source.close();
}

function withModule(name: string, body: string, expected: unknown): void {
  inAdapter(name, async (world) => assert.deepEqual(await resultOf(world, body), expected));
}

function inAdapter(name: string, body: (world: World) => Promise<void>): void {
  const adapter = new ModuleAdapter(new EnvironmentShape({}));
  const table = adapter.module(testModule);
  inAllSettings(
    name,
    async (world) => {
      world.programs.modules.test = table;
      await body(world);
    },
    { handles: () => adapter.crossing([counterHandle]) },
  );
}

withModule(
  'Ad1: arguments are read by their schemas, a wrong one is nil and Invalid',
  `local v = test.add(1, 2)
   local n, err = test.add("x")
   local m, err2 = test.text({})
   return {v, n == nil, err:kind(), contains(err, "a"), err2:kind(), test.text("ü")}`,
  [3, true, 'Invalid', true, 'Invalid', Buffer.from('ü1').toString('latin1')],
);

withModule(
  'Ad1: where the definition says what stands for the result of wrong arguments, the guest gets that',
  `local counter = test.counter(0)
   return {test.told(1), test.told("x"), counter:told(2), counter:told()}`,
  ['a 1', 'a must be a number, not the text "x"', 'by 2', '0: by is required: an integer'],
);

withModule(
  'Ad4: success gives the results alone',
  `local function count(...) return select("#", ...) end
   local a, b = test.pair()
   return {count(test.add(1)), count(test.pair()), a, b}`,
  [1, 2, 'x', 2],
);

withModule(
  'constants and inner modules are read-only tables',
  `return {test.LIMIT, test.nested.names[2], test.inner.one(), (pcall(function() test.LIMIT = 1 end)), (pcall(function() test.nested.x = 1 end))}`,
  [5, Buffer.from('ü').toString('latin1'), 1, false, false],
);

withModule(
  'rest arguments arrive as a list, tables as data',
  `local r = test.all(1, {a = {2}}, "x")
   return {r.count, r.values[2].a[1], r.values[3]}`,
  [3, 2, 'x'],
);

withModule(
  'functions are no data, but a guest’s own value passes as it is',
  `local f = function() end
   local v, err = test.all(f)
   return {v == nil, err:kind(), test.raw(f) == f}`,
  [true, 'Invalid', true],
);

withModule(
  'Ad2: failures arrive as the definition says',
  `local v, err = test.fails()
   local b, bug = test.bug()
   local f, e2 = test.falsy()
   local e3 = test.only_error()
   local ok, e4 = pcall(test.raises)
   return {v == nil, err:kind(), err:retryable(), err:details().a, b == nil, bug:kind(), f, e2:kind(), e3:kind(), ok, e4:kind()}`,
  [true, 'Conflict', true, 1, true, 'Internal', false, 'Invalid', 'Invalid', false, 'Timeout'],
);

withModule(
  'Ad3: while a promise is open only its coroutine waits',
  `local out = channel.new(2)
   for i = 1, 2 do coroutine.spawn(function() local at, entry = test.sleep(50) out:send(at) end) end
   return {out:receive() == out:receive(), clock.now()}`,
  [true, 50],
);

inAdapter('Ad3: when the process ends the signal of its calls aborts', async (world) => {
  aborted.length = 0;
  await resultOf(world, 'coroutine.spawn(function() test.aborts() end) clock.sleep(1) return 1');
  assert.equal(aborted.length, 1);
});

withModule(
  'handles have methods, late methods, fields and operators',
  `local a, b = test.counter(1), test.counter(2)
   local added = a:add(5)
   return {added, a.n, a:late(), tostring(b), a == b, b < a, b <= a, a(), test.read(a), (test.read(1)) == nil, type(a)}`,
  [6, 6, 'late 6', 'counter 2', false, true, true, 12, 6, true, 'userdata'],
);

withModule(
  'a handle that crosses arrives as a copy',
  `local c = test.counter(3)
   process.send(process.pid(), "t", {c = c})
   local d = process.inbox():receive():payload():data().c
   d:add(1)
   return {c.n, d.n}`,
  [3, 4],
);

inAdapter('what a process holds is closed when it ends, once', async (world) => {
  made.length = 0;
  await resultOf(world, 'test.counter(1) test.counter(2) return 1');
  assert.deepEqual(
    made.map((counter) => counter.closed),
    [1, 1],
  );
});

inAdapter('a source feeds a channel, says when it is full, and closes it', async (world) => {
  offers.length = 0;
  const value = await resultOf(
    world,
    `local ch, got = test.source(5), {}
     clock.sleep(1)
     while true do
       local v, ok = ch:receive()
       if not ok then return got end
       got[#got + 1] = v
       clock.sleep(1)
     end`,
  );
  assert.deepEqual(value, [1, 2, 3, 4, 5]);
  assert.equal(offers[0], true);
  assert.equal(offers[1], false);
});

test('a prelude completes its module', async () => {
  const { makeWorld } = await import('./world.testing.ts');
  const world = makeWorld();
  const lua = 'local m = ... function m.twice(f) return f() + f() end return m';
  const module = { ...testModule, prelude: new URL(`file://${await written(lua)}`) };
  const shape = new EnvironmentShape({});
  world.programs.modules.test = new ModuleAdapter(shape).module(module);
  assert.equal(await resultOf(world, 'return test.twice(function() return test.add(2) end)'), 4);
});

async function written(text: string): Promise<string> {
  const { mkdtempSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const file = join(mkdtempSync(join(tmpdir(), 'prelude-')), 'module.lua');
  writeFileSync(file, text);
  return file;
}

inAdapter('a call that fails in a coroutine without pcall ends the process with its error', async (world) => {
  const exit = await exitOf(world, 'test.raises()');
  assert.ok(exit.type === 'failed' && exit.error.kind === 'Timeout');
});
