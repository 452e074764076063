import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { VirtualClock } from '#testing';
import type { Exit } from './exit.ts';
import {
  between,
  bucketOf,
  edgeOf,
  Health,
  HealthBook,
  type HealthCounts,
  merged,
  percentile,
} from './health.ts';
import type { Program } from './program.ts';
import { drive, inBothSettings, resultOf, type World } from './world.testing.ts';

const fine: Exit = { type: 'normal', value: 1 };

function program(entry: string, hash: string): Program {
  return {
    entry,
    hash,
    method: undefined,
    load: () => {
      throw new Error('it is never run');
    },
  };
}

async function countsOf(world: World, entry: string): Promise<HealthCounts> {
  const [counts, ...others] = await drive(world, world.node.health([entry]));
  assert.ok(counts !== undefined && others.length === 0);
  return counts;
}

inBothSettings('He2: calls are counted, with those that fail and those that are cancelled', async (world) => {
  world.programs.add(
    'app:f',
    `return function(how)
      if how == "raise" then error("no") end
      if how == "refuse" then return nil, "no" end
      if how == "hang" then channel.new():receive() end
      return how
    end`,
  );
  await resultOf(
    world,
    `for i = 1, 5 do funcs.call("app:f", "fine") end
     funcs.call("app:f", "raise")
     funcs.call("app:f", "refuse")
     funcs.new():with_options({timeout = 50}):call("app:f", "hang")`,
  );
  const { calls, errors, canceled, exits } = await countsOf(world, 'app:f');
  assert.deepEqual({ calls, errors, canceled, exits }, { calls: 7, errors: 2, canceled: 1, exits: 0 });
});

inBothSettings(
  'He2: ends of processes are counted, and who is ended by others has not failed',
  async (world) => {
    world.programs.add(
      'app:p',
      `return function(how)
      if how == "raise" then error("no") end
      if how == "refuse" then return nil, "no" end
      if how == "wait" then channel.new():receive() end
    end`,
    );
    await resultOf(
      world,
      `process.exec("app:p", "app:host", "fine")
     process.exec("app:p", "app:host", "raise")
     process.exec("app:p", "app:host", "refuse")
     process.terminate(process.spawn("app:p", "app:host", "wait"))`,
    );
    const { exits, failures, calls } = await countsOf(world, 'app:p');
    assert.deepEqual({ exits, failures, calls }, { exits: 4, failures: 2, calls: 0 });
  },
);

inBothSettings('He3: a call takes as long as its caller waits', async (world) => {
  world.programs.add('app:f', 'return function(millis) clock.sleep(millis) end');
  await resultOf(world, 'for i = 1, 19 do funcs.call("app:f", 20) end funcs.call("app:f", 900)');
  const counts = await countsOf(world, 'app:f');
  const about = (share: number, millis: number) => {
    const found = percentile(counts, share);
    assert.ok(found >= millis && found < millis * 1.25, `${found} for ${millis}`);
  };
  about(0.5, 20);
  about(0.95, 20);
  about(0.99, 900);
});

test('He1: the same code of the same entry is one record, other code or another entry one of its own', () => {
  const book = new HealthBook();
  const one = book.of(program('app:f', 'a'));
  assert.equal(book.of(program('app:f', 'a')), one);
  assert.notEqual(book.of(program('app:f', 'b')), one);
  assert.notEqual(book.of(program('app:g', 'a')), one);
});

test('He3: of crowded calls few are timed, and they stand for all; of rare ones each is', () => {
  const clock = new VirtualClock();
  const health = new Health(program('app:f', 'a'));
  let timed = 0;
  const call = (wait: number) => {
    const began = health.begin(clock);
    if (!Number.isNaN(began)) timed++;
    clock.advance(wait);
    health.finish(fine, began, clock);
  };
  for (let i = 0; i < 100_000; i++) call(0.001);
  const { calls, latency } = health.counts();
  assert.equal(calls, 100_000);
  assert.ok(timed < 2000, `${timed} of 100000 were timed`);
  const weight = latency.reduce((sum, count) => sum + count, 0);
  assert.ok(Math.abs(weight - calls) < calls / 20, `they stand for ${weight}`);
  for (let i = 0; i < 400; i++) call(20);
  timed = 0;
  for (let i = 0; i < 100; i++) call(20);
  assert.equal(timed, 100);
});

test('He5: a program alone is not asked for its hash', () => {
  const book = new HealthBook();
  let asked = 0;
  const make = (): Program => ({
    ...program('app:f', ''),
    get hash() {
      asked++;
      return 'a';
    },
  });
  const one = make();
  book.of(one).calls = 1;
  book.of(one).calls++;
  assert.equal(asked, 0);
  assert.equal(book.of(make()), book.of(one));
  assert.deepEqual(
    book.counts().map(({ hash, calls }) => ({ hash, calls })),
    [{ hash: 'a', calls: 2 }],
  );
});

test('He4: what somebody holds is not forgotten, however much comes and goes', async () => {
  const book = new HealthBook();
  const held = program('app:held', 'a');
  book.of(held).calls = 7;
  for (let i = 0; i < 5000; i++) {
    book.of(program('app:f', `hash ${i}`));
    if (i % 250 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const kept = book.counts(new Set(['app:held']));
  assert.equal(kept[0]?.calls, 7);
  assert.equal(book.of(held).calls, 7, 'and somebody still holds it');
});

test('buckets grow by a fifth, and an edge belongs to its bucket', () => {
  for (let bucket = 1; bucket < 95; bucket++) {
    assert.equal(bucketOf(edgeOf(bucket) * 0.999), bucket);
    assert.ok(edgeOf(bucket) / edgeOf(bucket - 1) < 1.2);
  }
  assert.equal(bucketOf(0), 0);
  assert.equal(bucketOf(1e9), 95);
});

const figures: fc.Arbitrary<HealthCounts> = fc.record({
  entry: fc.constantFrom('app:a', 'app:b'),
  hash: fc.constantFrom('1', '2'),
  begun: fc.nat(1000),
  calls: fc.nat(1000),
  errors: fc.nat(1000),
  canceled: fc.nat(1000),
  exits: fc.nat(1000),
  failures: fc.nat(1000),
  latency: fc.oneof(fc.constant([]), fc.array(fc.nat(100), { minLength: 96, maxLength: 96 })),
});

test('what was merged in is what the difference gives back', () => {
  fc.assert(
    fc.property(figures, figures, (then, more) => {
      const grown = { ...more, entry: then.entry, hash: then.hash };
      const [now] = merged([then, grown]);
      assert.ok(now !== undefined);
      const difference = between(then, now);
      assert.deepEqual(
        { ...difference, latency: difference.latency.filter((count) => count > 0) },
        { ...grown, latency: grown.latency.filter((count) => count > 0) },
      );
    }),
  );
});

test('a program that was forgotten and came again is counted from its new beginning', () => {
  const then: HealthCounts = {
    ...{
      entry: 'app:f',
      hash: 'a',
      begun: 100,
      calls: 100,
      errors: 3,
      canceled: 0,
      exits: 0,
      failures: 0,
      latency: [],
    },
  };
  const now = { ...then, calls: 5, errors: 1 };
  assert.equal(between(then, now), now);
  assert.equal(between(undefined, now), now);
});
