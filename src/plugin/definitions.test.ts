import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, isFailure } from '#base';
import { arg, readArguments, rest, writeResults } from './arguments.ts';
import { defineFeature, defineHandle, defineModule, defineTrait, fn, method, serve } from './define.ts';
import { type Call, type Handle, Held } from './guest.ts';
import { attach, defineCarried } from './identity.ts';
import { defineKind } from './kind.ts';
import { type AnySchema, decode } from './schema.ts';
import { defineService } from './service.ts';
import { t } from './t.ts';

/** Definitions are checked by their types: that this file compiles is half of the test. */
class Counter {
  count = 0;
  readonly step: number;
  constructor(step: number) {
    this.step = step;
  }
  add(times: number): number {
    this.count += this.step * times;
    return this.count;
  }
}

interface Countable {
  total(): number;
}

const countable = defineTrait<Countable>('countable');

const counter: Handle<Counter, { count: number; step: number }> = defineHandle({
  name: 'counter',
  summary: 'Counts.',
  crosses: 'copy',
  methods: {
    add: method({
      summary: 'Adds.',
      args: [arg('times', t.integer({ default: 1 }))],
      returns: t.integer(),
      effect: 'local',
      run: (live: Counter, times) => live.add(times),
    }),
    copy: method({
      summary: 'Another one that goes on from here.',
      args: [],
      returns: t.handle(() => counter),
      effect: 'local',
      run: (live: Counter, call) => call.hold(counter, new Counter(live.step)),
    }),
  },
  meta: { tostring: (live) => `counter ${live.count}`, lt: (one, other) => one.count < other.count },
  serves: [serve(countable, (live) => ({ total: () => live.count }))],
  save: ({ count, step }) => ({ count, step }),
  restore: ({ count, step }) => Object.assign(new Counter(step), { count }),
});

const counters = defineModule({
  name: 'counters',
  summary: 'Counters.',
  functions: {
    open: fn({
      summary: 'Makes a counter.',
      args: [arg('step', t.integer({ min: 1 }))],
      returns: t.handle(counter),
      effect: 'local',
      run: (step, call) => call.hold(counter, new Counter(step)),
    }),
    sum: fn({
      summary: 'The sum of all, and how many there were.',
      args: [arg('start', t.number()), rest('others', t.serving(countable))],
      returns: [t.number(), t.integer()],
      effect: 'local',
      run: (start, others) => [others.reduce((sum, each) => sum + each.total(), start), others.length],
    }),
    watch: fn({
      summary: 'Texts as they come.',
      args: [arg('name', t.optional(t.string))],
      returns: t.channel(t.string),
      effect: 'read',
      run: async (name, call) => {
        const source = call.channel(t.string, 8);
        source.offer(name ?? 'nobody');
        return source;
      },
    }),
    pair: fn({
      summary: 'Two that wait.',
      args: [],
      returns: [t.string, t.optional(t.boolean)],
      effect: 'local',
      run: async () => ['a', undefined],
    }),
    reset: fn({
      summary: 'Does nothing else.',
      args: [],
      returns: [],
      effect: 'local',
      fails: 'err',
      run: (call) => {
        if (call.random() > 1) throw failure('Invalid', 'impossible');
      },
    }),
  },
  constants: { limit: { SMALL: 1, LARGE: 100 } },
  handles: [counter],
});

const countService = defineService<Countable>({ name: 'counts', summary: 'Counts.', methods: ['total'] });

const counterKind = defineKind({
  kind: 'counter.memory',
  summary: 'A counter in memory.',
  data: t.object({ step: t.integer({ min: 1, default: 2 }), label: t.optional(t.string) }),
  provides: countService,
  place: 'one',
  start: (entry, world) => {
    const live = {
      step: entry.data.step,
      label: entry.data.label ?? entry.id,
      count: 0,
      total: () => live.count,
    };
    world.every(1000, () => {
      live.count += live.step;
    });
    return live;
  },
  update: (live, next) => ({
    commit: () => {
      live.step = next.data.step;
    },
  }),
  stop: 'drop',
});

test('arguments are read by position, with defaults, and the rest as one list', () => {
  assert.deepEqual(readArguments(counters.functions.open.args, [3]), [3]);
  assert.deepEqual(readArguments(counter.methods.add?.args ?? [], []), [1]);
  const held = new Held(counter, new Counter(1));
  held.live.add(4);
  const [start, others] = readArguments(counters.functions.sum.args, [1, held, held]);
  assert.equal(start, 1);
  assert.deepEqual(
    (others as Countable[]).map((each) => each.total()),
    [4, 4],
  );
});

test('wrong arguments are refused together, by name', () => {
  const args = [arg('key', t.string), arg('ttl', t.duration()), rest('tags', t.string)];
  assert.throws(
    () => readArguments(args, [undefined, 'x', 'a', 5]),
    (thrown) =>
      isFailure(thrown, 'Invalid') &&
      thrown.retryable === false &&
      thrown.message ===
        'key is required: a text; ttl must be a duration such as \'30s\', not the text "x"; tags[2] must be a text, not the number 5',
  );
});

test('a handle is given as its live value, and only of its own make', () => {
  const other = defineHandle<Counter>({ name: 'other', summary: 'Another.', crosses: 'never', methods: {} });
  const live = new Counter(1);
  const read = decode(t.handle(counter), new Held(counter, live));
  assert.ok(read.ok && read.value === live);
  const wrong = decode(t.handle(counter), new Held(other, live));
  assert.ok(!wrong.ok);
  assert.deepEqual(wrong.problems[0]?.message, 'must be a counter, not a table');
});

test('a released handle is refused', () => {
  const held = new Held(counter, new Counter(1));
  held.isClosed = true;
  const schemas: AnySchema[] = [t.handle(counter), t.serving(countable)];
  for (const schema of schemas) {
    const read = decode(schema, held);
    assert.ok(!read.ok && read.problems[0]?.message === 'must not be a released counter');
  }
});

test('results are written one for each schema', () => {
  assert.deepEqual(writeResults(counters.functions.sum.returns, [1.5, 2]), [1.5, 2]);
  assert.deepEqual(writeResults(counters.functions.reset.returns, undefined), []);
  assert.deepEqual(writeResults(t.string, 'é'), ['\xc3\xa9']);
  const held = new Held(counter, new Counter(1));
  assert.deepEqual(writeResults(counters.functions.open.returns, held), [held]);
});

test('a function runs with what was read, and gets the world only through its call', async () => {
  const offered: unknown[] = [];
  const call = {
    hold: (handle: Handle<unknown, unknown>, live: unknown) => new Held(handle, live),
    channel: () => ({ offer: (value: unknown) => offered.push(value) > 0 }),
    random: () => 0.5,
  } as unknown as Call; // the part of a call that these functions use
  const held = counters.functions.open.run(2, call) as Held<Counter>;
  assert.equal(held.live.step, 2);
  await counters.functions.watch.run(undefined, call);
  assert.deepEqual(offered, ['nobody']);
  assert.equal(counters.functions.reset.run(call), undefined);
});

test('what is attached to a call is tied to its token', () => {
  const exchange = defineCarried<{ path: string }>('http exchange');
  assert.deepEqual(attach(exchange, { path: '/' }), { what: exchange, value: { path: '/' } });
});

test('the compiler refuses a result that is not described', () => {
  const facts = { summary: '', args: [arg('key', t.string)], effect: 'local' } as const;
  // @ts-expect-error: a number is no text
  fn({ ...facts, returns: t.string, run: () => 5 });
  // @ts-expect-error: one result too few
  fn({ ...facts, returns: [t.string, t.boolean], run: () => ['x'] });
  // @ts-expect-error: the live value was not held
  fn({ ...facts, returns: t.handle(counter), run: () => new Counter(1) });
  // @ts-expect-error: the key is a text
  fn({ ...facts, returns: [], run: (key: number) => void key });
  fn({ ...facts, returns: [], run: (key) => void key.length });
});

test('a feature lists what it brings', () => {
  const feature = defineFeature({
    name: 'counters',
    summary: 'Counters.',
    kinds: [counterKind],
    modules: [counters],
    handles: [counter],
  });
  assert.equal(feature.kinds?.[0]?.kind, 'counter.memory');
});
