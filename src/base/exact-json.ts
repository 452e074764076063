/** JSON whose integers keep their digits, however many there are. */

/** A number that is written as it stands. Not yet known to TypeScript's own library. */
export const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

/** Reading every value by its source takes three times as long, so only what may need it is read so. */
const mayBeLarge = /\d{16}/;

/** Integers beyond 2^53 as bigints. Throws a SyntaxError. */
export function readExactJson(text: string): unknown {
  return mayBeLarge.test(text) ? JSON.parse(text, byItsSource) : JSON.parse(text);
}

function byItsSource(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = context?.source ?? '';
  return /^-?\d+$/.test(source) ? BigInt(source) : value;
}
