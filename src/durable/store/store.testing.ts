/** What every store of durable processes does, whatever it lies in: one suite of tests for all of them. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { Backend } from './backend.ts';
import {
  type Bytes,
  KNOWN,
  type LineFilter,
  NEVER,
  type StartRecord,
  type StepRecord,
  type StoredProcess,
  type Write,
  type Written,
} from './records.ts';
import type { Answer, Asked, Method } from './store-methods.ts';

export const bytes = (text: string): Bytes => new Uint8Array(Buffer.from(text));

export const start = (pid: string, more: Partial<StartRecord> = {}): Write => ({
  type: 'start',
  code: [{ hash: 'p', program: 'p', bytes: bytes('code') }],
  start: {
    pid,
    host: 'app:durable',
    entry: 'app:flow',
    program: 'p',
    parent: '',
    request: bytes('start'),
    startedAt: 1,
    name: undefined,
    beginAt: 0,
    attributes: '{}',
    ...more,
  },
});

export const step = (pid: string, number: number, more: Partial<StepRecord> = {}): Write => ({
  type: 'step',
  step: {
    pid,
    number,
    fence: 1,
    layer: bytes(`layer ${number}`),
    isFull: number === 1,
    at: 10 + number,
    consumed: [],
    inputs: [],
    starts: [],
    code: [],
    names: [],
    identity: undefined,
    attributes: undefined,
    facts: '',
    came: undefined,
    dropBefore: undefined,
    end: undefined,
    again: undefined,
    ...more,
  },
});

export const prune = (before: number, limit = 10): Write => ({
  type: 'prune',
  prune: { host: 'app:durable', before, limit },
});

export const input = (to: string, text: string) => ({ to, kind: 'message', from: 'x', body: bytes(text) });

export const texts = (all: readonly Uint8Array[] = []) => all.map((one) => Buffer.from(one).toString());

export function facts(found: StoredProcess | undefined) {
  return [
    found?.state,
    found?.step,
    found?.at,
    texts(found?.layers),
    texts(found?.inputs.map(({ body }) => body)),
    found?.names,
  ];
}

const ids = (written: readonly Written[]) => written.map((one) => one?.inputs.slice() ?? null);

/** The questions of a store by their names. */
export type AskedStore = { [M in Method]: (...args: Asked<M>) => Promise<Answer<M>> };

export function asked(backend: Backend): AskedStore {
  return new Proxy({} as AskedStore, {
    get: (_, method) =>
      method === 'then' ? undefined : (...args: Asked<Method>) => backend.ask(method as Method, ...args),
  });
}

export interface Suite {
  readonly skip?: string | false;
  /** Why code stays that nothing names. */
  readonly keepsCode?: string | false;
  /** Makes all code old. */
  readonly ageCode?: () => Promise<unknown>;
  /** Of a property. */
  readonly runs?: number;
}

export function testStore(
  kind: string,
  open: (context: TestContext) => Promise<AskedStore>,
  { skip = false, keepsCode = false, ageCode = async () => {}, runs = 100 }: Suite = {},
): void {
  const name = (text: string) => `${kind}: ${text}`;

  test(name('Sq1: a batch is written whole or not at all'), { skip }, async (context) => {
    const store = await open(context);
    const again = start('b') as Extract<Write, { type: 'start' }>;
    await assert.rejects(store.write([start('a'), start('b'), step('a', 1, { starts: [again.start] })]));
    assert.deepEqual(await store.living(), []);
  });

  test(name('D4: a start that is handed on again is known, and changes nothing'), {
    skip,
  }, async (context) => {
    const store = await open(context);
    await store.write([start('a', { name: 'n' }), step('a', 1)]);
    const again = start('a', { name: 'other', entry: 'app:other' });
    assert.deepEqual(await store.write([again, { type: 'input', input: input('b', 'x') }]), [
      { inputs: [], isKnown: true },
      { inputs: [0] },
    ]);
    assert.deepEqual(facts(await store.process('a')).at(-1), ['n']);
    await store.write([step('a', 2, { layer: undefined, end: { state: 'completed', exit: bytes('') } })]);
    assert.deepEqual(await store.write([start('a', { name: 'n' })]), [{ inputs: [], isKnown: true }]);
    assert.deepEqual([await store.living(), await store.names()], [[], []]);
  });

  test(name('those that are asked for together are what each of them is'), { skip }, async (context) => {
    const store = await open(context);
    await store.write([start('a'), start('b'), step('b', 1), { type: 'input', input: input('b', 'x') }]);
    const found = await store.processes(['b', 'nobody', 'a']);
    const byPid = found.toSorted((one, other) => (one.pid < other.pid ? -1 : 1));
    assert.deepEqual(byPid.map(facts), [facts(await store.process('a')), facts(await store.process('b'))]);
  });

  test(name('Sq2: a step that does not follow the last one is lost, and the others of its batch are not'), {
    skip,
  }, async (context) => {
    const store = await open(context);
    await store.write([start('a'), start('b')]);
    const written = await store.write([step('a', 1), step('a', 1), step('a', 3), step('b', 1)]);
    assert.deepEqual(ids(written), [[], null, null, []]);
    assert.deepEqual([(await store.process('a'))?.step, (await store.process('b'))?.step], [1, 1]);
  });

  test(name('Sl4: who rests after its last step is told with its moment, unless something has come for it'), {
    skip,
  }, async (context) => {
    const store = await open(context);
    const pids = ['a', 'b', 'c', 'd', 'e'];
    await store.write(pids.map((pid) => start(pid)));
    assert.deepEqual(await store.resting(pids), []);
    const rests = (pid: string, wakeAt: number) => step(pid, 1, { wakeAt });
    await store.write([rests('a', 500), rests('b', NEVER), rests('c', 500), rests('d', 500), step('e', 1)]);
    await store.write([step('c', 2), { type: 'input', input: input('d', 'work') }]);
    const told = (await store.resting([...pids, 'x'])).sort((a, b) => (a.pid < b.pid ? -1 : 1));
    assert.deepEqual(told, [
      { pid: 'a', wakeAt: 500, at: 11 },
      { pid: 'b', wakeAt: NEVER, at: 11 },
    ]);
    assert.deepEqual(await store.resting(['b']), [{ pid: 'b', wakeAt: NEVER, at: 11 }]);
    await store.write([step('b', 2, { wakeAt: 700 })]);
    assert.deepEqual(await store.resting(['b']), [{ pid: 'b', wakeAt: 700, at: 12 }]);
  });

  test(name('D4: what is counted by another store is taken once'), { skip }, async (context) => {
    const store = await open(context);
    await store.write([start('a'), start('b')]);
    const counted = (to: string, from: string, number: number): Write => ({
      type: 'input',
      input: { ...input(to, `${from} ${number}`), from, number },
    });
    const written = await store.write([
      ...[counted('a', 'x', 5), counted('a', 'x', 5), counted('a', 'x', 4), counted('a', 'x', 7)],
      ...[counted('a', 'y', 1), counted('b', 'x', 3), counted('nobody', 'x', 9)],
    ]);
    const told = written.map((one) => Math.sign(one?.inputs[0] ?? 0) * (one?.inputs[0] === KNOWN ? 2 : 1));
    assert.deepEqual(told, [1, -2, -2, 1, 1, 1, 0]);
    const found = await store.process('a');
    assert.deepEqual(texts(found?.inputs.map(({ body }) => body)), ['x 5', 'x 7', 'y 1']);
  });

  test(name('Sq3: an input for a process that does not live is dropped'), { skip }, async (context) => {
    const store = await open(context);
    await store.write([start('a'), step('a', 1, { end: { state: 'completed', exit: bytes('done') } })]);
    const written = await store.write([
      { type: 'input', input: input('a', 'late') },
      { type: 'input', input: input('nobody', 'lost') },
    ]);
    assert.deepEqual(ids(written), [[0], [0]]);
  });

  test(name(
    'Sq4: who ends takes inputs and names along; the line, the steps and the exit stay until they are pruned',
  ), { skip }, async (context) => {
    const store = await open(context);
    await store.write([
      start('a', { name: 'n' }),
      step('a', 1),
      { type: 'input', input: input('a', 'unread') },
    ]);
    await store.write([step('a', 2, { end: { state: 'failed', exit: bytes('why') } })]);
    const found = await store.process('a');
    assert.deepEqual([found?.inputs, found?.names, found?.state], [[], [], 'failed']);
    assert.deepEqual(texts((await store.state('a', 1))?.layers), ['layer 1']);
    assert.equal(Buffer.from((await store.exit('a')) ?? []).toString(), 'why');
    await store.write([start('b', { name: 'n' })]);
    assert.deepEqual(ids(await store.write([prune(12), prune(13)])), [[0], [1]]);
    assert.deepEqual([(await store.lines({ limit: 9 })).length, await store.steps('a', 99, 9)], [1, []]);
  });

  test(name('a name that was used is not used again when the start says so, or unless who had it failed'), {
    skip,
  }, async (context) => {
    const store = await open(context);
    const as = (pid: string, reuse?: 'never' | 'failed') =>
      start(pid, { name: 'n', reuse, startedAt: pid.charCodeAt(0) });
    const ended = (pid: string, state: 'completed' | 'failed') =>
      step(pid, 1, { end: { state, exit: bytes('') } });
    await store.write([as('a'), ended('a', 'failed')]);
    const [never] = await store.write([as('b', 'never')]);
    assert.deepEqual(never?.former, { pid: 'a', state: 'failed' });
    const [again] = await store.write([as('c', 'failed'), ended('c', 'completed')]);
    assert.equal(again?.former, undefined);
    const refused = await store.write([as('d', 'failed'), as('e', 'never'), start('f')]);
    const former = { pid: 'c', state: 'completed' };
    assert.deepEqual(
      refused.map((one) => one?.former),
      [former, former, undefined],
    );
    assert.deepEqual(await store.living(), ['f']);
  });

  test(name('a step consumes inputs, starts others, sends to them, and takes names, all at once'), {
    skip,
  }, async (context) => {
    const store = await open(context);
    await store.write([start('a')]);
    const [one] = ids(await store.write([{ type: 'input', input: input('a', 'one') }]));
    const first = one?.[0] ?? 0;
    const started = start('b');
    const [made] = await store.write([
      step('a', 1, {
        consumed: [first],
        starts: started.type === 'start' ? [started.start] : [],
        inputs: [input('b', 'hello'), input('nobody', 'lost')],
        names: [{ name: 'mine', pid: 'a' }],
      }),
    ]);
    assert.equal(made?.inputs.length, 2);
    assert.deepEqual([(made?.inputs[0] ?? 0) > 0, made?.inputs[1]], [true, 0]);
    assert.deepEqual((await store.process('a'))?.inputs, []);
    assert.deepEqual((await store.process('a'))?.names, ['mine']);
    assert.deepEqual(texts((await store.process('b'))?.inputs.map(({ body }) => body)), ['hello']);
  });

  test(name('a name that a step frees can be had by a process that it starts'), { skip }, async (context) => {
    const store = await open(context);
    await store.write([start('a', { name: 'n' })]);
    const next = start('b', { name: 'n' });
    const free = { name: 'n', pid: '', holder: 'a' };
    const starts = next.type === 'start' ? [next.start] : [];
    await store.write([step('a', 1, { starts, names: [free] })]);
    assert.deepEqual([(await store.process('a'))?.names, (await store.process('b'))?.names], [[], ['n']]);
    await store.write([step('b', 1, { names: [{ ...free, holder: 'b' }] })]);
    assert.deepEqual((await store.process('b'))?.names, []);
  });

  test(name(
    'a process that begins anew has no state, and what came in since; its step follows the last one',
  ), {
    skip,
  }, async (context) => {
    const store = await open(context);
    await store.write([start('a', { beginAt: 7, attributes: '{"memo":{}}' }), step('a', 1), step('a', 2)]);
    const early = await store.write([{ type: 'input', input: input('a', 'taken') }]);
    await store.write([{ type: 'input', input: input('a', 'left') }]);
    const again = { run: 2, at: 99 };
    const consumed = [early[0]?.inputs[0] ?? 0];
    await store.write([
      step('a', 3, { layer: undefined, isFull: true, consumed, again, inputs: [input('a', 'carried')] }),
    ]);
    const found = await store.process('a');
    assert.deepEqual(
      [found?.state, found?.step, found?.run, found?.beginAt, found?.layers, found?.attributes],
      ['running', 3, 2, 99, [], '{"memo":{}}'],
    );
    assert.deepEqual(texts(found?.inputs.map(({ body }) => body)), ['left', 'carried']);
    const later = await store.write([step('a', 3), step('a', 4, { isFull: true })]);
    assert.deepEqual(
      later.map((one) => one !== null),
      [false, true],
    );
    assert.deepEqual(texts((await store.process('a'))?.layers), ['layer 4']);
  });

  test(name('a full layer begins the state anew; those before it stay until a step lets them go'), {
    skip,
  }, async (context) => {
    const store = await open(context);
    await store.write([start('a'), step('a', 1), step('a', 2), step('a', 3, { isFull: true }), step('a', 4)]);
    assert.deepEqual(texts((await store.process('a'))?.layers), ['layer 3', 'layer 4']);
    assert.deepEqual(texts((await store.state('a', 2))?.layers), ['layer 1', 'layer 2']);
    assert.deepEqual((await store.process('a'))?.fulls, [1, 3]);
    await store.write([step('a', 5, { dropBefore: 3 })]);
    assert.equal(await store.state('a', 2), undefined);
    assert.deepEqual(texts((await store.state('a', 4))?.layers), ['layer 3', 'layer 4']);
    assert.deepEqual(
      (await store.steps('a', 99, 9)).map(({ number }) => number),
      [5, 4, 3],
    );
  });

  test(name('Sq4: a name that a process takes with its last step is free'), { skip }, async (context) => {
    const store = await open(context);
    await store.write([
      start('a'),
      step('a', 1, {
        layer: undefined,
        names: [{ name: 'n', pid: 'a' }],
        end: { state: 'completed', exit: bytes('x') },
      }),
    ]);
    assert.deepEqual(await store.names(), []);
  });

  test(name('Sq5: a kept step has the program and context of its time'), { skip }, async (context) => {
    const store = await open(context);
    const identity = (program: string) => ({ entry: `app:${program}`, program, context: bytes(program) });
    await store.write([
      start('a'),
      step('a', 1),
      step('a', 2, { isFull: true, identity: identity('q') }),
      step('a', 3),
      step('a', 4, { isFull: true, identity: identity('r') }),
    ]);
    const states = await Promise.all([1, 2, 3, 4].map((number) => store.state('a', number)));
    assert.deepEqual(
      states.map((state) => state?.program),
      ['p', 'q', 'q', 'r'],
    );
    await store.write([step('a', 5, { dropBefore: 2 })]);
    assert.deepEqual([(await store.state('a', 3))?.entry, await store.state('a', 1)], ['app:q', undefined]);
  });

  test(name(
    'Sq6: code goes with the last process that names it, and its parts with the last program that has them',
  ), { skip: skip || keepsCode }, async (context) => {
    const store = await open(context);
    const code = (program: string, ...hashes: string[]) =>
      hashes.map((hash) => ({ hash, program, bytes: bytes(hash) }));
    const begin = (pid: string, program: string, ...parts: string[]): Write => {
      const made = start(pid, { program });
      return made.type === 'start' ? { ...made, code: code(program, program, ...parts) } : made;
    };
    const end = (pid: string, at: number) =>
      step(pid, 1, { at, layer: undefined, end: { state: 'completed', exit: bytes('x') } });
    await store.write([begin('a', 'p1', 'lib', 'old'), begin('b', 'p2', 'lib'), end('a', 10), end('b', 20)]);
    const left = async () => {
      const found: string[] = [];
      for (const hash of ['p1', 'p2', 'lib', 'old'])
        if ((await store.code(hash)) !== undefined) found.push(hash);
      return found;
    };
    await ageCode();
    await store.write([prune(15)]);
    assert.deepEqual(await left(), ['p2', 'lib']);
    await store.write([prune(25)]);
    assert.deepEqual(await left(), []);
  });

  test(name(
    'whatever is written, a process has the layers since its last full one, and the inputs that no step consumed',
  ), { skip }, async (context) => {
    const action = fc.oneof(
      fc.record({ type: fc.constant('step' as const), isFull: fc.boolean(), takes: fc.nat(3) }),
      fc.record({ type: fc.constant('input' as const), text: fc.string() }),
    );
    const store = await open(context);
    let made = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        const pid = `p${++made}`;
        await store.write([start(pid)]);
        let layers: string[] = [];
        let waiting: { id: number; text: string }[] = [];
        let number = 0;
        for (const one of actions) {
          if (one.type === 'input') {
            const [written] = await store.write([{ type: 'input', input: input(pid, one.text) }]);
            waiting.push({ id: written?.inputs[0] ?? 0, text: Buffer.from(one.text).toString() });
            continue;
          }
          number++;
          const isFull = one.isFull || number === 1;
          const consumed = waiting.slice(0, one.takes).map(({ id }) => id);
          waiting = waiting.slice(one.takes);
          layers = isFull ? [`layer ${number}`] : [...layers, `layer ${number}`];
          await store.write([step(pid, number, { isFull, consumed })]);
        }
        const found = await store.process(pid);
        assert.deepEqual(texts(found?.layers), layers);
        assert.deepEqual(
          texts(found?.inputs.map(({ body }) => body)),
          waiting.map(({ text }) => text),
        );
      }),
      { numRuns: runs },
    );
  });

  test(name(
    'lists are of those that fit: state, code, host, time, attributes, the newest first, page by page',
  ), { skip }, async (context) => {
    const store = await open(context);
    const ids = ['a', 'b', 'c', 'd'];
    await store.write(
      ids.map((pid, i) =>
        start(pid, { startedAt: 10 + Math.floor(i / 2), host: i < 3 ? 'app:one' : 'app:two' }),
      ),
    );
    const search = { customer: 'c1', urgent: true, amount: 2.5 };
    await store.write([step('b', 1, { attributes: JSON.stringify({ search }) }), step('c', 1)]);
    const end = { state: 'completed' as const, exit: bytes('exit') };
    await store.write([step('c', 2, { layer: undefined, end })]);
    const pids = async (filter: Partial<LineFilter>) =>
      (await store.lines({ limit: 10, ...filter })).map(({ pid }) => pid).join('');
    assert.equal(await pids({}), 'cdab');
    assert.equal(await pids({ states: ['completed', 'failed'] }), 'c');
    assert.equal(await pids({ host: 'app:two' }), 'd');
    assert.equal(await pids({ entry: 'app:other' }), '');
    assert.equal(await pids({ since: 11 }), 'cd');
    assert.equal(await pids({ before: 11 }), 'ab');
    assert.equal(await pids({ where: { customer: 'c1', urgent: 'true', amount: '2.5' } }), 'b');
    assert.equal(await pids({ where: { customer: 'c1', urgent: 'false' } }), '');
    const [, second] = await store.lines({ limit: 2 });
    assert.equal(await pids({ after: second }), 'ab');
  });

  test(name('one is found by its pid, the unique part of it, and names; those that live come first'), {
    skip,
  }, async (context) => {
    const store = await open(context);
    const old = `{app:durable|d${'0'.repeat(11)}1${'a'.repeat(12)}}`;
    const young = `{app:durable|d${'0'.repeat(11)}2${'a'.repeat(12)}}`;
    await store.write([start(old, { startedAt: 1, name: 'order' }), step(old, 1)]);
    await store.write([step(old, 2, { layer: undefined, end: { state: 'failed', exit: bytes('exit') } })]);
    assert.equal((await store.line('order'))?.pid, old);
    await store.write([start(young, { startedAt: 2, name: 'order' })]);
    await store.write([step(young, 1, { names: [{ name: 'other', pid: young }] })]);
    for (const id of [young, young.slice(13, -1), 'order', 'other'])
      assert.equal((await store.line(id))?.pid, young, id);
    assert.equal((await store.line(old.slice(13, -1)))?.pid, old);
    assert.deepEqual((await store.line(young))?.names.toSorted(), ['order', 'other']);
    assert.equal(await store.line('nobody'), undefined);
  });
}
