import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNumeral } from './number-literal.ts';

function reads(text: string, value: number | bigint, float: boolean): void {
  assert.deepEqual(readNumeral(text), { value, float }, text);
}

test('a numeral without point or exponent is an integer', () => {
  reads('0', 0, false);
  reads('0644', 644, false);
  reads('9007199254740991', 2 ** 53 - 1, false);
  reads('9007199254740993', 9007199254740993n, false);
  reads('9223372036854775807', 9223372036854775807n, false);
  reads('00000000000000000000000000000001', 1, false);
});

test('a decimal integer beyond 64 bits is a float', () => {
  reads('9223372036854775808', 2 ** 63, true);
  reads(`1${'0'.repeat(400)}`, Number.POSITIVE_INFINITY, true);
});

test('a point or an exponent makes a float', () => {
  reads('3.', 3, true);
  reads('.5', 0.5, true);
  reads('3e2', 300, true);
  reads('3.E-2', 0.03, true);
  reads('1e+5', 100000, true);
  reads('1e999', Number.POSITIVE_INFINITY, true);
});

test('hexadecimal integers wrap around at 64 bits', () => {
  reads('0xff', 255, false);
  reads('0XeP0', 14, true);
  reads('0xee', 238, false);
  reads('0x7fffffffffffffff', 9223372036854775807n, false);
  reads('0xffffffffffffffff', -1, false);
  reads('0x1ffffffffffffffff', -1, false);
});

test('hexadecimal floats are rounded once', () => {
  reads('0x1p4', 16, true);
  reads('0x.8', 0.5, true);
  reads('0xA.8p-1', 5.25, true);
  reads('0x1p-1074', 5e-324, true);
  reads('0x1p99999', Number.POSITIVE_INFINITY, true);
  reads('0x1.00000000000008p0', 1, true);
  reads('0x1.000000000000081p0', 1.0000000000000002, true);
});

test('what is no numeral is refused', () => {
  for (const text of [
    '',
    '.',
    '0x',
    '0x.',
    '0xg',
    '3x',
    '3e',
    '3e+',
    '.e1',
    '1.2.3',
    '0x1p',
    '0b1',
    '1_000',
  ]) {
    assert.equal(readNumeral(text), undefined, text);
  }
});
