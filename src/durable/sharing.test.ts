import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { silentLog } from '#base';
import { settled, VirtualClock } from '#testing';
import { type Sharer, Sharing } from './sharing.ts';
import type { SharedStore, Wake } from './store/shared-store.ts';
import { StoreHealth } from './store-health.ts';

const LEASE = 9000;

/** A store whose lease is what the test says, and what the node was told to do. */
function begin(context: TestContext) {
  const clock = new VirtualClock();
  const told: string[] = [];
  const state = {
    answers: true,
    /** What has arrived cannot be asked for. */
    isSilent: false,
    isNode: true,
    /** Milliseconds until the lease of another node is over. */
    otherEnds: undefined as number | undefined,
    free: [] as string[],
    owned: [] as string[],
    known: new Set<string>(),
    joins: 0,
    wake: (_: Wake) => {},
  };
  const answer = <T>(value: T): Promise<T> =>
    state.answers ? Promise.resolve(value) : Promise.reject(new Error('no answer'));
  const store: SharedStore = {
    isShared: true,
    join: () => {
      if (state.answers) state.joins++;
      state.isNode = true;
      return answer(clock.now() + 5000);
    },
    renew: () => {
      const now = clock.now() + 5000;
      const nextEnd = state.otherEnds === undefined ? undefined : now + state.otherEnds;
      return answer(state.isNode ? { now, nextEnd } : undefined);
    },
    adopt: () => answer(false),
    take: (_, most) => answer(state.free.splice(0, most)),
    owned: () => answer(state.owned),
    unhandled: () => {
      told.push('gathered');
      return answer([]);
    },
    arrived: (isThorough) => {
      told.push(isThorough ? 'poll' : 'arrived');
      return state.isSilent ? Promise.reject(new Error('no answer')) : answer([]);
    },
    drop: () => answer(undefined),
    handOver: () => {
      told.push('handed over');
      return answer(undefined);
    },
    listen: (woken) => {
      state.wake = woken;
    },
    // Nothing else is asked for here.
    ask: () => answer([{ name: 'n', pid: 'p' }] as never),
    close: async () => {},
  };
  const sharer: Sharer = {
    hosts: () => ['app:durable'],
    adopt: async (pids) => {
      told.push(`adopted ${pids.join(' ')}`);
      for (const pid of pids) state.known.add(pid);
    },
    misses: (pid) => !state.known.has(pid),
    written: async () => {
      // One of those that it misses has ended, and that is written now.
      state.owned = state.owned.filter((pid) => pid !== 'ended');
    },
    arrive: () => {},
    named: (name, pid, isSet) => void told.push(`${name} ${isSet ? 'is' : 'was'} ${pid}`),
    letGo: () => void told.push('let go'),
  };
  const options = {
    store,
    clock,
    log: silentLog,
    lease: LEASE,
    incarnation: '1',
    health: new StoreHealth(() => {}),
  };
  const sharing = new Sharing(options, sharer);
  context.after(() => sharing.close());
  const pass = async (millis: number) => {
    for (let left = millis; left > 0; left -= 100) {
      await clock.advanceAsync(Math.min(100, left));
      await settled();
    }
  };
  return { sharing, state, told, pass, clock };
}

test('L3: what leaves waits when the lease is old, leaves when it is renewed, and never when it is lost', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  const left: string[] = [];
  sharing.whenFresh(() => left.push('at once'));
  state.answers = false;
  await pass((LEASE * 2) / 3);
  sharing.whenFresh(() => left.push('after the renewal'));
  assert.deepEqual(left, ['at once']);
  state.answers = true;
  await pass(300);
  assert.deepEqual(left, ['at once', 'after the renewal']);
  state.answers = false;
  await pass((LEASE * 2) / 3);
  sharing.whenFresh(() => left.push('never'));
  await pass(LEASE / 3 + 300);
  assert.equal(told.filter((one) => one === 'let go').length, 1);
  state.answers = true;
  await pass(LEASE);
  sharing.whenFresh(() => left.push('as a node again'));
  assert.deepEqual(left, ['at once', 'after the renewal', 'as a node again']);
  assert.equal(state.joins, 2);
});

test('L1: a node whose lease the store says is over lets go, and joins anew', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  state.isNode = false;
  await pass(LEASE / 3 + 100);
  assert.ok(told.includes('let go'));
  assert.equal(state.joins, 2);
});

test('Sh3: what another node leaves is taken when its lease is over, as the last renewal said', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  state.otherEnds = 700;
  await pass(LEASE / 3);
  state.otherEnds = undefined;
  await pass(600);
  state.free.push('a');
  await pass(100);
  assert.ok(told.includes('adopted a'));
  await pass(LEASE / 3);
  state.free.push('b');
  await pass(100);
  assert.ok(!told.includes('adopted b'), 'nobody is looked for any more');
});

test('processes that are free are taken, at once when somebody hands over, otherwise within half a second', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  state.free.push('a');
  await pass(600);
  assert.ok(told.includes('adopted a'));
  state.free.push('b');
  state.wake({ type: 'free' });
  await pass(100);
  assert.ok(told.includes('adopted b'));
  state.free.push('c', 'd');
  assert.equal(await sharing.taken(), 2);
});

test('Sh2: processes that it was given without learning it are adopted', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  state.known.add('known');
  state.owned = ['known', 'ended', 'lost'];
  state.wake({ type: 'owned' });
  await pass(100);
  assert.deepEqual(
    told.filter((one) => one.startsWith('adopted')),
    ['adopted lost'],
  );
});

test('Sh2: those that were taken while the store fell silent are adopted when it answers again', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  state.free.push('a');
  state.owned = ['a'];
  state.isSilent = true;
  await pass(600);
  assert.ok(!told.includes('adopted a'));
  state.isSilent = false;
  await pass(1000);
  assert.ok(told.includes('adopted a'));
});

test('Dr4: what lies for the node’s processes is gathered when it is asked to', async (context) => {
  const { sharing, told, pass } = begin(context);
  await sharing.open();
  sharing.gather();
  await pass(100);
  assert.ok(told.includes('gathered'));
});

test('L4: inputs are asked for when the store wakes the node, and each second', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  await pass(3100);
  assert.ok(told.filter((one) => one === 'poll').length >= 3);
  assert.ok(!told.includes('arrived'));
  state.wake({ type: 'inputs' });
  await pass(100);
  assert.ok(told.includes('arrived'));
});

test('what a node is woken for before it is one, or while the store is silent, is looked at without haste', async (context) => {
  const { sharing, state, clock, pass } = begin(context);
  state.answers = false;
  await assert.rejects(sharing.open());
  let looks = 0;
  const { setTimer } = clock;
  clock.setTimer = (at, run) => {
    looks++;
    return setTimer.call(clock, at, run);
  };
  state.wake({ type: 'inputs' });
  state.wake({ type: 'free' });
  await pass(2000);
  assert.ok(looks < 10, `${looks} timers were set within two seconds`);
});

test('names are read once, when the node can use them, and follow what the store tells', async (context) => {
  const { sharing, state, told } = begin(context);
  await sharing.open();
  assert.deepEqual(told, []);
  await sharing.learnNames();
  await sharing.learnNames();
  state.wake({ type: 'name', name: 'n', pid: 'p', isSet: false });
  assert.deepEqual(told, ['n is p', 'n was p']);
});

test('D12: the store’s clock is known by how far it is ahead', async (context) => {
  const { sharing } = begin(context);
  await sharing.open();
  assert.equal(sharing.ahead, 5000);
});

test('a host that is gone is handed over as soon as the store answers again', async (context) => {
  const { sharing, state, told, pass } = begin(context);
  await sharing.open();
  state.answers = false;
  await sharing.handOver('app:gone');
  told.length = 0;
  state.answers = true;
  await pass(2000);
  assert.equal(told.filter((one) => one === 'handed over').length, 1);
});

test('who closes hands over', async (context) => {
  const { sharing, told } = begin(context);
  await sharing.open();
  await sharing.close();
  assert.ok(told.includes('handed over'));
});
