import assert from 'node:assert/strict';
import { failure } from '#base';
import type { Behaviour, Input, Self } from '#plugin';
import { drive, inAllSettings, resultOf } from './world.testing.ts';

inAllSettings('actors have pid, names and mailbox like any process', async (world) => {
  const seen: Input[] = [];
  world.node.actor(
    {
      receive: (input, self) => {
        seen.push(input);
        answer(input, self);
      },
    },
    { name: 'calc', host: 'app:calc' },
  );
  const value = await resultOf(
    world,
    `process.send("calc", "add", 1, {2, 3})
     local m = process.inbox():receive()
     return {contains(m:from(), "{app:calc|0x"), m:topic(), m:payload():data(), process.registry.lookup("calc") == m:from()}`,
  );
  assert.deepEqual(value, [true, 'sum', 6, true]);
  const [input] = seen;
  assert.ok(input?.type === 'message');
  assert.deepEqual(input.payloads, [1, [2, 3]]);
});

function answer(input: Input, self: Self): void {
  if (input.type !== 'message') return;
  const numbers = input.payloads.flat() as number[];
  self.send(
    input.from,
    'sum',
    numbers.reduce((a, b) => a + b, 0),
  );
}

inAllSettings('Ac1: one input at a time, the next waits for the promise', async (world) => {
  const order: string[] = [];
  const waiting: (() => void)[] = [];
  const behaviour: Behaviour = {
    receive: async (input) => {
      if (input.type !== 'message') return;
      order.push(`begin ${input.topic}`);
      await new Promise<void>((resolve) => waiting.push(resolve));
      order.push(`end ${input.topic}`);
    },
  };
  const pid = world.node.actor(behaviour);
  world.node.send('', pid, 'a', []);
  world.node.send('', pid, 'b', []);
  world.loop.run();
  assert.deepEqual(order, ['begin a']);
  waiting.shift()?.();
  await drive(world, new Promise<void>((resolve) => setImmediate(resolve)));
  world.loop.run();
  assert.deepEqual(order, ['begin a', 'end a', 'begin b']);
});

inAllSettings(
  'Ac2, Ac4: what a behaviour throws ends it as a failure, and stop is called once',
  async (world) => {
    const stops: unknown[] = [];
    const pid = world.node.actor({
      receive: () => {
        throw failure('Conflict', 'no more');
      },
      stop: (outcome) => void stops.push(outcome.type === 'failure' ? outcome.failure.kind : outcome.type),
    });
    const value = await resultOf(
      world,
      `process.monitor(...)
     process.send(..., "t")
     local e = process.events():receive()
     return {e.from == ..., e.result.error:kind(), e.result.error:message(), (process.send(..., "t")) == nil}`,
      pid,
    );
    assert.deepEqual(value, [true, 'Conflict', 'no more', true]);
    world.node.terminate(pid);
    assert.deepEqual(stops, ['Conflict']);
  },
);

inAllSettings('Ac3: links and monitors of an actor arrive as inputs', async (world) => {
  world.programs.add('app:fails', 'return function() process.inbox():receive() error("down", 0) end');
  const seen: string[] = [];
  let child = '';
  const actor: Behaviour = {
    receive: (input, self) => {
      if (input.type === 'message') {
        child = String(input.payloads[0]);
        self.link(child);
        self.monitor(child);
        self.send(child, 'go');
      } else if (input.type !== 'cancel') {
        seen.push(
          `${input.type} ${input.from === child} ${input.outcome.type === 'failure' ? input.outcome.failure.message : ''}`,
        );
        if (seen.length === 2) self.exit({ type: 'result', value: { seen: seen.length } });
      }
    },
  };
  const pid = world.node.actor(actor);
  const value = await resultOf(
    world,
    `process.monitor(...)
     local child = process.spawn("app:fails", "app:host")
     process.send(..., "child", child)
     return process.events():receive().result.value.seen`,
    pid,
  );
  assert.equal(value, 2);
  assert.deepEqual(seen.sort(), ['exit true down', 'link-down true down']);
});

inAllSettings('an actor that is cancelled is told, with the deadline', async (world) => {
  const seen: Input[] = [];
  const pid = world.node.actor({ receive: (input) => void seen.push(input) });
  world.node.cancel(pid, 'enough', 100);
  world.loop.run();
  const [input] = seen;
  assert.ok(input?.type === 'cancel' && input.deadline === world.clock.now() + 100);
  world.clock.advance(100);
  assert.equal(world.node.isAlive(pid), false);
});

inAllSettings('a taken name refuses an actor', (world) => {
  world.node.actor({ receive: () => {} }, { name: 'one' });
  assert.throws(() => world.node.actor({ receive: () => {} }, { name: 'one' }), /registered/);
});

inAllSettings('the runtime lists the processes of all schedulers', async (world) => {
  world.programs.add('app:waits', 'return function() process.inbox():receive() end');
  const program = world.programs.process('app:waits');
  assert.ok(program);
  const pids: string[] = [];
  for (let i = 0; i < 4; i++) pids.push(await drive(world, world.node.spawn(program, 'app:host', [])));
  world.loop.run();
  const infos = await drive(world, world.node.processes());
  assert.deepEqual(infos.map((info) => info.pid).sort(), pids.sort());
  assert.deepEqual(
    infos.map(({ host, entry, state, fibers }) => ({ host, entry, fibers, isIdle: state !== 'ready' })),
    pids.map(() => ({ host: 'app:host', entry: 'app:waits', fibers: 1, isIdle: true })),
  );
});
