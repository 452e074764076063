/** Reads the numerals of a source. What number a text stands for is decided in number-text.ts, as for `tonumber`. */
import { textToNumber } from './number-text.ts';

export interface Numeral {
  readonly value: number | bigint;
  /** Written with a point or an exponent, or a decimal too large for 64 bits. */
  readonly float: boolean;
}

/** The numeral that `text` is, without sign or spaces around it, or undefined. */
export function readNumeral(text: string): Numeral | undefined {
  const value = textToNumber(text);
  if (value === undefined) return undefined;
  const float = typeof value === 'number' && (isWrittenAsFloat(text) || !Number.isSafeInteger(value));
  return { value, float };
}

function isWrittenAsFloat(text: string): boolean {
  const isHexadecimal = text.charAt(1) === 'x' || text.charAt(1) === 'X';
  return text.includes('.') || (isHexadecimal ? /p/iu : /e/iu).test(text);
}
