import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  add,
  band,
  bnot,
  bor,
  bxor,
  equalNumbers,
  floorDivide,
  isInteger,
  type LuaNumber,
  lessOrEqual,
  lessThan,
  modulo,
  multiply,
  multiplyAdd,
  multiplyAddModulo,
  multiplyMasked,
  negate,
  power,
  shl,
  shr,
  subtract,
  toInteger,
  unsignedLess,
  whole,
  wrap,
  xorMultiply,
} from './integer.ts';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** The model's normal form (I1), told without the code under test. */
function normal(b: bigint): LuaNumber {
  const wrapped = BigInt.asIntN(64, b);
  return wrapped <= MAX_SAFE && wrapped >= -MAX_SAFE ? Number(wrapped) : wrapped;
}

const edges = [
  0n,
  1n,
  -1n,
  255n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 52n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
];
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.bigInt({ min: -(2n ** 33n), max: 2n ** 33n }),
  fc.bigInt({ min: -300n, max: 300n }),
  fc.constantFrom(...edges.flatMap((e) => [e, -e, e + 1n, e - 1n])).map((b) => BigInt.asIntN(64, b)),
);

/** The function on integers does what the model does on bigints. */
function follows(
  name: string,
  fn: (a: LuaNumber, b: LuaNumber) => LuaNumber,
  model: (a: bigint, b: bigint) => bigint,
) {
  test(`${name} of integers is exact, wraps at 64 bits and is normal`, () => {
    const check = (a: bigint, b: bigint) => {
      const result = fn(normal(a), normal(b));
      assert.ok(Object.is(result, normal(model(a, b))), `${name}(${a}, ${b}) is ${result}`);
    };
    fc.assert(fc.property(int64, int64, check), { numRuns: 3000 });
  });
}

const floored = (a: bigint, b: bigint) => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);
const nonZero = (b: bigint) => (b === 0n ? 7n : b);
const unsigned = (b: bigint) => BigInt.asUintN(64, b);
const shiftedLeft = (a: bigint, n: bigint): bigint => (n < 0n ? shiftedRight(a, -n) : n >= 64n ? 0n : a << n);
const shiftedRight = (a: bigint, n: bigint): bigint =>
  n < 0n ? shiftedLeft(a, -n) : n >= 64n ? 0n : unsigned(a) >> n;
const isWide = (a: LuaNumber, b: LuaNumber) => typeof a === 'bigint' || typeof b === 'bigint';

follows('multiply', multiply, (a, b) => a * b);
follows(
  'floorDivide',
  (a, b) => floorDivide(a, b === 0 ? 7 : b),
  (a, b) => floored(a, nonZero(b)),
);
follows(
  'modulo',
  (a, b) => modulo(a, b === 0 ? 7 : b),
  (a, b) => a - nonZero(b) * floored(a, nonZero(b)),
);
follows('band', band, (a, b) => a & b);
follows('bor', bor, (a, b) => a | b);
follows('bxor', bxor, (a, b) => a ^ b);
follows(
  'bnot',
  (a) => bnot(a),
  (a) => ~a,
);
follows(
  'negate',
  (a) => negate(a),
  (a) => -a,
);
follows('shl', shl, shiftedLeft);
follows('shr', shr, shiftedRight);
follows(
  'shl by small counts',
  (a, b) => shl(a, modulo(b, 70)),
  (a, b) => shiftedLeft(a, ((b % 70n) + 70n) % 70n),
);
follows(
  'shr by small counts',
  (a, b) => shr(a, modulo(b, 70)),
  (a, b) => shiftedRight(a, ((b % 70n) + 70n) % 70n),
);

test('the fused operations do what their parts do', () => {
  const masks = fc.oneof(
    int64,
    fc.constantFrom(2n ** 32n - 1n, 2n ** 31n, 2n ** 32n, 2n ** 20n, 2147483647n),
  );
  const check = (x: bigint, y: bigint, z: bigint, w: bigint) => {
    const [a, b, c, m] = [normal(x), normal(y), normal(z), normal(w)];
    assert.ok(Object.is(multiplyMasked(a, b, m), normal((x * y) & w)));
    assert.ok(Object.is(multiplyAdd(a, y, z), normal(x * y + z)));
    assert.ok(Object.is(xorMultiply(a, b, z), normal(BigInt.asIntN(64, x ^ y) * z)));
    assert.ok(Object.is(whole(x), a));
    if (w === 0n) return;
    const isExact = w > 0n && w <= 2n ** 32n && (w & (w - 1n)) === 0n && typeof a === 'number';
    const sum = BigInt.asIntN(64, x * y + z);
    const expected =
      isExact && !isWide(b, c) ? normal(sum - w * floored(sum, w)) : modulo(add(multiply(a, b), c), m);
    assert.ok(Object.is(multiplyAddModulo(a, b, c, m), expected), `${x} * ${y} + ${z} % ${w}`);
  };
  fc.assert(fc.property(int64, int64, int64, masks, check), { numRuns: 3000 });
});

test('add and subtract with a bigint are exact and wrap; of numbers they are double operations', () => {
  const check = (x: bigint, y: bigint) => {
    const [a, b] = [normal(x), normal(y)];
    assert.ok(Object.is(add(a, b), isWide(a, b) ? normal(x + y) : Number(a) + Number(b)));
    assert.ok(Object.is(subtract(a, b), isWide(a, b) ? normal(x - y) : Number(a) - Number(b)));
  };
  fc.assert(fc.property(int64, int64, check), { numRuns: 3000 });
});

test('wrap reads back every int64', () => {
  fc.assert(
    fc.property(int64, fc.integer({ min: -3, max: 3 }), (b, turns) => {
      assert.ok(Object.is(wrap(b + BigInt(turns) * 2n ** 64n), normal(b)));
    }),
    { numRuns: 3000 },
  );
});

test('comparison of integers goes by value, also with floats between them', () => {
  fc.assert(
    fc.property(int64, int64, (x, y) => {
      const [a, b] = [normal(x), normal(y)];
      assert.equal(equalNumbers(a, b), x === y);
      assert.equal(lessThan(a, b), x < y);
      assert.equal(lessOrEqual(a, b), x <= y);
      assert.equal(unsignedLess(a, b), unsigned(x) < unsigned(y));
    }),
  );
  assert.equal(equalNumbers(2 ** 53, 2n ** 53n), true);
  assert.equal(lessThan(2 ** 53, 2n ** 53n + 1n), true);
  assert.equal(lessThan(Number.NaN, 2n ** 60n) || lessOrEqual(Number.NaN, 2n ** 60n), false);
});

test('a float among the operands makes the result a float', () => {
  assert.equal(add(2n ** 60n, 0.5), 2 ** 60);
  assert.equal(multiply(2n ** 60n, 0.5), 2 ** 59);
  assert.equal(multiply(2 ** 60, 2 ** 60), 2 ** 120);
  assert.equal(floorDivide(2n ** 60n, 0.5), 2 ** 61);
  assert.equal(modulo(-5.5, 2), 0.5);
  assert.equal(modulo(5.5, -2), -0.5);
  assert.equal(Object.is(multiply(-1e-300, 1e-300), -0), true);
});

test('a division of an integer by zero is an error, of a float it is not', () => {
  assert.throws(() => floorDivide(1, 0), { value: 'attempt to divide by zero' });
  assert.throws(() => modulo(1, 0), { value: "attempt to perform 'n%0'" });
  assert.throws(() => floorDivide(2n ** 60n, 0), { value: 'attempt to divide by zero' });
  assert.throws(() => modulo(2n ** 60n, 0), { value: "attempt to perform 'n%0'" });
  assert.equal(floorDivide(1.5, 0), Number.POSITIVE_INFINITY);
  assert.equal(modulo(1.5, 0), Number.NaN);
  assert.equal(modulo(5, Number.POSITIVE_INFINITY), 5);
  assert.equal(modulo(-5, Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
});

test('power is that of C', () => {
  assert.equal(power(2, 10), 1024);
  assert.equal(power(1, Number.NaN), 1);
  assert.equal(power(-1, Number.NEGATIVE_INFINITY), 1);
  assert.equal(power(Number.NaN, 0), 1);
  assert.equal(power(2n ** 60n, 2), 2 ** 120);
});

test('bit operations take whole floats and refuse fractions', () => {
  assert.equal(band(2 ** 60, -1), 2n ** 60n);
  assert.equal(bor(2 ** 53, 1), 2n ** 53n + 1n);
  for (const bad of [1.5, 2 ** 63, Number.NaN, Number.POSITIVE_INFINITY]) {
    for (const operation of [band, bor, bxor, shl, shr]) {
      assert.throws(() => operation(bad, 1), { value: 'number has no integer representation' });
      assert.throws(() => operation(1, bad), { value: 'number has no integer representation' });
    }
  }
});

test('toInteger takes integers, whole floats and texts of such', () => {
  assert.equal(toInteger(3), 3);
  assert.equal(toInteger('0x10'), 16);
  assert.equal(toInteger(' 10.0 '), 10);
  assert.equal(toInteger(2 ** 53), 2n ** 53n);
  assert.equal(Object.is(toInteger(-0), 0), true);
  for (const bad of [1.5, '1.5', 'x', 2 ** 63, Number.NaN, undefined, true])
    assert.equal(toInteger(bad), undefined);
  assert.equal(isInteger(2n ** 60n) && isInteger(1) && !isInteger(2 ** 53) && !isInteger(0.5), true);
});
