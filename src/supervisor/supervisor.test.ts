import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createLog, type Failure, failure, SeededChance, silentLog } from '#base';
import { Reading } from '#plugin';
import { settled, VirtualClock } from '#testing';
import { type Lifecycle, lifecycleSchema } from './lifecycle.ts';
import type { Run, Supervised } from './supervised.ts';
import { Supervisor } from './supervisor.ts';

function lifecycle(given: object = {}): Lifecycle {
  const reading = new Reading();
  const result = lifecycleSchema.read({ auto_start: true, ...given }, reading);
  assert.deepEqual(reading.problems, []);
  return result;
}

interface Scripted {
  readonly needs?: readonly string[];
  readonly lifecycle?: object;
  /** What a start does; nothing by default. */
  readonly start?: (run: Run) => void | Promise<void>;
  readonly stop?: (run: Run) => void | Promise<void>;
}

/** A supervisor over services that do what the test says, and all that happened to them. */
function house(services: Readonly<Record<string, Scripted>>) {
  const clock = new VirtualClock();
  const seen: string[] = [];
  const runs = new Map<string, Run>();
  const supervisor = new Supervisor({
    clock,
    random: () => 0.5,
    log: silentLog,
    needs: (id) => services[id]?.needs ?? [],
    announce: (kind, state) => {
      if (kind !== 'service.update') seen.push(`${kind} ${state.id}`);
    },
  });
  for (const [id, scripted] of Object.entries(services)) {
    const service: Supervised = {
      start: (run) => {
        seen.push(`start ${id}`);
        runs.set(id, run);
        return scripted.start?.(run);
      },
      stop: (run) => {
        seen.push(`stop ${id}`);
        return scripted.stop?.(run);
      },
      kill: () => seen.push(`kill ${id}`),
    };
    supervisor.add({ id, lifecycle: lifecycle(scripted.lifecycle), service });
  }
  seen.length = 0;
  const status = (id: string) => supervisor.state(id)?.status;
  const fail = async (id: string, failed: Failure = failure('Internal', 'boom')) => {
    runs.get(id)?.ended(failed);
    await settled();
  };
  return { supervisor, clock, seen, runs, status, fail };
}

const never = () => new Promise<void>(() => {});

test('Su1: a service starts when all that it needs is running', async () => {
  let ready = () => {};
  const { supervisor, status } = house({
    web: { needs: ['db', 'cache'] },
    db: { start: () => new Promise((resolve) => (ready = resolve)) },
    cache: {},
  });
  const started = supervisor.startAll();
  await settled();
  assert.deepEqual([status('cache'), status('db'), status('web')], ['Running', 'Starting', 'Unknown']);
  ready();
  await started;
  assert.deepEqual([status('db'), status('web')], ['Running', 'Running']);
});

test('Su2: what a service needs is started with it, also when it does not start by itself', async () => {
  const { supervisor, seen } = house({
    a: { lifecycle: { auto_start: false } },
    b: { needs: ['a'], lifecycle: { auto_start: false } },
    c: { needs: ['b'], lifecycle: { auto_start: false } },
    other: { lifecycle: { auto_start: false } },
  });
  await supervisor.startAll();
  assert.equal(seen.length, 0);
  const state = await supervisor.start('c');
  assert.equal(state.status, 'Running');
  assert.deepEqual(
    seen.filter((each) => each.startsWith('start')),
    ['start a', 'start b', 'start c'],
  );
});

test('Su3: a service whose needs fail waits, and starts when they come up', async () => {
  let isBroken = true;
  const { supervisor, clock, status } = house({
    db: {
      start: () => {
        if (isBroken) throw failure('Unavailable', 'refused');
      },
    },
    web: { needs: ['db'] },
  });
  await supervisor.startAll();
  assert.deepEqual([status('db'), status('web')], ['Failed', 'Unknown']);
  isBroken = false;
  await clock.advanceAsync(1000);
  assert.deepEqual([status('db'), status('web')], ['Running', 'Running']);
});

test('Su3: a running service goes on when what it needs fails, and its own restart waits for it', async () => {
  const { supervisor, clock, status, fail } = house({ db: {}, web: { needs: ['db'] } });
  await supervisor.startAll();
  await fail('db');
  assert.deepEqual([status('db'), status('web')], ['Failed', 'Running']);
  await clock.advanceAsync(500);
  await fail('web');
  await clock.advanceAsync(600);
  assert.deepEqual([status('db'), status('web')], ['Running', 'Failed']);
  await clock.advanceAsync(500);
  assert.equal(status('web'), 'Running');
});

test('Su3: what ended well has done its work for those who need it', async () => {
  const { supervisor, status } = house({
    migration: { start: (run) => run.ended() },
    web: { needs: ['migration'] },
  });
  await supervisor.startAll();
  assert.deepEqual([status('migration'), status('web')], ['Exited', 'Running']);
});

test('Su4: services stop after all that need them', async () => {
  const { supervisor, seen } = house({
    db: {},
    cache: {},
    web: { needs: ['db', 'cache'] },
    log: { needs: ['web'] },
  });
  await supervisor.startAll();
  seen.length = 0;
  await supervisor.stopAll(30_000);
  assert.deepEqual(
    seen.filter((each) => each.startsWith('stop ')),
    ['stop log', 'stop web', 'stop db', 'stop cache'],
  );
});

test('Su5: one failing service leaves the others and the starting alone', async () => {
  const { supervisor, status } = house({
    bad: {
      start: () => {
        throw new Error('a bug');
      },
    },
    good: {},
  });
  await supervisor.startAll();
  assert.deepEqual([status('bad'), status('good')], ['Failed', 'Running']);
  assert.equal(supervisor.state('bad')?.details, 'a bug');
});

test('Se1: a start that takes too long has failed, and what was started is ended', async () => {
  const { supervisor, clock, status, seen } = house({
    slow: { start: never, lifecycle: { start_timeout: '3s' } },
  });
  const started = supervisor.startAll();
  await clock.advanceAsync(2999);
  assert.equal(status('slow'), 'Starting');
  await clock.advanceAsync(1);
  await started;
  assert.equal(status('slow'), 'Failed');
  assert.equal(supervisor.state('slow')?.details, 'was not ready within 3s');
  assert.deepEqual(seen, ['start slow', 'kill slow']);
});

test('Se1: the signal tells a start that it is too late', async () => {
  let signal: AbortSignal | undefined;
  const { supervisor, clock } = house({
    slow: {
      start: (run) => {
        signal = run.signal;
        return never();
      },
    },
  });
  void supervisor.startAll();
  await clock.advanceAsync(10_000);
  assert.equal(signal?.aborted, true);
});

test('Se2: a service that does not stop in time is ended by force', async () => {
  const { supervisor, clock, status, seen } = house({
    stubborn: { stop: never, lifecycle: { stop_timeout: '2s' } },
  });
  await supervisor.startAll();
  const stopped = supervisor.stop('stubborn');
  await clock.advanceAsync(1999);
  assert.equal(status('stubborn'), 'Stopping');
  await clock.advanceAsync(1);
  await stopped;
  assert.equal(status('stubborn'), 'Stopped');
  assert.equal(seen.at(-2), 'kill stubborn');
});

test('Se2: a stop that fails ends the service by force too', async () => {
  const stop = () => {
    throw new Error('cannot');
  };
  const { supervisor, status, seen } = house({ odd: { stop } });
  await supervisor.startAll();
  await supervisor.stop('odd');
  assert.equal(status('odd'), 'Stopped');
  assert.ok(seen.includes('kill odd'));
});

test('Se3: a run that is over has nothing more to say', async () => {
  let ready = () => {};
  const { supervisor, runs, status } = house({
    a: { start: () => new Promise((resolve) => (ready = resolve)) },
  });
  void supervisor.startAll();
  await settled();
  const old = runs.get('a');
  await supervisor.stop('a');
  ready();
  old?.ended(failure('Internal', 'too late'));
  await settled();
  assert.equal(status('a'), 'Stopped');
});

test('R1: a service that ended by itself is not started again', async () => {
  const { supervisor, clock, runs, status, seen } = house({ once: {} });
  await supervisor.startAll();
  runs.get('once')?.ended();
  await clock.advanceAsync(1_000_000);
  assert.equal(status('once'), 'Exited');
  assert.equal(supervisor.state('once')?.desired, 'Stopped');
  assert.equal(seen.filter((each) => each === 'start once').length, 1);
});

test('R2: a failure that is not retryable ends the attempts', async () => {
  const { supervisor, clock, status, fail } = house({ a: {} });
  await supervisor.startAll();
  await fail('a', failure('Invalid', 'no such table', { retryable: false }));
  await clock.advanceAsync(1_000_000);
  assert.equal(status('a'), 'Exited');
  assert.equal(supervisor.state('a')?.details, 'no such table');
});

test('R3: restarts back off, and a stable run forgets the failures', async () => {
  const { supervisor, clock, status, fail } = house({ a: {} });
  await supervisor.startAll();
  for (const delay of [1000, 2000, 4000]) {
    await fail('a');
    await clock.advanceAsync(delay - 1);
    assert.equal(status('a'), 'Failed');
    await clock.advanceAsync(1);
    assert.equal(status('a'), 'Running');
  }
  assert.equal(supervisor.state('a')?.retryCount, 3);
  await clock.advanceAsync(5000);
  assert.equal(supervisor.state('a')?.retryCount, 0);
  await fail('a');
  await clock.advanceAsync(1000);
  assert.equal(status('a'), 'Running');
});

test('attempts that are used up leave the service Failed, until somebody starts it', async () => {
  const { supervisor, clock, status, fail, seen } = house({
    a: { lifecycle: { restart: { max_attempts: 2 } } },
  });
  await supervisor.startAll();
  const before = seen.length;
  for (let n = 0; n < 3; n++) {
    await fail('a');
    await clock.advanceAsync(4000);
  }
  assert.equal(status('a'), 'Failed');
  assert.match(supervisor.state('a')?.details ?? '', /^failed 3 times: boom$/);
  assert.equal(seen.slice(before).filter((each) => each === 'start a').length, 2);
  assert.equal((await supervisor.start('a')).status, 'Running');
});

test('a service can be stopped while it waits for its next attempt', async () => {
  const { supervisor, clock, status, fail } = house({ a: {} });
  await supervisor.startAll();
  await fail('a');
  await supervisor.stop('a');
  await clock.advanceAsync(100_000);
  assert.equal(status('a'), 'Stopped');
  assert.equal(clock.waiting, 0);
});

test('stopping everything is bounded in time', async () => {
  const { supervisor, clock, status } = house({
    db: { lifecycle: { stop_timeout: '60s' } },
    web: { needs: ['db'], stop: never, lifecycle: { stop_timeout: '60s' } },
  });
  await supervisor.startAll();
  const stopped = supervisor.stopAll(5000);
  await clock.advanceAsync(5000);
  await stopped;
  assert.deepEqual([status('web'), status('db')], ['Stopped', 'Stopped']);
});

test('a replaced service is stopped and started as the new one', async () => {
  const { supervisor, seen } = house({ a: {} });
  await supervisor.startAll();
  const service: Supervised = { start: () => void seen.push('start next'), stop: () => {}, kill: () => {} };
  await supervisor.replace({ id: 'a', lifecycle: lifecycle(), service });
  assert.deepEqual(seen.slice(-4), ['stop a', 'service.stop a', 'start next', 'service.start a']);
});

test('a removed service is stopped and forgotten', async () => {
  const { supervisor, seen, status } = house({ a: {} });
  await supervisor.startAll();
  await supervisor.remove('a');
  assert.equal(status('a'), undefined);
  assert.deepEqual(seen.slice(-3), ['stop a', 'service.stop a', 'service.remove a']);
});

test('starting what is not there is NotFound', async () => {
  const { supervisor } = house({});
  await assert.rejects(supervisor.start('x'), { kind: 'NotFound' });
});

test('failures and restarts are told in the log', async () => {
  const lines: string[] = [];
  const clock = new VirtualClock();
  const log = createLog({ format: 'json', write: (line) => lines.push(JSON.parse(line).message) });
  const supervisor = new Supervisor({ clock, random: () => 0.5, log, needs: () => [], announce: () => {} });
  const run: { current?: Run } = {};
  const service: Supervised = {
    start: (given) => {
      run.current = given;
    },
    stop: () => {},
    kill: () => {},
  };
  supervisor.add({ id: 'a', lifecycle: lifecycle(), service });
  await supervisor.startAll();
  run.current?.ended(failure('Internal', 'boom'));
  await clock.advanceAsync(1000);
  await supervisor.stopAll(1000);
  assert.deepEqual(lines, [
    'service is running',
    'service failed, restarting',
    'service is running',
    'service stopped',
  ]);
});

/** A tower of services, each of which needs some of those below it, with starts and stops that take time or fail. */
const towers = fc.array(
  fc.record({
    needs: fc.array(fc.nat(30), { maxLength: 3 }),
    starts: fc.nat(3000),
    stops: fc.nat(3000),
    failures: fc.nat(3),
    auto: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);

test('Su1, Su4: whatever fails when, nothing runs before or after what it needs', async () => {
  await fc.assert(
    fc.asyncProperty(towers, fc.integer(), async (tower, seed) => {
      const clock = new VirtualClock();
      const chance = new SeededChance(seed);
      const up = new Set<string>();
      const needsOf = (index: number) =>
        [...new Set(tower[index]?.needs.filter((need) => need < index) ?? [])].map((need) => `s${need}`);
      const wrong: string[] = [];
      const sleep = (millis: number) =>
        new Promise<void>((done) => clock.setTimer(clock.monotonic() + millis, done));
      const supervisor = new Supervisor({
        clock,
        random: () => chance.random(),
        log: silentLog,
        needs: (id) => needsOf(Number(id.slice(1))),
        announce: () => {},
      });
      for (const [index, { starts, stops, failures, auto }] of tower.entries()) {
        const id = `s${index}`;
        let left = failures;
        const service: Supervised = {
          start: async ({ signal }) => {
            for (const need of needsOf(index)) if (!up.has(need)) wrong.push(`${id} before ${need}`);
            await sleep(starts);
            if (signal.aborted) return;
            if (left-- > 0) throw failure('Unavailable', 'not yet');
            up.add(id);
          },
          stop: async () => {
            for (const other of tower.keys()) {
              if (needsOf(other).includes(id) && up.has(`s${other}`)) wrong.push(`${id} before s${other}`);
            }
            await sleep(stops);
            up.delete(id);
          },
          kill: () => void up.delete(id),
        };
        supervisor.add({ id, lifecycle: lifecycle({ auto_start: auto }), service });
      }
      const started = supervisor.startAll();
      await clock.advanceAsync(chance.random() * 20_000);
      const stopped = supervisor.stopAll(1_000_000);
      await clock.advanceAsync(1_000_000);
      await Promise.all([started, stopped]);
      assert.deepEqual(wrong, []);
      assert.deepEqual([...up], []);
      assert.ok(supervisor.states().every(({ status }) => status !== 'Running' && status !== 'Starting'));
    }),
    { numRuns: 60 },
  );
});
