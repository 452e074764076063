/** The operators of numbers. Integers of 64 bits stay exact, and wrap; `/` and `**` give floats. */
import { addDates, divideDuration, scaled, subtractDates } from './dates.ts';
import { evaluationFailure, isNumber, narrowed, numberOf, typeOf, type Value } from './value.ts';

type Numeric = number | bigint;

const small = (value: bigint): Numeric => narrowed(BigInt.asIntN(64, value));

const isWhole = (value: Numeric) => typeof value === 'bigint' || Number.isSafeInteger(value);

/** By floats, unless both are integers and the result is too large for them. */
function exactly(
  left: Numeric,
  right: Numeric,
  whole: (a: bigint, b: bigint) => bigint,
  float: (a: number, b: number) => number,
): Numeric {
  const result = float(Number(left), Number(right));
  if (!isWhole(left) || !isWhole(right)) return result;
  if (typeof left === 'number' && typeof right === 'number' && Number.isSafeInteger(result)) return result;
  return small(whole(BigInt(left), BigInt(right)));
}

export function add(left: Value, right: Value): Value {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (isNumber(left) && isNumber(right))
    return exactly(
      left,
      right,
      (a, b) => a + b,
      (a, b) => a + b,
    );
  const date = addDates(left, right);
  if (date !== undefined) return date;
  throw evaluationFailure(`cannot add ${typeOf(left)} and ${typeOf(right)}`);
}

export function subtract(left: Value, right: Value): Value {
  const date = subtractDates(left, right);
  if (date !== undefined) return date;
  return exactly(
    numberOf(left, '-'),
    numberOf(right, '-'),
    (a, b) => a - b,
    (a, b) => a - b,
  );
}

export function multiply(left: Value, right: Value): Value {
  const duration = isNumber(right) ? scaled(left, right) : isNumber(left) ? scaled(right, left) : undefined;
  if (duration !== undefined) return duration;
  return exactly(
    numberOf(left, '*'),
    numberOf(right, '*'),
    (a, b) => a * b,
    (a, b) => a * b,
  );
}

export function divide(left: Value, right: Value): Value {
  const share = divideDuration(left, right);
  if (share !== undefined) return share;
  return Number(numberOf(left, '/')) / Number(numberOf(right, '/'));
}

export function remainder(left: Value, right: Value): Value {
  const [one, other] = [numberOf(left, '%'), numberOf(right, '%')];
  if (!isWhole(one) || !isWhole(other)) throw evaluationFailure('% takes integers');
  if (Number(other) === 0) throw evaluationFailure('division by zero');
  return small(BigInt(one) % BigInt(other));
}

export function power(left: Value, right: Value): Value {
  return Number(numberOf(left, '**')) ** Number(numberOf(right, '**'));
}

export function negate(value: Value): Value {
  const duration = scaled(value, -1);
  if (duration !== undefined) return duration;
  const number = numberOf(value, '-');
  return typeof number === 'bigint' ? small(-number) : 0 - number;
}

export function bits(left: Value, right: Value, operation: (a: bigint, b: bigint) => bigint): Value {
  const [one, other] = [numberOf(left, 'bits'), numberOf(right, 'bits')];
  if (!isWhole(one) || !isWhole(other)) throw evaluationFailure('bits are those of integers');
  return small(operation(BigInt(one), BigInt(other)));
}
