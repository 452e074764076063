/** Programs of a seed, and where the engine prints something else than the reference. */
import fc from 'fast-check';
import { type Way, ways } from '../../src/lua/engine.testing.ts';
import { printedByOurs } from './ours.ts';
import { randomProgram } from './program.ts';
import { ENDLESS, printedByReference } from './reference.ts';

const word = () => fc.nat(0x3fffffff);

/** The same seed gives the same programs. */
export function programs(seed: number, count: number): string[] {
  return fc
    .sample(fc.noBias(fc.gen()), { seed, numRuns: count })
    .map((g) => randomProgram((limit) => g(word) % limit));
}

export interface Difference {
  readonly source: string;
  readonly way: Way;
  readonly sort: string;
}

export interface Comparison {
  /** How many programs printed the same, or by design otherwise, in each way of running. */
  readonly same: ReadonlyMap<Way, number>;
  /** Programs that say nothing: the reference refuses or stops them, or addresses show. */
  readonly silent: number;
  /** Each with the first way of running that shows it. */
  readonly differences: readonly Difference[];
}

/** So many programs go to one process of the reference. */
const BATCH = 100;

export function compare(sources: readonly string[], chosen: readonly Way[] = ways): Comparison {
  const same = new Map<Way, number>(chosen.map((way) => [way, 0]));
  const differences: Difference[] = [];
  let silent = 0;
  for (let at = 0; at < sources.length; at += BATCH) {
    const batch = sources.slice(at, at + BATCH);
    const expected = printedByReference(batch);
    for (const [i, source] of batch.entries()) {
      if (saysNothing(expected[i] ?? '')) silent++;
      else differences.push(...firstDifference(source, expected[i] ?? '', same));
    }
  }
  return { same, silent, differences };
}

function firstDifference(source: string, expected: string, same: Map<Way, number>): Difference[] {
  for (const way of same.keys()) {
    const sort = difference(source, way, expected);
    if (sort !== undefined) return [{ source, way, sort }];
    same.set(way, (same.get(way) ?? 0) + 1);
  }
  return [];
}

const REFUSED =
  /^fuzz\.lua:\d+: [^\n]*( near |<goto |label |attribute|jumps into|break outside|'\.\.\.' outside)[^\n]*$/;
const ADDRESS = /: (builtin: )?0x|reference\.lua|bad argument .*no integer representation/;

/**
 * PUC Lua 5.4.4 loses the table of `captured[a <= b] = v` and complains of a number. It names what it could not index
 * when it is a variable or a field, so such a message without a name tells nothing.
 */
const LOST_TABLE = /attempt to index a \w+ value(?! \()/;

function saysNothing(expected: string): boolean {
  return [REFUSED, ADDRESS, LOST_TABLE].some((one) => one.test(expected)) || expected.startsWith(ENDLESS);
}

/** What sort of difference there is, or undefined. */
export function difference(source: string, way: Way, expected: string): string | undefined {
  if (saysNothing(expected)) return undefined;
  const ours = printedByOurs(source, way);
  if (ours === expected) return undefined;
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
  [/bad argument #\d+ to '[^']*'/, /bad argument #\d+ to '[^']*'/],
  [/got nil\b/, /got no value/],
  [/got no value/, /got nil\b/],
  [/(?<=invalid capture index %\d) in replacement string/, /(?<=invalid capture index %\d)(?!\d)/],
];

function isByDesign(ours: string, reference: string): boolean {
  let [x, y] = [ours, reference];
  for (const [a, b] of REWORDED) if (a.test(x) && b.test(y)) [x, y] = [x.replace(a, '?'), y.replace(b, '?')];
  return x === y;
}
