/**
 * A part of a statement: its text, with a `?` for each of its values.
 *
 *   Fr1  A `?` within quotes or a comment is none; `??` is a question mark of the text. A quote behind a backslash ends its
 *        text, as in standard SQL; where that cannot be meant, as a word goes on right behind it or a quote is left over, it
 *        is a part of the text, as in MySQL.
 *   Fr2  A text has as many places as it is given values. One that is a part itself takes its place as text.
 *   Fr3  Places are numbered when the statement is complete, in the order in which they stand.
 *   Fr4  What does not fit makes no hole in a chain of calls: the part keeps the fault, which is told when its text is
 *        asked for.
 */
import { isFailure } from '#base';
import { invalid, isTyped, type Stored } from '../value.ts';

export interface Fragment {
  readonly sql: string;
  readonly args: readonly Stored[];
  readonly fault?: string | undefined;
}

/** A value, or what computes one. */
export type Operand = Stored | Fragment;

export const placeholders = ['question', 'dollar', 'at', 'colon'] as const;
export type Placeholder = (typeof placeholders)[number];

const others = '`[^`]*`|--[^\\n]*|\\/\\*[\\s\\S]*?\\*\\/|\\?\\?|\\?';
const marks = new RegExp(`'(?:[^']|'')*'|"(?:[^"]|"")*"|${others}`, 'g');
const escapedMarks = new RegExp(
  `'(?:[^'\\\\]|''|\\\\[\\s\\S])*'|"(?:[^"\\\\]|""|\\\\[\\s\\S])*"|${others}`,
  'g',
);
/** A text that ends behind a backslash, and goes on. */
const goesOn = /\\['"][\p{L}\p{N}_]/u;

/** Fr1. */
function marksOf(sql: string): RegExp {
  if (!/\\['"]/.test(sql)) return marks;
  const isPlain = isWhole(sql, marks) && !goesOn.test(sql);
  return isPlain || !isWhole(sql, escapedMarks) ? marks : escapedMarks;
}

/** No quote is left over. */
function isWhole(sql: string, by: RegExp): boolean {
  return !/['"]/.test(sql.replace(by, ''));
}

export function isFragment(operand: Operand): operand is Fragment {
  return isTyped(operand) && 'sql' in operand;
}

/** Fr4: what is made, or what stands for it when it does not fit. */
export function fitting<T>(make: () => T, faulty: (fault: string) => T): T {
  try {
    return make();
  } catch (thrown) {
    if (!isFailure(thrown, 'Invalid')) throw thrown;
    return faulty(thrown.message);
  }
}

/** Throws the fault that was kept. */
export function sound<T extends { readonly fault?: string | undefined }>(part: T): T {
  if (part.fault !== undefined) throw invalid(part.fault);
  return part;
}

/** Fr2. */
export function compose(sql: string, operands: readonly Operand[]): Fragment {
  const args: Stored[] = [];
  let count = 0;
  const text = sql.replace(marksOf(sql), (mark) => {
    if (mark !== '?') return mark;
    const operand = operands[count++];
    if (operand === undefined) return mark;
    if (isFragment(operand)) {
      args.push(...operand.args);
      return operand.sql;
    }
    args.push(operand);
    return mark;
  });
  if (count !== operands.length)
    throw invalid(`'${sql}' has ${placesText(count)} for values, and ${givenText(operands.length)}`);
  return { sql: text, args };
}

function placesText(count: number): string {
  return count === 1 ? '1 place' : `${count} places`;
}

function givenText(count: number): string {
  return count === 1 ? '1 is given' : `${count} are given`;
}

export function fragment(sql: string): Fragment {
  return { sql, args: [] };
}

/** An operand as it stands in a statement. */
export function operandPart(operand: Operand): Fragment {
  return isFragment(operand) ? operand : { sql: '?', args: [operand] };
}

export function join(parts: readonly Fragment[], separator: string): Fragment {
  return {
    sql: parts.map(({ sql }) => sql).join(separator),
    args: parts.flatMap(({ args }) => args),
  };
}

/** The same with text around it. */
export function around(before: string, { sql, args }: Fragment, after = ''): Fragment {
  return { sql: `${before}${sql}${after}`, args };
}

const written: { readonly [P in Placeholder]: (number: number) => string } = {
  question: () => '?',
  dollar: (number) => `$${number}`,
  at: (number) => `@p${number}`,
  colon: (number) => `:${number}`,
};

/** Fr3. */
export function numbered(sql: string, placeholder: Placeholder): string {
  let count = 0;
  return sql.replace(marksOf(sql), (mark) => {
    if (mark === '??') return '?';
    return mark === '?' ? written[placeholder](++count) : mark;
  });
}
