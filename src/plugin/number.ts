/** Schemas of numbers. */
import { Schema } from './schema.ts';

export interface NumberOptions {
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
}

const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';

/** An integer that a JavaScript number holds exactly. */
export function integer(options: NumberOptions = {}): Schema<number> {
  const expects = `an integer${range(options)}`;
  const { min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = options;
  const schema = new Schema<number>({
    expects,
    admits: isNumber,
    read: (value, reading) => {
      const isRight =
        typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max;
      return isRight ? value : reading.expected(expects, value);
    },
    write: (value) => value,
    json: () => ({ type: 'integer', ...bounds(options) }),
  });
  return options.default === undefined ? schema : schema.default(options.default);
}

/** An integer of 64 bits: a bigint beyond 2^53. */
export const int64: Schema<number | bigint> = new Schema<number | bigint>({
  expects: 'an integer',
  admits: isNumber,
  read: (value, reading) => {
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    if (typeof value === 'bigint' && BigInt.asIntN(64, value) === value) return small(value);
    return reading.expected('an integer', value);
  },
  write: (value) => (typeof value === 'bigint' ? small(BigInt.asIntN(64, value)) : value),
  json: () => ({ type: 'integer' }),
});

/** Any number but NaN; integers beyond 2^53 lose their last digits. */
export function number(options: NumberOptions = {}): Schema<number> {
  const expects = `a number${range(options)}`;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = options;
  const schema = new Schema<number>({
    expects,
    admits: isNumber,
    read: (value, reading) => {
      const number = typeof value === 'bigint' ? Number(value) : value;
      const isRight = typeof number === 'number' && number >= min && number <= max;
      return isRight ? number : reading.expected(expects, value);
    },
    write: (value) => value,
    json: () => ({ type: 'number', ...bounds(options) }),
  });
  return options.default === undefined ? schema : schema.default(options.default);
}

/** Within 2^53 an integer is a number, wherever it comes from. */
function small(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function range({ min, max }: NumberOptions): string {
  if (min === undefined) return max === undefined ? '' : ` of at most ${max}`;
  return max === undefined ? ` of at least ${min}` : ` from ${min} to ${max}`;
}

function bounds({ min, max }: NumberOptions): { minimum?: number; maximum?: number } {
  return { ...(min === undefined ? {} : { minimum: min }), ...(max === undefined ? {} : { maximum: max }) };
}
