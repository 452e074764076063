/**
 * A source map for a text whose lines are those of a source, so that a debugger shows the source instead of it.
 *
 * Format: https://tc39.es/ecma426/
 */
import { decodeUtf8 } from '#base';
import { encodedName } from './scripts.ts';

/** The comment that ends the text. `first` is the line of the source (from 1) at which its first line stands. */
export function sourceMapComment(source: string, name: string, first: number, lines: number): string {
  const mappings = [`AA${numeral(first - 1)}A`, ...new Array(Math.max(0, lines - 1)).fill('AACA')];
  const map = {
    version: 3,
    sources: [`lua:///${encodedName(name)}`],
    sourcesContent: [decodeUtf8(source)],
    names: [],
    mappings: mappings.join(';'),
  };
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  return `\n//# sourceMappingURL=data:application/json;base64,${encoded}`;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number from 0 up, in digits of five bits with the least first; the first one begins with the sign. */
function numeral(value: number): string {
  let rest = value * 2;
  let text = '';
  do {
    const more = rest >= 32 ? 32 : 0;
    text += digits[(rest % 32) + more];
    rest = Math.floor(rest / 32);
  } while (rest > 0);
  return text;
}
