import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { numberToText, textToNumber, textToNumberInBase } from './number-text.ts';

test('numbers with no fraction print plain, others shortest (Q1, Q2)', () => {
  const cases: [number | bigint, string][] = [
    [0, '0'],
    [-0, '0'],
    [5, '5'],
    [-7, '-7'],
    [0.5, '0.5'],
    [1e15, '1000000000000000'],
    [2n ** 62n, '4611686018427387904'],
    [1e20, '100000000000000000000'],
    [1e21, '1e+21'],
    [1.5e300, '1.5e+300'],
    [0.0001, '0.0001'],
    [0.00012, '0.00012'],
    [0.00001, '1e-05'],
    [-0.0000015, '-1.5e-06'],
    [1e-7, '1e-07'],
    [5e-324, '5e-324'],
    [0.1 + 0.2, '0.30000000000000004'],
    [Number.POSITIVE_INFINITY, '+Inf'],
    [Number.NEGATIVE_INFINITY, '-Inf'],
    [Number.NaN, 'NaN'],
  ];
  for (const [n, text] of cases) assert.equal(numberToText(n), text);
});

test('every finite number reads back from its text', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
      assert.equal(Number(textToNumber(numberToText(n))), n + 0);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (b) => {
      assert.equal(BigInt(textToNumber(numberToText(b)) ?? 1), b);
    }),
  );
});

test('decimals of few digits are the nearest numbers (Q3)', () => {
  const digits = fc.stringMatching(/^-?[0-9]{1,9}(\.[0-9]{0,9})?$/);
  fc.assert(
    fc.property(digits, (text) => {
      const n = textToNumber(text);
      assert.equal(n, text.includes('.') ? Number(text) : Number(text) + 0);
    }),
    { numRuns: 1000 },
  );
});

test('texts read as by tonumber (Q3)', () => {
  const cases: [string, number | bigint | undefined][] = [
    ['10', 10],
    ['  -10\t\n', -10],
    ['+7', 7],
    ['\v\f3 ', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['1E+2', 100],
    ['-0', 0],
    ['0x10', 16],
    ['-0xff', -255],
    ['0x.8', 0.5],
    ['0x1p4', 16],
    ['0xA.8p-1', 5.25],
    ['0x7fffffffffffffff', 2n ** 63n - 1n],
    ['0xffffffffffffffff', -1],
    ['0x1ffffffffffffffff', -1],
    ['9007199254740991', 9007199254740991],
    ['9007199254740992', 9007199254740992n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
    ['9223372036854775808', 2 ** 63],
    ['9007199254740992.0', 2 ** 53],
    ['1e400', Number.POSITIVE_INFINITY],
    ['0x1p-1080', 0],
    ['0x1p-1074', 5e-324],
    ['0x1.8p-1075', 5e-324],
    ['0x1p-1075', 0],
    ['0x1fffffffffffffp0', 2 ** 53 - 1],
    ['0x20000000000001p0', 2 ** 53],
    ['0x1p99999999999', Number.POSITIVE_INFINITY],
    ['', undefined],
    [' ', undefined],
    ['.', undefined],
    ['e1', undefined],
    ['1e', undefined],
    ['1 2', undefined],
    ['0x', undefined],
    ['0x.', undefined],
    ['0x1p', undefined],
    ['1_000', undefined],
    ['inf', undefined],
    ['nan', undefined],
    ['Infinity', undefined],
    ['0b1', undefined],
    ['- 1', undefined],
    ['\xa01', undefined],
    ['1\0', undefined],
  ];
  for (const [text, n] of cases)
    assert.ok(Object.is(textToNumber(text), n), `${JSON.stringify(text)}: ${textToNumber(text)}`);
});

test('texts read in any base', () => {
  assert.equal(textToNumberInBase('ff', 16), 255);
  assert.equal(textToNumberInBase(' -ZZ ', 36), -1295);
  assert.equal(textToNumberInBase('7fffffffffffffff', 16), 2n ** 63n - 1n);
  assert.equal(textToNumberInBase('1'.repeat(64), 2), -1);
  assert.equal(textToNumberInBase('8', 8), undefined);
  assert.equal(textToNumberInBase('', 10), undefined);
  assert.equal(textToNumberInBase('-', 10), undefined);
  assert.equal(textToNumberInBase('1.0', 10), undefined);
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 2, max: 36 }), (n, base) => {
      assert.equal(textToNumberInBase(n.toString(base), base), n);
    }),
  );
});
