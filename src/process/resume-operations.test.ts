import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EnvironmentShape, Heap, save, type Value } from '#lua';
import { defineModule, fn, t } from '#plugin';
import { settled } from '#testing';
import { type Exit, isNormal } from './exit.ts';
import { ModuleAdapter } from './module-adapter.ts';
import { Operation } from './pending.ts';
import { refillProcess, saveProcess } from './process-snapshot.ts';
import { resumeOperations } from './resume-operations.ts';
import { makeWorld, type World } from './world.testing.ts';

const calls: string[] = [];

/** A function that never answers, of each kind. */
const never = (name: string, effect: 'read' | 'external', resume?: 'repeat') =>
  fn({
    summary: 'Waits.',
    args: [],
    returns: t.string,
    effect,
    ...(resume !== undefined && { resume }),
    run: () => {
      calls.push(name);
      return calls.filter((one) => one === name).length > 1
        ? Promise.resolve(`${name} again`)
        : new Promise<string>(() => {});
    },
  });

const outside = defineModule({
  name: 'outside',
  summary: 'For tests.',
  functions: {
    look: never('look', 'read'),
    pay: never('pay', 'external'),
    pay_with_key: never('pay_with_key', 'external', 'repeat'),
    nap: fn({
      summary: 'Sleeps ten seconds.',
      args: [],
      returns: [],
      effect: 'local',
      run: (call) => call.sleep(10_000),
    }),
  },
});

function worldWith(source: string): [World, ModuleAdapter] {
  const world = makeWorld({}, {}, 1e9);
  const adapter = new ModuleAdapter(new EnvironmentShape({}));
  world.programs.modules.outside = adapter.module(outside);
  world.programs.add('app:waits', source);
  return [world, adapter];
}

/** As older versions kept what a process waits for: each call with its deadline, in a list of two. */
function inPairs(root: Value): Value {
  if (!Array.isArray(root) || !(root[0] instanceof Operation)) return root;
  return Array.from({ length: root.length / 2 }, (_, i) => root.slice(2 * i, 2 * i + 2)) as Value;
}

/** Lets a process of the text wait for so long, saves it, and restores it in another node. */
async function moved(source: string, millis: number, isOlder = false): Promise<[World, Exit[]]> {
  const [from] = worldWith(source);
  const program = from.programs.process('app:waits');
  assert.ok(program !== undefined);
  const pid = await from.node.spawn(program, 'app:host', []);
  from.loop.run();
  from.clock.advance(millis);
  from.loop.run();
  const process = from.node.main.scheduler.find(pid);
  assert.ok(process !== undefined, 'the process has ended before');
  const { saving } = from.programs;
  const heap = new Heap();
  const now = saveProcess(process, saving, heap);
  const bytes = isOlder ? save(saving.catalog, new Heap(), heap.roots.map(inPairs)) : now;

  const [to, adapter] = worldWith(source);
  const { host, entry, context, limits } = process;
  const again = to.programs.process('app:waits') ?? null;
  const other = to.node.main.scheduler.create({ host, entry, program: again, context, limits, parent: '' });
  const exits: Exit[] = [];
  other.answer = { settle: (exit) => exits.push(exit) };
  refillProcess(other, to.programs.saving, to.node.main, bytes);
  resumeOperations(other, adapter, to.node.main);
  await settled();
  to.loop.run();
  return [to, exits];
}

function textOf(exits: readonly Exit[]): unknown {
  const [exit] = exits;
  assert.ok(exit !== undefined && isNormal(exit), 'it did not come to its end');
  return exit.value;
}

const waitsFor = (name: string) => `
  return { main = function()
    local value, err = outside.${name}()
    return value or err:kind() .. ': ' .. err:message()
  end }`;

test('a call that nobody outside notices is made again', async () => {
  const [, exits] = await moved(waitsFor('look'), 0);
  assert.equal(textOf(exits), 'look again');
});

test('a call that the world has noticed fails, unless its definition says that it may be made again', async () => {
  const [, lost] = await moved(waitsFor('pay'), 0);
  assert.equal(textOf(lost), 'Unavailable: outside.pay was under way when the process stopped');
  const [, repeated] = await moved(waitsFor('pay_with_key'), 0);
  assert.equal(textOf(repeated), 'pay_with_key again');
});

test('who sleeps goes on with what is left of the time, also beside other calls, and as an older version saved it', async () => {
  const naps = `return { main = function() outside.nap() return 'awake' end }`;
  const both = `return { main = function()
    local looked
    coroutine.spawn(function() looked = outside.look() end)
    outside.nap()
    return 'awake, ' .. looked
  end }`;
  for (const [source, isOlder, end] of [
    [naps, false, 'awake'],
    [naps, true, 'awake'],
    [both, false, 'awake, look again'],
    [both, true, 'awake, look again'],
  ] as const) {
    const [world, exits] = await moved(source, 7000, isOlder);
    world.clock.advance(2999);
    await settled();
    world.loop.run();
    assert.deepEqual(exits, []);
    world.clock.advance(1);
    await settled();
    world.loop.run();
    assert.equal(textOf(exits), end);
  }
});
