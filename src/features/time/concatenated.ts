/** The operator `..` of a handle: its own values by their text, texts and numbers as they are. */
import { failure } from '#base';
import { Held } from '#plugin';

export function concatenated<T>(text: (live: T) => string): (left: unknown, right: unknown) => string {
  const one = (value: unknown): string => {
    if (value instanceof Held) return text(value.live as T); // Lua asks this handle for its own values only
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
      return String(value);
    throw failure('Invalid', 'attempt to concatenate what is no text', { retryable: false });
  };
  return (left, right) => one(left) + one(right);
}
