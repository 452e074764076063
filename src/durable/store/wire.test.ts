import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Bytes, StepRecord, StoredProcess, Write, Written } from './records.ts';
import { bytes, input, prune, start, step } from './store.testing.ts';
import {
  packProcesses,
  packWrites,
  packWritten,
  unpackProcesses,
  unpackWrites,
  unpackWritten,
} from './wire.ts';

const piece = fc.uint8Array({ maxLength: 20 }).map((some): Bytes => new Uint8Array(some));
const inputs = fc.array(
  fc.record({ to: fc.string(), kind: fc.string(), from: fc.string({ unit: 'binary' }), body: piece }),
  { maxLength: 3 },
);
const steps = fc.record({
  isFull: fc.boolean(),
  layer: fc.option(piece, { nil: undefined }),
  came: fc.option(piece, { nil: undefined }),
  facts: fc.string({ unit: 'binary' }),
  dropBefore: fc.option(fc.nat(), { nil: undefined }),
  wakeAt: fc.option(fc.nat(), { nil: undefined }),
  consumed: fc.array(fc.nat()),
  inputs,
  attributes: fc.option(fc.string(), { nil: undefined }),
  end: fc.option(fc.record({ state: fc.constant('completed' as const), exit: piece }), { nil: undefined }),
  again: fc.option(fc.record({ run: fc.nat(), at: fc.nat() }), { nil: undefined }),
  identity: fc.option(fc.record({ entry: fc.string(), program: fc.string(), context: piece }), {
    nil: undefined,
  }),
  names: fc.array(fc.record({ name: fc.string(), pid: fc.string() }), { maxLength: 2 }),
} satisfies { [K in keyof StepRecord]?: fc.Arbitrary<StepRecord[K]> });

const writes = fc.oneof(
  steps.map((more) => step('p', 7, more)),
  inputs.map(([one]): Write => ({ type: 'input', input: one ?? input('p', 'x') })),
  fc.constant(start('p', { name: 'n' })),
  fc.constant(prune(3)),
);

/** Views of the same bytes are equal to bytes of their own. */
const plain = (value: unknown): unknown => structuredClone(value);

test('Wi1: a batch of writes comes out of the wire as it went in', () => {
  fc.assert(
    fc.property(fc.array(writes, { maxLength: 8 }), (batch) => {
      const { lists, bytes: run } = packWrites(batch);
      const handed = structuredClone({ lists, bytes: run }, { transfer: [run.buffer] });
      assert.deepEqual(owned(unpackWrites(handed)), plain(batch));
    }),
  );
});

test('what became of writes comes out as it went in', () => {
  const written: Written[] = [
    null,
    { inputs: [] },
    { inputs: [0] },
    { inputs: [9] },
    { inputs: [3, 0] },
    { inputs: [1], decided: [{ id: 2, holder: 'p' }] },
    { inputs: [], holder: 'q' },
    { inputs: [], former: { pid: 'q', state: 'completed' } },
    { inputs: [], isKnown: true },
  ];
  assert.deepEqual(unpackWritten(structuredClone(packWritten(written))), written);
});

test('processes come out as they went in', () => {
  const process = (pid: string, more: Partial<StoredProcess>): StoredProcess => ({
    pid,
    host: 'app:durable',
    entry: 'app:flow',
    program: 'p',
    parent: '',
    request: bytes('request'),
    startedAt: 1,
    beginAt: 2,
    attributes: '{}',
    isOurs: true,
    context: undefined,
    state: 'running',
    step: 3,
    run: 1,
    fence: 1,
    attempts: 0,
    layers: [],
    fulls: [],
    at: 4,
    failures: 0,
    retryAt: undefined,
    inputs: [],
    names: ['n'],
    ...more,
  });
  const all = [
    process('a', { layers: [bytes('full'), bytes('delta')], context: bytes('') }),
    process('b', {
      inputs: [
        { id: 5, ...input('b', 'hello') },
        { id: 6, ...input('b', '') },
      ],
    }),
  ];
  assert.deepEqual(owned(unpackProcesses(structuredClone(packProcesses(all)))), all);
});

/** With bytes of their own in the place of views. */
function owned(value: unknown): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(owned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, owned(one)]));
}
