/** Bounds of numeric loops that are not plain numbers. */
import { wrap } from './integer.ts';
import { fail, S, setResults } from './machine.ts';
import { textToNumber } from './number-text.ts';
import { isNumber, shownType } from './operations.ts';
import type { Value } from './value.ts';

/** A numeric for whose bounds are not all plain numbers: puts start, limit and step into the registers. */
export function prepareLoop(from: Value, to: Value, step: Value): Value {
  const start = loopNumber(from);
  const limit = loopNumber(to);
  const by = loopNumber(step);
  if (limit === undefined) return unfit('limit', to);
  if (by === undefined) return unfit('step', step);
  if (start === undefined) return unfit('initial value', from);
  // biome-ignore lint/suspicious/noDoubleEquals: zero in either form
  if (by == 0) return fail(`'for' step is zero`);
  const exact = [start, by].every((n) => typeof n === 'bigint' || Number.isInteger(n));
  const big =
    typeof start === 'bigint' ||
    typeof by === 'bigint' ||
    (typeof limit === 'bigint' && Math.abs(Number(start)) > 2 ** 52);
  if (exact && big) {
    setResults([
      BigInt(start),
      typeof limit === 'number' && !Number.isInteger(limit) ? limit : BigInt(limit),
      BigInt(by),
    ]);
  } else {
    setResults([Number(start), Number(limit), Number(by)]);
  }
  return S;
}

function unfit(what: string, value: Value): Value {
  return fail(`bad 'for' ${what} (number expected, got ${shownType(value)})`);
}

/** Text is read as a number, as operators read it. */
function loopNumber(value: Value): number | bigint | undefined {
  if (typeof value === 'string') return textToNumber(value);
  return isNumber(value) ? value : undefined;
}

/** The value that the body of a loop over int64 sees. */
export function loopValue(counter: Value): Value {
  return typeof counter === 'bigint' ? wrap(counter) : counter;
}
