import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Value } from '../machine.ts';
import { chance, SeedableChance } from './chance-register.ts';
import { askReference, calls, outcomeOf, type ReferenceCall, reference } from './library.testing.ts';
import { mathLibrary } from './math.ts';

const math = (name: string, ...args: Value[]) => calls(mathLibrary, name, ...args);
const infinity = Number.POSITIVE_INFINITY;

test('rounding gives integers where they can hold the result', () => {
  math('floor', 3.7).gives(3);
  math('floor', -3.2).gives(-4);
  math('ceil', -0.5).gives(0);
  math('ceil', 3.2).gives(4);
  math('floor', '3.5').gives(3);
  math('floor', 2n ** 60n).gives(2n ** 60n);
  math('floor', 2 ** 60).gives(2n ** 60n);
  math('floor', 1e300).gives(1e300);
  math('ceil', infinity).gives(infinity);
  math('floor', 'x').raises("bad argument #1 to 'floor' (number expected, got string)");
});

test('parts of numbers', () => {
  math('modf', 3.7).gives(3, 3.7 - 3);
  math('modf', -3.5).gives(-3, -0.5);
  math('modf', infinity).gives(infinity, 0);
  math('fmod', 7, 3).gives(1);
  math('fmod', -7, 3).gives(-1);
  math('fmod', 7.5, 2).gives(1.5);
  math('fmod', -(2n ** 63n), -1).gives(0);
  math('fmod', 1, 0).raises("bad argument #2 to 'fmod' (zero)");
  math('fmod', 1.5, 0).gives(Number.NaN);
  math('mod', -7, 3).gives(2);
  math('abs', -5).gives(5);
  math('abs', -(2n ** 60n)).gives(2n ** 60n);
  math('abs', -(2n ** 63n)).gives(-(2n ** 63n));
});

test('the smallest and the largest of any numbers', () => {
  math('max', 1, 5, 3).gives(5);
  math('min', 2, 1.5, 3).gives(1.5);
  math('max', 2 ** 53, 2n ** 53n + 1n).gives(2n ** 53n + 1n);
  math('max').raises("bad argument #1 to 'max' (number expected, got nil)");
  math('min', 1, {}).raises("bad argument #2 to 'min' (number expected, got userdata)");
});

test('kinds of numbers (N1)', () => {
  math('type', 1).gives('integer');
  math('type', 1.5).gives('float');
  math('type', 2n ** 60n).gives('integer');
  math('type', 2 ** 60).gives('float');
  math('type', '1').gives(undefined);
  math('type').gives(undefined);
  math('tointeger', 3).gives(3);
  math('tointeger', '8').gives(8);
  math('tointeger', 2 ** 53).gives(2n ** 53n);
  math('tointeger', 1.5).gives(undefined);
  math('tointeger', true).gives(undefined);
  math('ult', 1, -1).gives(true);
  math('ult', -1, 1).gives(false);
  math('ult', 2n ** 63n - 1n, -(2n ** 63n)).gives(true);
  assert.equal(mathLibrary.get('maxinteger'), 2n ** 63n - 1n);
  assert.equal(mathLibrary.get('mininteger'), -(2n ** 63n));
  assert.equal(mathLibrary.get('huge'), infinity);
});

test('logarithms have a base', () => {
  math('log', 8, 2).gives(3);
  math('log', 1000, 10).gives(Math.log10(1000));
  math('log', Math.E).gives(1);
  math('log10', 100).gives(2);
  math('pow', 2, 10).gives(1024);
  math('atan', 1, -1).gives(Math.atan2(1, -1));
  math('atan2', 1, 1).gives(Math.PI / 4);
  math('deg', Math.PI).gives(180);
});

test('frexp and ldexp take numbers apart and put them together', () => {
  math('frexp', 8).gives(0.5, 4);
  math('frexp', 0).gives(0, 0);
  math('frexp', 5e-324).gives(0.5, -1073);
  math('ldexp', 0.5, 4).gives(8);
  math('ldexp', 1, -1074).gives(5e-324);
  math('ldexp', 5e-324, 2000).gives(5e-324 * 2 ** 1000 * 2 ** 1000);
  math('ldexp', 1, 5000).gives(infinity);
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      const outcome = outcomeOf(mathLibrary, 'frexp', [x]);
      assert.ok('values' in outcome);
      const [mantissa, exponent] = outcome.values as [number, number];
      assert.ok(x === 0 || (Math.abs(mantissa) >= 0.5 && Math.abs(mantissa) < 1));
      math('ldexp', mantissa, exponent).gives(x);
    }),
  );
});

test('random numbers lie within their bounds, and a seed repeats them', () => {
  chance.current = new SeedableChance(Math.random);
  const draw = (...args: Value[]) => {
    const outcome = outcomeOf(mathLibrary, 'random', args);
    assert.ok('values' in outcome);
    return outcome.values[0] as number;
  };
  const series = () => {
    math('randomseed', 42).gives();
    return Array.from({ length: 50 }, () => [draw(), draw(6), draw(-3, 3), draw(0), draw(1, 2n ** 62n)]);
  };
  const first = series();
  assert.deepEqual(series(), first);
  for (const [float = 0, die = 0, around = 0, any = 0, wide = 0] of first) {
    assert.ok(float >= 0 && float < 1);
    assert.ok(die >= 1 && die <= 6 && Number.isInteger(die));
    assert.ok(around >= -3 && around <= 3 && Number.isInteger(around));
    assert.ok(BigInt.asIntN(64, BigInt(any)) === BigInt(any));
    assert.ok(wide >= 1 && wide <= 2n ** 62n);
  }
  math('random', 0.5, 0.2).gives(0);
  math('random', 2, 1).raises("bad argument #2 to 'random' (interval is empty)");
  math('random', -1).raises("bad argument #1 to 'random' (interval is empty)");
});

const anyFloat = fc.oneof(
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.integer(),
  fc.double({ noNaN: true }),
);
const oneArgument = fc.record({
  name: fc.constantFrom('floor', 'ceil', 'abs', 'sqrt', 'tointeger'),
  args: fc.tuple(anyFloat),
});
const twoArguments = fc.record({
  name: fc.constantFrom('fmod', 'max', 'min', 'ult'),
  args: fc.tuple(fc.integer(), fc.integer({ min: 1 })),
});

test('functions of numbers give what they give in PUC Lua 5.4', reference, () => {
  const plain = (x: number) => Math.abs(x) < 2 ** 53 && !Object.is(x, -0);
  const cases = fc
    .sample(fc.oneof(oneArgument, twoArguments), { numRuns: 2000, seed: 9 })
    .filter(({ args }) => args.every(plain)) as ReferenceCall[];
  askReference('math', cases).forEach((expected, i) => {
    const { name, args } = cases[i] as ReferenceCall;
    assert.deepEqual(outcomeOf(mathLibrary, name, args), expected, `${name}(${args.join(', ')})`);
  });
});
