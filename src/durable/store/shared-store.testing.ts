/** What every store does that several nodes share, whatever it lies in: one suite of tests for all of them. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { NEVER, type StartRecord, type Write } from './records.ts';
import type { SharedStore, Wake } from './shared-store.ts';
import { bytes, facts, input, type Suite, start, step } from './store.testing.ts';

/** Where stores are that are shared by their name. */
export interface SharedPlace {
  /** A node of the store of that name, with a lease of a minute. */
  open(context: TestContext, name: string, incarnation?: string): Promise<SharedStore>;
  /** Makes the lease of a node end, or of all of them. */
  expire(name: string, node?: number): Promise<unknown>;
}

let made = 0;
const nextName = () => `shared${++made}`;

const named = (pid: string, more: Partial<StartRecord>) => start(pid, { name: 'n', ...more });

const claim = (conflict: 'use' | 'fail' | 'terminate', answer?: string): Pick<StartRecord, 'claim'> => ({
  claim: {
    conflict,
    joining: [input('', 'join')],
    terminate: { to: '', kind: 'terminate', from: 'x', body: bytes('') },
    ...(answer !== undefined && { answer: bytes(answer) }),
  },
});

const kinds = async (store: SharedStore, pid: string) =>
  (await store.ask('process', pid))?.inputs.map(({ kind }) => kind);

export function testSharedStore(
  kind: string,
  { open, expire }: SharedPlace,
  { skip = false }: Pick<Suite, 'skip'> = {},
): void {
  const name = (text: string) => `${kind}: ${text}`;

  test(name('D6: a name is its first holder’s; who comes later uses that one, fails, or has it ended'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    const [first] = await one.ask('write', [named('a', claim('use'))]);
    const [used] = await two.ask('write', [named('b', claim('use'))]);
    const [failed] = await two.ask('write', [named('c', claim('fail'))]);
    const [ended] = await two.ask('write', [named('d', claim('terminate'))]);
    assert.deepEqual(
      [first, used, failed, ended].map((each) => each?.holder),
      ['a', 'a', 'a', 'd'],
    );
    assert.deepEqual(await kinds(one, 'a'), ['message', 'terminate']);
    assert.deepEqual(await two.ask('living'), ['d']);
    assert.deepEqual((await two.ask('process', 'd'))?.names, ['n']);
  });

  test(name(
    'Fm2, Fm4: the store says for whom so many messages wait, and takes none then that is not of a step',
  ), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    await one.ask('write', [named('a', {}), start('b'), start('sender')]);
    const watch = { ...input('a', ''), kind: 'monitor' };
    const asking = (text: string) => ({ ...input('a', text), most: 2 });
    const entering = (text: string): Write => ({ type: 'input', input: asking(text) });
    const [tie, ...three] = await two.ask('write', [
      { type: 'input', input: watch },
      ...['1', '2', '3'].map(entering),
    ]);
    assert.ok((tie?.inputs[0] ?? 0) > 0);
    assert.deepEqual(
      three.map((each) => [(each?.inputs[0] ?? 0) > 0, each?.full]),
      [
        [true, undefined],
        [true, undefined],
        [false, ['a']],
      ],
    );
    const [stepped] = await one.ask('write', [step('sender', 1, { inputs: [asking('4'), input('b', '')] })]);
    assert.deepEqual([stepped?.inputs.every((id) => id > 0), stepped?.full], [true, ['a']]);
    const [joined] = await two.ask('write', [
      named('c', { claim: { ...claim('use').claim, most: 2 } as StartRecord['claim'] }),
    ]);
    assert.deepEqual([joined?.holder, joined?.full], ['a', ['a']]);
    const inputs = (await one.ask('process', 'a'))?.inputs ?? [];
    assert.deepEqual(
      inputs.map(({ kind, body }) => [kind, Buffer.from(body).toString()]),
      [
        ['monitor', ''],
        ['message', '1'],
        ['message', '2'],
        ['message', '4'],
        ['message', 'join'],
      ],
    );
    const full = async (text: string) => (await two.ask('write', [entering(text)]))[0]?.full;
    const consumed = inputs.map(({ id }) => id);
    await one.ask('write', [step('a', 1, { consumed, waiting: 1 })]);
    assert.deepEqual([await full('5'), await full('6')], [undefined, ['a']]);
    await one.ask('write', [step('a', 2), step('a', 3, { waiting: 2 })]);
    assert.deepEqual(await full('7'), ['a']);
    await one.ask('write', [step('a', 4, { waiting: 0 })]);
    assert.deepEqual([await full('8'), await full('9')], [undefined, ['a']]);
  });

  test(name('D6: what a step claims is decided with it, and told to it by an input'), {
    skip,
  }, async (context) => {
    const store = await open(context, nextName());
    await store.ask('write', [start('a'), start('b'), named('holder', {})]);
    const begun = start('child', { name: 'new', ...claim('fail', 'first') }) as Extract<
      Write,
      { type: 'start' }
    >;
    const names = [
      { name: 'n', pid: 'a', answer: bytes('second') },
      { name: 'free', pid: 'a', answer: bytes('third') },
    ];
    const [written] = await store.ask('write', [step('a', 1, { starts: [begun.start], names })]);
    assert.deepEqual(
      written?.decided?.map(({ holder }) => holder),
      ['child', 'holder', 'a'],
    );
    const inputs = (await store.ask('process', 'a'))?.inputs ?? [];
    assert.deepEqual(
      inputs.map(({ kind, from, body }) => [kind, from, Buffer.from(body).toString()]),
      [
        ['decided', 'child', 'first'],
        ['decided', 'holder', 'second'],
        ['decided', 'a', 'third'],
      ],
    );
    assert.deepEqual(
      inputs.map(({ id }) => id),
      written?.decided?.map(({ id }) => id),
    );
  });

  test(name(
    'L1, K1: processes of a node whose lease is over are taken, and those that had something to do have an attempt more',
  ), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const lost = await open(context, schema);
    const rests = { wakeAt: NEVER };
    await lost.ask('write', [start('idle'), step('idle', 1, rests), start('busy'), step('busy', 1, rests)]);
    await lost.ask('write', [start('new'), start('calls'), step('calls', 1)]);
    await lost.ask('write', [start('due'), step('due', 1, { wakeAt: 1 }), start('tied')]);
    await lost.ask('write', [step('tied', 1, { wakeAt: 0 })]);
    await lost.ask('write', [{ type: 'input', input: input('busy', 'work') }]);
    await lost.ask('write', [start('elsewhere', { host: 'app:other' })]);
    const taker = await open(context, schema);
    assert.deepEqual(await taker.take(['app:durable'], 10), []);
    const renewal = await taker.renew(90_000);
    assert.ok(renewal?.nextEnd !== undefined);
    const left = renewal.nextEnd - renewal.now;
    assert.ok(left > 0 && left <= 60_000, `${left} ms are left of the lease of the other node`);
    await expire(schema, 1);
    assert.equal((await taker.renew(60_000))?.nextEnd, undefined, 'its lease is over');
    const taken = [...(await taker.take(['app:durable'], 2)), ...(await taker.take(['app:durable'], 5))];
    assert.deepEqual(taken.toSorted(), ['busy', 'calls', 'due', 'idle', 'new', 'tied']);
    const all = await Promise.all(taken.toSorted().map((pid) => taker.ask('process', pid)));
    assert.deepEqual(
      all.map((each) => [each?.attempts, each?.fence, each?.isOurs]),
      [
        [1, 2, true],
        [1, 2, true],
        [1, 2, true],
        [0, 2, true],
        [1, 2, true],
        [0, 2, true],
      ],
    );
    assert.equal(await lost.renew(60_000), undefined, 'a lease that is over stays over');
  });

  test(name('L2: a stale owner in a batch loses its step and all that goes with it, and nobody else’s'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const stale = await open(context, schema);
    await stale.ask('write', [start('a'), start('b')]);
    await expire(schema);
    const other = await open(context, schema);
    assert.deepEqual(await other.take(['app:durable'], 1), ['a']);
    const begun = start('child') as Extract<Write, { type: 'start' }>;
    const written = await stale.ask('write', [
      step('a', 1, {
        inputs: [input('b', 'never')],
        starts: [begun.start],
        names: [{ name: 'n', pid: 'a' }],
      }),
      step('b', 1),
    ]);
    assert.deepEqual(written, [null, { inputs: [], decided: [] }]);
    assert.deepEqual(
      [await kinds(stale, 'b'), await stale.ask('process', 'child'), await stale.ask('names')],
      [[], undefined, []],
    );
    assert.deepEqual(await other.ask('write', [step('a', 1)]), [null], 'an old fence is no better');
    assert.deepEqual(await other.ask('write', [step('a', 1, { fence: 2 })]), [{ inputs: [], decided: [] }]);
  });

  test(name('L2: a process that another node fetches is that one’s, in the states that it asked for'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    await one.ask('write', [start('a'), start('b'), step('a', 1), step('b', 1)]);
    await one.ask('hold', 'b', { state: 'held', at: 9, problem: 'p', retryAt: undefined, failures: 1 });
    assert.deepEqual(
      [await two.adopt('a', ['held']), await two.adopt('b', ['held']), await two.adopt('b', ['held'])],
      [false, true, false],
    );
    assert.equal((await two.ask('process', 'b'))?.isOurs, true);
    assert.equal(await two.adopt('a', ['running', 'held']), true);
    assert.deepEqual(await one.ask('write', [step('a', 2)]), [null]);
    assert.notDeepEqual(await two.ask('write', [step('a', 2, { fence: 2 })]), [null]);
    assert.equal(await two.adopt('nobody', ['running', 'held']), false);
  });

  test(name('D4: what is for another store stays until it is sent, and goes with its sender'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const one = await open(context, schema);
    await one.ask('write', [start('a'), start('b')]);
    const away = (text: string) => ({ ...input('far', text), isAway: true });
    const written = await one.ask('write', [
      step('a', 1, { inputs: [{ ...away('first'), from: 'a' }] }),
      step('b', 1, { inputs: [{ ...away('second'), from: 'b' }] }),
    ]);
    const ids = written.flatMap((each) => each?.inputs ?? []);
    const rows = async (store: SharedStore) => (await store.arrived(true)).map(({ id, to }) => [id, to]);
    assert.deepEqual(
      await rows(one),
      ids.map((id) => [id, 'far']),
    );
    await expire(schema, 1);
    const two = await open(context, schema);
    assert.deepEqual(await two.take(['app:durable'], 1), ['a']);
    assert.deepEqual(await rows(two), [[ids[0], 'far']], 'that of the other one is where its sender is');
    await two.ask('write', [{ type: 'sent', ids }]);
    assert.deepEqual(await rows(two), []);
    assert.deepEqual(await two.take(['app:durable'], 1), ['b']);
    assert.deepEqual(await rows(two), [[ids[1], 'far']]);
    await two.handOver(undefined);
    await two.close();
    const three = await open(context, schema);
    await three.take(['app:durable'], 10);
    assert.deepEqual(await rows(three), [[ids[1], 'far']]);
  });

  test(name('D4: of two nodes that are handed the same starts at one instant one begins each'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const nodes = [await open(context, schema), await open(context, schema)];
    const pids = Array.from({ length: 20 }, (_, i) => `p${i}`);
    const batches = [pids, pids.toReversed()].map((all) => all.map((pid) => start(pid)));
    const answers = await Promise.all(nodes.map((node, i) => node.ask('write', batches[i] ?? [])));
    const begun = answers.flatMap((written) => written.map((one) => one?.isKnown !== true));
    assert.equal(begun.filter((isBegun) => isBegun).length, pids.length);
    const owned = await Promise.all(nodes.map((node) => node.ask('living')));
    assert.deepEqual(owned.flat().toSorted(), pids.toSorted());
  });

  test(name('who hands over is taken from at once, and owes no attempt'), { skip }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    const woken: Wake[] = [];
    two.listen((what) => woken.push(what));
    await two.ask('names');
    await one.ask('write', [start('a')]);
    await one.handOver(undefined);
    assert.deepEqual(await two.take(['app:durable'], 10), ['a']);
    const found = await two.ask('process', 'a');
    assert.deepEqual([found?.attempts, found?.fence], [0, 3]);
    assert.ok(woken.some(({ type }) => type === 'free'));
  });

  test(name('a node that leaves owns nothing, also when it did not hand over before'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    await one.ask('write', [start('a')]);
    await one.close();
    assert.deepEqual(await two.take(['app:durable'], 10), ['a']);
  });

  test(name('Sh2: a node can ask what is its own'), { skip }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    await one.ask('write', [start('a'), start('b')]);
    await one.handOver(undefined);
    assert.deepEqual(await two.owned(), []);
    await two.take(['app:durable'], 1);
    assert.deepEqual(await two.owned(), ['a']);
  });

  test(name('L4: inputs for processes of other nodes wake those, and are there until a step consumes them'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    await two.ask('write', [start('a')]);
    const woken = new Promise<void>((resolve) => two.listen(({ type }) => type === 'inputs' && resolve()));
    const [sent] = await one.ask('write', [{ type: 'input', input: input('a', 'hello') }]);
    await two.ask('write', [{ type: 'input', input: input('a', 'own') }]);
    await woken;
    for (const isThorough of [false, true]) {
      const arrived = await two.arrived(isThorough);
      assert.deepEqual(
        arrived.map(({ id, to }) => [id, to]),
        [[sent?.inputs[0], 'a']],
      );
    }
    await two.ask('write', [step('a', 1, { consumed: [...(sent?.inputs ?? [])] })]);
    assert.deepEqual(await two.arrived(true), []);
  });

  test(name('L4: a process that is not durable has an inbox at its node, while that lives'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const one = await open(context, schema);
    const two = await open(context, schema, 'abc');
    const pid = '{app:host|0xabc00000001000002}';
    const [sent] = await one.ask('write', [{ type: 'input', input: input(pid, 'hello') }]);
    const [arrived] = await two.arrived(false);
    assert.deepEqual([arrived?.id, arrived?.to], [sent?.inputs[0], pid]);
    await two.drop([arrived?.id ?? 0]);
    assert.deepEqual(await two.arrived(true), []);
    await expire(schema);
    const [late] = await one.ask('write', [{ type: 'input', input: input(pid, 'late') }]);
    assert.deepEqual(late?.inputs, [0]);
  });

  test(name('monitors that were on their way when a process ended are told of its end'), {
    skip,
  }, async (context) => {
    const schema = nextName();
    const [one, two] = [await open(context, schema), await open(context, schema)];
    await one.ask('write', [start('a')]);
    await two.ask('write', [start('watcher')]);
    const monitor = { to: 'a', kind: 'monitor', from: 'watcher', body: bytes('') };
    await two.ask('write', [{ type: 'input', input: monitor }]);
    await one.ask('write', [
      step('a', 1, { layer: undefined, end: { state: 'completed', exit: bytes('bye') } }),
    ]);
    const [exit] = (await two.ask('process', 'watcher'))?.inputs ?? [];
    assert.deepEqual(
      [exit?.kind, exit?.from, Buffer.from(exit?.body ?? []).toString()],
      ['exit', 'a', 'bye'],
    );
  });

  test(name('L4: a node is told of inputs that a commit of its own gave its processes without saying so'), {
    skip,
  }, async (context) => {
    const store = await open(context, nextName());
    const monitor = (to: string) => ({ to, kind: 'monitor', from: 'watcher', body: bytes('') });
    await store.ask('write', [start('watcher'), named('holder', {}), start('ends')]);
    await store.ask('write', [{ type: 'input', input: monitor('ends') }]);
    await store.ask('write', [
      step('ends', 1, { layer: undefined, end: { state: 'completed', exit: bytes('bye') } }),
    ]);
    await store.ask('write', [named('other', claim('use')), named('last', claim('terminate'))]);
    for (const isThorough of [false, true]) {
      const arrived = await store.arrived(isThorough);
      assert.deepEqual(
        arrived.map(({ to, kind }) => [to, kind]),
        [
          ['watcher', 'exit'],
          ['holder', 'message'],
          ['holder', 'terminate'],
        ],
      );
    }
  });

  test(name('what was written is found by another node'), { skip }, async (context) => {
    const schema = nextName();
    const store = await open(context, schema);
    await store.ask('write', [
      start('a', { name: 'n' }),
      step('a', 1),
      step('a', 2),
      { type: 'input', input: input('a', 'one') },
    ]);
    const again = await open(context, schema);
    assert.deepEqual(facts(await again.ask('process', 'a')), [
      'running',
      2,
      12,
      ['layer 1', 'layer 2'],
      ['one'],
      ['n'],
    ]);
  });
}
