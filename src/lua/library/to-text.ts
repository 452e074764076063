/** The text form of any value, as `tostring` gives it. */
import { fail, S, type Value } from '../machine.ts';
import { numberToText } from '../number-text.ts';
import { callOne, metamethod, typeName } from '../operations.ts';
import { textOf } from './arguments.ts';

/** The number of a table, function, coroutine or host object in texts such as `table: 0x00000012` (S4). */
export interface Numbering {
  numberOf(value: object): number;
}

class Numbers implements Numbering {
  readonly #numbers = new WeakMap<object, number>();
  #last = 0;
  numberOf(value: object): number {
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    this.#numbers.set(value, ++this.#last);
    return this.#last;
  }
}

/** Whoever runs processes sets the running one's numbering here. */
export const numbering: { current: Numbering } = { current: new Numbers() };

/** The text of a value, by its `__tostring` when it has one; `S` with a reason when that suspends or fails. */
export function toText(value: Value): Value {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return numberToText(value);
  if (typeof value !== 'object' || value === null) return value === undefined ? 'nil' : `${value}`;
  const handler = metamethod(value, '__tostring');
  if (handler === undefined) return identity(value);
  const text = callOne(handler, value);
  return text === S ? S : checkedText(text);
}

/** What a `__tostring` returned, also after it was waited for. */
export function checkedText(text: Value): Value {
  return textOf(text) ?? fail("'__tostring' must return a string");
}

function identity(value: object): string {
  const name = metamethod(value, '__name');
  const kind = typeof name === 'string' ? name : typeName(value);
  return `${kind}: 0x${numbering.current.numberOf(value).toString(16).padStart(8, '0')}`;
}
