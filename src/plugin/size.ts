/** Schemas of sizes in bytes. */
import { Schema } from './schema.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30 };
const FORM = /^(\d+(?:\.\d+)?)\s*([KMG]i?B|B|)$/i;

/** A number of bytes: an integer, or a text such as `64MB`; a KB is 1024 bytes. */
export const size: Schema<number> = new Schema<number>({
  expects: "a size such as '64MB'",
  admits: (value) => typeof value === 'number' || typeof value === 'string',
  read: (value, reading) => {
    const bytes = typeof value === 'string' ? bytesOf(value) : value;
    const isRight = typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0;
    return isRight ? bytes : reading.expected("a size such as '64MB'", value);
  },
  write: (value) => value,
  json: () => ({ type: ['integer', 'string'] }),
});

function bytesOf(text: string): number | undefined {
  const found = FORM.exec(text);
  const unit = UNITS[(found?.[2] ?? '').toUpperCase().replace('I', '')];
  return found === null || unit === undefined ? undefined : Math.round(Number(found[1]) * unit);
}
