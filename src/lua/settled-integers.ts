/**
 * Has the functions for integers of 64 bits go all their ways, before code that they are written into is compiled: V8 would
 * give it up at the first result of another size. Asked for by the text of units that take steps of 64 bits.
 */
import { multiplyAdd, multiplyMasked, whole, xorMultiply } from './integer.ts';
import { add, band, bor, bxor, mul, shl, shr, sub } from './operations.ts';
import { narrow, widen } from './wide-integer.ts';

const OPERANDS = [2 ** 53 - 1, 1, 2n ** 60n, 1 - 2 ** 53, 2 ** 31, -(2n ** 60n), -(2 ** 40)];
const FACTORS = [1n, 0x100000001b3n, 6364136223846793005n];

/** V8 takes notes of later calls only. */
const ROUNDS = 2;

let isSettled = false;

export function settleIntegers(): void {
  if (isSettled) return;
  isSettled = true;
  for (let i = 0; i < ROUNDS; i++) {
    for (const a of OPERANDS) for (const b of OPERANDS) goThrough(a, b);
  }
}

function goThrough(a: number | bigint, b: number | bigint): void {
  for (const step of [add, sub, mul, band, bor, bxor]) step(a, b);
  for (const count of [1, 33, -7]) {
    shl(a, count);
    shr(a, count);
  }
  multiplyMasked(a, b, 0xffff);
  for (const factor of FACTORS) {
    multiplyAdd(a, factor, 1n);
    xorMultiply(a, b, factor);
  }
  whole(BigInt(a));
  for (const value of [a, b]) narrow(widen(value));
}
