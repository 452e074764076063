/** What functions of features get from their call: beats, the signal, and what is known of their sleep. */
import assert from 'node:assert/strict';
import { EnvironmentShape } from '#lua';
import { arg, type Call, defineHandle, defineModule, fn, method, t } from '#plugin';
import { GuestBeat } from './beat.ts';
import { ModuleAdapter } from './module-adapter.ts';
import { drive, exitOf, inAllSettings, resultOf, type World } from './world.testing.ts';

const momentHandle = defineHandle<number, number>({
  name: 'test.Moment',
  summary: 'A moment.',
  crosses: 'never',
  methods: {},
  meta: {
    call: method({
      summary: 'ms',
      args: [],
      returns: t.number(),
      effect: 'local',
      run: (live: number) => live,
    }),
  },
  moment: (nanos) => Number(nanos / 1_000_000n),
});

const told: string[] = [];

const testModule = defineModule({
  name: 'test',
  summary: 'For tests.',
  functions: {
    beat: fn({
      summary: 'Moments.',
      args: [arg('delay', t.number()), arg('period', t.number())],
      returns: t.channel(t.handle(momentHandle)),
      effect: 'local',
      run: (delay, period, call) => {
        const beat = call.beat(momentHandle);
        beat.set(delay, period);
        return beat;
      },
    }),
    sleep: fn({
      summary: 'Sleeps.',
      args: [arg('ms', t.number())],
      returns: [],
      effect: 'read',
      run: (ms, call) => call.sleep(ms),
    }),
    naps: fn({
      summary: 'Sleeps as a promise does, and tells why it could not.',
      args: [arg('ms', t.number())],
      returns: t.string,
      effect: 'read',
      run: async (ms, call) => {
        const nap = call.sleep(ms);
        const seen: string[] = [];
        await Promise.all([
          nap.catch((thrown) => told.push(thrown.kind)).then(() => seen.push('caught')),
          nap.finally(() => seen.push('finally')).catch(() => {}),
        ]);
        return seen.sort().join(', ');
      },
    }),
    watches: fn({
      summary: 'Waits, and tells when it is to stop.',
      args: [arg('ms', t.number())],
      returns: t.string,
      effect: 'read',
      run: (ms, call: Call) => {
        const { signal } = call;
        signal.addEventListener('abort', () => told.push(signal.reason.kind));
        return new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          call.sleep(ms).then(
            () => resolve('done'),
            () => {},
          );
        });
      },
    }),
  },
  handles: [momentHandle],
});

function withModule(name: string, body: (world: World) => Promise<void>): void {
  const adapter = new ModuleAdapter(new EnvironmentShape({}));
  const table = adapter.module(testModule);
  inAllSettings(name, async (world) => {
    told.length = 0;
    world.programs.modules.test = table;
    await body(world);
  });
}

withModule('Be2: moments come in whole periods; what is not taken leaves out what follows', async (world) => {
  const value = await resultOf(
    world,
    `local ch, got = test.beat(30, 10), {}
     for i = 1, 3 do got[i] = ch:receive()() end
     clock.sleep(35)
     got[4] = ch:receive()()
     got[5] = ch:receive()()
     local once = test.beat(5, 0)
     got[6] = once:receive()()
     return got`,
  );
  const began = world.clock.now() - world.clock.monotonic();
  const seen = (value as number[]).map((moment) => moment - began);
  assert.deepEqual(seen, [30, 40, 50, 60, 90, 95]);
});

withModule('Be1: what is to come is data of the process, and ends with it', async (world) => {
  const running = exitOf(world, 'local a = test.beat(1000, 500) test.beat(7, 0) clock.sleep(100) return 1');
  const states = new Promise((resolve) => {
    world.clock.setTimer(50, () => resolve(beatsIn(world)));
  });
  assert.deepEqual(await drive(world, states), [[1000, 500]]);
  await running;
  assert.equal(world.clock.waiting, 0);
});

function beatsIn(world: World): unknown[] {
  const processes = world.node.shards.flatMap(({ scheduler }) => [...scheduler.processes()]);
  const owned = processes.flatMap((process) => [...(process.owned ?? [])]);
  return owned.filter((one) => one instanceof GuestBeat).map(({ at, period }) => [at, period]);
}

withModule('P3: until when a call sleeps is known to its operation', async (world) => {
  const running = exitOf(world, 'clock.sleep(10) test.sleep(1000) return 1');
  const found = new Promise((resolve) => {
    world.clock.setTimer(500, () => {
      const processes = world.node.shards.flatMap(({ scheduler }) => [...scheduler.processes()]);
      const operations = processes.flatMap((process) => [...(process.operations ?? [])]);
      resolve(operations.map(({ module, function: name, deadline }) => [module, name, deadline]));
    });
  });
  assert.deepEqual(await drive(world, found), [['test', 'sleep', 1010]]);
  await running;
});

withModule(
  'Na1, Na2: a sleep is a promise for who follows it, and no alarm outlives its process',
  async (world) => {
    await resultOf(
      world,
      `coroutine.spawn(function() test.sleep(100000) end)
     coroutine.spawn(function() test.naps(100000) end)
     assert(test.naps(10) == "caught, finally")
     return 1`,
    );
    assert.deepEqual([told, world.clock.waiting], [['Canceled'], 0]);
  },
);

withModule('Gc1: the end of the process aborts the calls that are open, and no others', async (world) => {
  await resultOf(
    world,
    `test.watches(5)
     coroutine.spawn(function() test.watches(1000) end)
     clock.sleep(10)
     return 1`,
  );
  assert.deepEqual(told, ['Canceled']);
});

withModule('Gc1: code that is replaced by an upgrade leaves no call behind', async (world) => {
  world.programs.add('app:next', 'return function() clock.sleep(100) return "next" end');
  await resultOf(
    world,
    `coroutine.spawn(function() test.watches(1000) end)
     clock.sleep(10)
     process.upgrade("app:next")`,
  );
  assert.deepEqual(told, ['Canceled']);
});

withModule('Gc1: the deadline of the context aborts a call, whose process goes on', async (world) => {
  const program = world.programs.add(
    'app:hurried',
    `return function()
       local first = test.watches(20)
       local value, err = test.watches(1000)
       return {first, value == nil, err:kind(), clock.now()}
     end`,
  );
  const deadline = world.clock.now() + 50;
  const exit = new Promise((resolve, reject) => {
    const options = { context: { values: {}, deadline }, onExit: resolve };
    world.node.spawn(program, 'app:host', [], options).catch(reject);
  });
  const { value } = (await drive(world, exit)) as { value: { arr: unknown[] } };
  assert.deepEqual(value.arr.slice(1), ['done', true, 'Timeout', 50]);
  assert.deepEqual(told, ['Timeout']);
  assert.equal(world.clock.waiting, 0);
});
