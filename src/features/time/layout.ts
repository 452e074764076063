/**
 * Layouts: how a time is written, shown by the example `Mon Jan 2 15:04:05 MST 2006` (Go's reference time).
 * A layout is cut into chunks once; writing and reading go through the chunks.
 */

/** What stands for something. Longer ones come before those that they begin with. */
export const elements = [
  'January',
  'Jan',
  'Monday',
  'Mon',
  'MST',
  '01',
  '02',
  '03',
  '04',
  '05',
  '06',
  '002',
  '15',
  '1',
  '2006',
  '2',
  '_2',
  '__2',
  '3',
  '4',
  '5',
  'PM',
  'pm',
  '-07:00:00',
  '-070000',
  '-07:00',
  '-0700',
  '-07',
  'Z07:00:00',
  'Z070000',
  'Z07:00',
  'Z0700',
  'Z07',
] as const;

export type Element = (typeof elements)[number];

export type Chunk =
  | { readonly type: 'literal'; readonly text: string }
  | { readonly type: 'element'; readonly text: Element }
  /** `.000` has all its digits, `.999` leaves out zeros at the end. */
  | {
      readonly type: 'fraction';
      readonly text: string;
      readonly digits: number;
      readonly isTrimmed: boolean;
    };

const elementsByFirst = new Map<string, Element[]>();
for (const element of elements) {
  const first = element.charAt(0);
  elementsByFirst.set(first, [...(elementsByFirst.get(first) ?? []), element]);
}

const mostLayouts = 256;
const known = new Map<string, readonly Chunk[]>();

export function chunksOf(layout: string): readonly Chunk[] {
  let chunks = known.get(layout);
  if (chunks === undefined) {
    chunks = cut(layout);
    if (known.size >= mostLayouts) known.clear();
    known.set(layout, chunks);
  }
  return chunks;
}

function cut(layout: string): readonly Chunk[] {
  const chunks: Chunk[] = [];
  let literal = 0;
  let place = 0;
  while (place < layout.length) {
    const chunk = chunkAt(layout, place);
    if (chunk === undefined) {
      place++;
      continue;
    }
    if (literal < place) chunks.push({ type: 'literal', text: layout.slice(literal, place) });
    chunks.push(chunk);
    place += chunk.text.length;
    literal = place;
  }
  if (literal < place) chunks.push({ type: 'literal', text: layout.slice(literal) });
  return chunks;
}

const fraction = /[.,](0+|9+)(?!\d)/y;
const lowerCase = /[a-z]/;

function chunkAt(layout: string, place: number): Chunk | undefined {
  fraction.lastIndex = place;
  const [text = '', digits = ''] = fraction.exec(layout) ?? [];
  if (text !== '') return { type: 'fraction', text, digits: digits.length, isTrimmed: digits[0] === '9' };
  const candidates = elementsByFirst.get(layout.charAt(place));
  const found = candidates?.find((element) => isElement(layout, place, element));
  return found === undefined ? undefined : { type: 'element', text: found };
}

function isElement(layout: string, place: number, element: Element): boolean {
  if (!layout.startsWith(element, place)) return false;
  // `Janet` and `Month` are words; `_2006` is an underscore before a year.
  if (element === 'Jan' || element === 'Mon') return !lowerCase.test(layout.charAt(place + 3));
  return element !== '_2' || !layout.startsWith('_2006', place);
}
