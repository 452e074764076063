import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { Bytes, StartRecord, StepRecord, Write } from './records.ts';
import { SqliteStore } from './sqlite-store.ts';

const bytes = (text: string): Bytes => new Uint8Array(Buffer.from(text));

const start = (pid: string, more: Partial<StartRecord> = {}): Write => ({
  type: 'start',
  code: [{ hash: 'p', bytes: bytes('code') }],
  start: {
    pid,
    host: 'app:durable',
    entry: 'app:flow',
    program: 'p',
    parent: '',
    request: bytes('start'),
    startedAt: 1,
    name: undefined,
    ...more,
  },
});

const step = (pid: string, number: number, more: Partial<StepRecord> = {}): Write => ({
  type: 'step',
  step: {
    pid,
    number,
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
    end: undefined,
    ...more,
  },
});

const input = (to: string, text: string) => ({ to, kind: 'message', from: 'x', body: bytes(text) });

const texts = (all: readonly Uint8Array[] = []) => all.map((one) => Buffer.from(one).toString());

function file(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-store-'));
  context.after(() => rmSync(folder, { recursive: true }));
  return join(folder, 'store.db');
}

test('what was written is found after the store was opened again', (context) => {
  const path = file(context);
  const store = new SqliteStore(path);
  store.write([
    start('a', { name: 'n' }),
    step('a', 1),
    step('a', 2),
    { type: 'input', input: input('a', 'one') },
  ]);
  store.close();
  const again = new SqliteStore(path);
  const found = again.process('a');
  again.close();
  assert.deepEqual(facts(found), ['running', 2, 12, ['layer 1', 'layer 2'], ['one'], ['n']]);
});

function facts(found: ReturnType<SqliteStore['process']>) {
  return [
    found?.state,
    found?.step,
    found?.at,
    texts(found?.layers),
    texts(found?.inputs.map(({ body }) => body)),
    found?.names,
  ];
}

test('Sq1: a batch is written whole or not at all', () => {
  const store = new SqliteStore(':memory:');
  assert.throws(() => store.write([start('a'), start('b'), start('a')]));
  assert.deepEqual(store.living(), []);
});

test('Sq2: a step that does not follow the last one is lost, and the others of its batch are not', () => {
  const store = new SqliteStore(':memory:');
  store.write([start('a'), start('b')]);
  const written = store.write([step('a', 1), step('a', 1), step('a', 3), step('b', 1)]);
  assert.deepEqual(written, [[], null, null, []]);
  assert.deepEqual([store.process('a')?.step, store.process('b')?.step], [1, 1]);
});

test('Sq3: an input for a process that does not live is dropped', () => {
  const store = new SqliteStore(':memory:');
  store.write([start('a'), step('a', 1, { end: { state: 'completed', exit: bytes('done') } })]);
  const written = store.write([
    { type: 'input', input: input('a', 'late') },
    { type: 'input', input: input('nobody', 'lost') },
  ]);
  assert.deepEqual(written, [[0], [0]]);
});

test('Sq4: who ends takes layers, inputs and names along; the line and the exit stay until they are pruned', () => {
  const store = new SqliteStore(':memory:');
  store.write([start('a', { name: 'n' }), step('a', 1), { type: 'input', input: input('a', 'unread') }]);
  store.write([step('a', 2, { end: { state: 'failed', exit: bytes('why') } })]);
  const found = store.process('a');
  assert.deepEqual([found?.layers, found?.inputs, found?.names, found?.state], [[], [], [], 'failed']);
  assert.equal(Buffer.from(store.exit('a') ?? []).toString(), 'why');
  store.write([start('b', { name: 'n' })]);
  assert.deepEqual([store.prune(12), store.prune(13), store.lines({ limit: 9 }).length], [0, 1, 1]);
});

test('a step consumes inputs, starts others, sends to them, and takes names, all at once', () => {
  const store = new SqliteStore(':memory:');
  store.write([start('a')]);
  const [[first = 0] = []] = store.write([{ type: 'input', input: input('a', 'one') }]) as number[][];
  const started = start('b');
  const written = store.write([
    step('a', 1, {
      consumed: [first],
      starts: started.type === 'start' ? [started.start] : [],
      inputs: [input('b', 'hello'), input('nobody', 'lost')],
      names: [{ name: 'mine', pid: 'a' }],
    }),
  ]);
  assert.equal(written[0]?.length, 2);
  assert.deepEqual([(written[0]?.[0] ?? 0) > 0, written[0]?.[1]], [true, 0]);
  assert.deepEqual(store.process('a')?.inputs, []);
  assert.deepEqual(store.process('a')?.names, ['mine']);
  assert.deepEqual(texts(store.process('b')?.inputs.map(({ body }) => body)), ['hello']);
});

test('a full layer replaces those before it', () => {
  const store = new SqliteStore(':memory:');
  store.write([start('a'), step('a', 1), step('a', 2), step('a', 3, { isFull: true }), step('a', 4)]);
  assert.deepEqual(texts(store.process('a')?.layers), ['layer 3', 'layer 4']);
});

test('K1: those who had something to do when the node was lost have one attempt more, until they commit', (context) => {
  const path = file(context);
  const lost = new SqliteStore(path);
  lost.write([start('idle'), step('idle', 1), start('busy'), step('busy', 1), start('new')]);
  lost.write([{ type: 'input', input: input('busy', 'work') }]);
  lost.abandon();
  const store = new SqliteStore(path);
  const attempts = () => ['idle', 'busy', 'new'].map((pid) => store.process(pid)?.attempts);
  assert.deepEqual([store.wasLost, ...attempts()], [true, 0, 1, 1]);
  store.write([step('busy', 2)]);
  assert.deepEqual(attempts(), [0, 0, 1]);
  store.close();
  const calm = new SqliteStore(path);
  assert.deepEqual([calm.wasLost, calm.process('new')?.attempts], [false, 1]);
  calm.close();
});

test('a store belongs to one node at a time', (context) => {
  const path = file(context);
  const store = new SqliteStore(path);
  assert.throws(() => new SqliteStore(path), {
    kind: 'Unavailable',
    message: /another node keeps its durable processes/,
  });
  store.close();
  new SqliteStore(path).close();
});

test('a file that is no store, and one of a newer version, are refused and left as they are', (context) => {
  const other = file(context);
  const database = new DatabaseSync(other);
  database.exec('create table mine (a)');
  database.close();
  assert.throws(() => new SqliteStore(other), { kind: 'Invalid', message: /is a database, but no store/ });
  const newer = file(context);
  new SqliteStore(newer).close();
  const changed = new DatabaseSync(newer);
  changed.exec('pragma user_version = 99');
  changed.close();
  assert.throws(() => new SqliteStore(newer), {
    kind: 'Invalid',
    message: /written by a newer version \(format 99/,
  });
});

test('whatever is written, a process has the layers since its last full one, and the inputs that no step consumed', () => {
  const action = fc.oneof(
    fc.record({ type: fc.constant('step' as const), isFull: fc.boolean(), takes: fc.nat(3) }),
    fc.record({ type: fc.constant('input' as const), text: fc.string() }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const store = new SqliteStore(':memory:');
      store.write([start('a')]);
      let layers: string[] = [];
      let waiting: { id: number; text: string }[] = [];
      let number = 0;
      for (const one of actions) {
        if (one.type === 'input') {
          const [written] = store.write([{ type: 'input', input: input('a', one.text) }]);
          waiting.push({ id: written?.[0] ?? 0, text: Buffer.from(one.text).toString() });
          continue;
        }
        number++;
        const isFull = one.isFull || number === 1;
        const consumed = waiting.slice(0, one.takes).map(({ id }) => id);
        waiting = waiting.slice(one.takes);
        layers = isFull ? [`layer ${number}`] : [...layers, `layer ${number}`];
        store.write([step('a', number, { isFull, consumed })]);
      }
      const found = store.process('a');
      assert.deepEqual(texts(found?.layers), layers);
      assert.deepEqual(
        texts(found?.inputs.map(({ body }) => body)),
        waiting.map(({ text }) => text),
      );
    }),
  );
});

test('lists are of those that fit: state, code, host, time, attributes, the newest first, page by page', () => {
  const store = new SqliteStore(':memory:');
  const ids = ['a', 'b', 'c', 'd'];
  store.write(
    ids.map((pid, i) =>
      start(pid, { startedAt: 10 + Math.floor(i / 2), host: i < 3 ? 'app:one' : 'app:two' }),
    ),
  );
  const search = { customer: 'c1', urgent: true, amount: 2.5 };
  store.write([step('b', 1, { attributes: JSON.stringify({ search }) }), step('c', 1)]);
  const end = { state: 'completed' as const, exit: bytes('exit') };
  store.write([step('c', 2, { layer: undefined, end })]);
  const pids = (filter: Partial<Parameters<SqliteStore['lines']>[0]>) =>
    store
      .lines({ limit: 10, ...filter })
      .map(({ pid }) => pid)
      .join('');
  assert.equal(pids({}), 'cdab');
  assert.equal(pids({ states: ['completed', 'failed'] }), 'c');
  assert.equal(pids({ host: 'app:two' }), 'd');
  assert.equal(pids({ entry: 'app:other' }), '');
  assert.equal(pids({ since: 11 }), 'cd');
  assert.equal(pids({ before: 11 }), 'ab');
  assert.equal(pids({ where: { customer: 'c1', urgent: 'true', amount: '2.5' } }), 'b');
  assert.equal(pids({ where: { customer: 'c1', urgent: 'false' } }), '');
  const [, second] = store.lines({ limit: 2 });
  assert.equal(pids({ after: second }), 'ab');
});

test('one is found by its pid, the unique part of it, and names; those that live come first', () => {
  const store = new SqliteStore(':memory:');
  const old = `{app:durable|d${'0'.repeat(11)}1${'a'.repeat(12)}}`;
  const young = `{app:durable|d${'0'.repeat(11)}2${'a'.repeat(12)}}`;
  store.write([start(old, { startedAt: 1, name: 'order' }), step(old, 1)]);
  store.write([step(old, 2, { layer: undefined, end: { state: 'failed', exit: bytes('exit') } })]);
  assert.equal(store.line('order')?.pid, old);
  store.write([start(young, { startedAt: 2, name: 'order' })]);
  store.write([step(young, 1, { names: [{ name: 'other', pid: young }] })]);
  for (const id of [young, young.slice(13, -1), 'order', 'other'])
    assert.equal(store.line(id)?.pid, young, id);
  assert.equal(store.line(old.slice(13, -1))?.pid, old);
  assert.deepEqual(store.line(young)?.names.toSorted(), ['order', 'other']);
  assert.equal(store.line('nobody'), undefined);
});
