/** Programs of a seed, and where the engine prints something else than the reference. */
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { type Way, ways } from '../../src/lua/engine.testing.ts';
import { COMPARED, inOlderLanguage, isOlder, type OlderCounts, printedByOlder } from './older.ts';
import { printedByOurs } from './ours.ts';
import { randomProgram } from './program.ts';
import { ENDLESS, printedByReference } from './reference.ts';

const word = () => fc.nat(0x3fffffff);

/** The program of a seed. Neighbouring seeds are spread, since generators begin alike with them. */
export function programOf(seed: number): string {
  const spread = Math.imul(Math.imul(seed ^ (seed >>> 16), 0x45d9f3b) ^ (seed >>> 7), 0x9e3779b1) | 0;
  const [g] = fc.sample(fc.noBias(fc.gen()), { seed: spread, numRuns: 1 });
  if (g === undefined) throw new Error('fast-check gave no sample');
  const source = randomProgram((limit) => g(word) % limit);
  return isOlder(seed) ? inOlderLanguage(source) : source;
}

export interface Difference {
  readonly seed: number;
  readonly source: string;
  readonly way: Way;
  readonly keepsLocals: boolean;
  readonly sort: string;
}

/** Every other program is compiled as it is for dumps. */
export function isKeepingLocals(seed: number): boolean {
  return (seed & 1) === 1;
}

export interface Comparison {
  /** How many programs printed the same, or by design otherwise, in each way of running. */
  readonly same: Record<Way, number>;
  /** Programs that say nothing: the reference refuses or stops them, or addresses show. */
  silent: number;
  /** Of those in the older language. */
  readonly older: OlderCounts;
  /** Each with the first way of running that shows it. */
  readonly differences: Difference[];
}

export function noComparison(): Comparison {
  return {
    same: { straight: 0, preempted: 0, everywhere: 0, saved: 0 },
    silent: 0,
    older: { same: 0, otherwise: 0 },
    differences: [],
  };
}

/** So many programs go to one process of the reference. */
const BATCH = 100;

/** Compares the programs of `count` seeds from `seed` on; `began` is told of each of them. */
export async function compare(
  seed: number,
  count: number,
  chosen: readonly Way[] = ways,
  began: (seed: number) => void = () => {},
): Promise<Comparison> {
  const found = noComparison();
  for (let at = 0; at < count; at += BATCH) {
    // What `began` has told may wait to be sent.
    await setImmediate();
    const batch = Array.from({ length: Math.min(BATCH, count - at) }, (_, i) => programOf(seed + at + i));
    const expected = printedByReference(batch);
    const isOlderAt = (i: number) => isOlder(seed + at + i);
    const older = printedByOlder(batch.filter((_, i) => isOlderAt(i)))?.values();
    for (const [i, source] of batch.entries()) {
      began(seed + at + i);
      const byOlder = isOlderAt(i) ? older?.next().value : undefined;
      if (saysNothing(expected[i] ?? '')) {
        found.silent++;
        continue;
      }
      compareOne(seed + at + i, source, expected[i] ?? '', chosen, found);
      if (byOlder !== undefined) countOlder(seed + at + i, source, byOlder, found.older);
    }
  }
  return found;
}

function compareOne(
  seed: number,
  source: string,
  expected: string,
  chosen: readonly Way[],
  { same, differences }: Comparison,
): void {
  for (const way of chosen) {
    const keepsLocals = isKeepingLocals(seed);
    const sort = difference(source, way, keepsLocals, expected);
    if (sort !== undefined) {
      differences.push({ seed, source, way, keepsLocals, sort });
      return;
    }
    same[way]++;
  }
}

function countOlder(seed: number, source: string, byOlder: string, counts: OlderCounts): void {
  if (difference(source, COMPARED, isKeepingLocals(seed), byOlder) === undefined) counts.same++;
  else counts.otherwise++;
}

const REFUSED =
  /^fuzz\.lua:\d+: [^\n]*( near |<goto |label |attribute|jumps into|break outside|'\.\.\.' outside)[^\n]*$/;
const ADDRESS = /: (builtin: )?0x|reference\.lua|bad argument .*no integer representation/;

/**
 * PUC Lua 5.4.4 loses the table of `captured[a <= b] = v` and complains of a number. It names what it could not index
 * when it is a variable or a field, so such a message without a name tells nothing.
 */
const LOST_TABLE = /attempt to index a \w+ value(?! \()/;

/** Here a whole number that is absent may be given to `next` (docs/language-deviations.md). */
const ABSENT_KEY = "invalid key to 'next'";

function saysNothing(expected: string): boolean {
  return [REFUSED, ADDRESS, LOST_TABLE].some((one) => one.test(expected)) || expected.startsWith(ENDLESS);
}

/** What sort of difference there is, or undefined. */
export function difference(
  source: string,
  way: Way,
  keepsLocals: boolean,
  expected: string,
): string | undefined {
  if (saysNothing(expected)) return undefined;
  const ours = printedByOurs(source, way, keepsLocals);
  if (ours === expected || expected.includes(ABSENT_KEY)) return undefined;
  const [a, b] = [ours.split('\n'), expected.split('\n')];
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a[i] ?? '', b[i] ?? ''];
    if (x !== y && !isByDesign(x, y)) return `${sortOf(x)} / ${sortOf(y)}`;
  }
  return undefined;
}

/** The message in a line, without what varies; nothing of other lines. */
function sortOf(line: string): string {
  const message = /(?:\.lua:\d+: |broken: )(.*)/.exec(line)?.[1] ?? '';
  return message.replace(/'[^']*'|"[^"]*"|\d+|%q/g, '').slice(0, 60);
}

/** Messages that are worded otherwise (docs/language-deviations.md). */
const REWORDED: readonly (readonly [ours: RegExp, reference: RegExp])[] = [
  [/attempt to perform arithmetic on a \w+ value( \(.*?\))?/, /attempt to \w+ a '\w+' with a '\w+'/],
  [/\(field '\?'\)/, /\(field 'integer index'\)/],
  [/table expected, got no value/, /(?<=bad argument #1 to 'ipairs' \()value expected/],
  // Functions of tables want one.
  [
    /(?:fuzz\.lua:\d+: )?bad argument #1 to '\w+' \(table expected, got \w+( value)?\)/,
    /attempt to get length of a \w+ value/,
  ],
  [/bad argument #\d+ to '[^']*'/, /bad argument #\d+ to '[^']*'/],
  // The line of a call in a chain of several lines.
  [/fuzz\.lua:\d+: (?=attempt to call)/, /fuzz\.lua:\d+: (?=attempt to call)/],
  [/got nil\b/, /got no value/],
  [/got no value/, /got nil\b/],
  [/(?<=invalid capture index %\d) in replacement string/, /(?<=invalid capture index %\d)(?!\d)/],
];

/** A sum beyond 2^53 of whole numbers of which one was written as a float: an integer here, of which the reference shows 14 digits. */
const ROUNDED = /-?\d(?:\.\d+)?e\+1[5-8](?!\d)/;
const LARGE = /-?\d{16,19}(?!\d)/;

function withoutRounded(ours: string, reference: string): [string, string] {
  let [x, y] = [ours, reference];
  for (;;) {
    const [large] = LARGE.exec(x) ?? [];
    const [rounded] = ROUNDED.exec(y) ?? [];
    if (large === undefined || rounded === undefined) return [x, y];
    if (Number(large).toPrecision(14) !== Number(rounded).toPrecision(14)) return [x, y];
    [x, y] = [x.replace(large, '?'), y.replace(rounded, '?')];
  }
}

function isByDesign(ours: string, reference: string): boolean {
  let [x, y] = withoutRounded(ours, reference);
  for (const [a, b] of REWORDED) if (a.test(x) && b.test(y)) [x, y] = [x.replace(a, '?'), y.replace(b, '?')];
  return x === y;
}
