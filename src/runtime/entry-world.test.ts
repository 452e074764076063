import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Failure, failure, SeededChance, silentLog } from '#base';
import { type Fn, host } from '#lua';
import { Node, type Programs } from '#process';
import { settled, VirtualClock } from '#testing';
import { EntryWorld } from './entry-world.ts';

/** Processes by the names of what they do: `waits` for ever, `returns` its arguments, `fails`. */
const bodies: Readonly<Record<string, Fn>> = {
  returns: host('test.returns', (_, value) => value),
  fails: host('test.fails', () => {
    throw new Error('no');
  }),
};

function programs(): Programs {
  const program = (id: string) => {
    const body = bodies[id.slice(id.indexOf(':') + 1)];
    return body === undefined
      ? undefined
      : { hash: id, entry: id, method: undefined, load: () => host('test.load', () => body) };
  };
  return {
    process: program,
    identity: () => undefined,
    function: (id) => {
      const found = program(id);
      return found === undefined ? undefined : { program: found, pool: { type: 'lazy' } };
    },
    byHash: () => undefined,
  };
}

function world() {
  const clock = new VirtualClock();
  const chance = new SeededChance(1);
  const known = programs();
  const node = new Node({ incarnation: 1, clock, chance, log: silentLog, programs: known });
  node.addHost('app:host');
  const abort = new AbortController();
  const ends: (Failure | undefined)[] = [];
  const made = new EntryWorld(
    { clock, chance, log: silentLog, node, programs: known },
    {
      entry: 'app:test',
      context: { values: { a: 1 } },
      signal: abort.signal,
      use: () => {
        throw failure('NotFound', 'nothing');
      },
      compile: () => ({ hash: '' }),
      ended: (failed) => ends.push(failed),
      says: () => {},
    },
  );
  return { world: made, clock, node, ends, abort };
}

test('W1: timers end with the value', async () => {
  const { world: made, clock } = world();
  const seen: string[] = [];
  made.after(10, () => seen.push('after'));
  made.every(20, () => void seen.push('every'));
  await clock.advanceAsync(65);
  assert.deepEqual(seen, ['after', 'every', 'every', 'every']);
  made.close();
  await clock.advanceAsync(1000);
  assert.equal(seen.length, 4);
  made.after(1, () => seen.push('late'));
  await clock.advanceAsync(1000);
  assert.equal(seen.length, 4);
});

test('a repeating timer waits for the work it did, and can be cancelled', async () => {
  const { world: made, clock } = world();
  let runs = 0;
  const timer = made.every(10, () => {
    runs++;
    return new Promise<void>((resolve) => clock.setTimer(clock.monotonic() + 25, resolve));
  });
  await clock.advanceAsync(100);
  assert.equal(runs, 3);
  assert.equal(timer.cancel(), true);
  await clock.advanceAsync(100);
  assert.equal(runs, 3);
});

test('W2: what a timer throws ends the value as a failure', async () => {
  const { world: made, clock, ends } = world();
  made.after(1, () => {
    throw failure('Unavailable', 'gone');
  });
  made.every(5, async () => {
    throw new Error('a bug');
  });
  await clock.advanceAsync(10);
  await settled();
  assert.deepEqual(
    ends.map((failed) => `${failed?.kind} ${failed?.message}`),
    ['Unavailable gone', 'Internal a bug'],
  );
});

test('a closed world says nothing more', async () => {
  const { world: made, ends } = world();
  made.close();
  made.ended(failure('Internal', 'late'));
  assert.deepEqual(ends, []);
});

test('calls give the result as data, or throw the failure', async () => {
  const { world: made } = world();
  assert.deepEqual(await made.call('app:returns', [{ list: [1, 2] }]), { list: [1, 2] });
  await assert.rejects(made.call('app:fails', []), /no/);
  await assert.rejects(made.call('app:nobody', []), { kind: 'NotFound' });
});

test('a process tells its exit once, and starting what is not there is NotFound', async () => {
  const { world: made } = world();
  const exits: unknown[] = [];
  await made.spawn('app:returns', 'app:host', ['x'], { onExit: (outcome) => exits.push(outcome) });
  await settled();
  await settled();
  assert.deepEqual(exits, [{ type: 'result', value: 'x' }]);
  await assert.rejects(made.spawn('app:nobody', 'app:host', []), { kind: 'NotFound' });
  await assert.rejects(made.spawn('app:returns', 'app:nowhere', []), { kind: 'NotFound' });
});

test('W1: processes and actors end with the value', async () => {
  const { world: made, node } = world();
  const received: string[] = [];
  const pid = made.actor({
    receive: (input) => void received.push(input.type === 'message' ? input.topic : input.type),
  });
  made.send(pid, 'hello', 1);
  await settled();
  assert.deepEqual(received, ['hello']);
  assert.equal(node.isAlive(pid), true);
  made.close();
  assert.equal(node.isAlive(pid), false);
});
