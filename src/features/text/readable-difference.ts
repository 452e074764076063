/**
 * Makes differences readable, without changing what they say (after Fraser, "Writing: Diff Strategies", 2006).
 *
 *   Rd1  A kept part that is no longer than the changes on both its sides is given up: two words that happen to share
 *        a letter are two words.
 *   Rd2  A change that could stand in several places stands where words, lines or paragraphs begin or end.
 *   Rd3  What one end of a deletion and the other end of the insertion share is kept, when it is at least half of one.
 */
import {
  type Alternation,
  alternationOf,
  type Change,
  commonSuffix,
  type Difference,
  partsOf,
} from './difference.ts';

export function readable(parts: readonly Difference[]): Difference[] {
  const joined = joinedChanges(alternationOf(parts), isChance);
  const aligned = alignedChanges(alternationOf(partsOf(joined)));
  return withOverlaps(alternationOf(partsOf(aligned)));
}

/** Fewer and larger changes, for machines: a kept part shorter than `cost` between changes is not worth its place. */
export function efficient(parts: readonly Difference[], cost: number): Difference[] {
  const isCostly = (before: Change, between: string, after: Change) => {
    const edits = [before.taken, before.put, after.taken, after.put].filter((text) => text !== '').length;
    return between.length < cost && (edits === 4 || (edits === 3 && between.length < cost / 2));
  };
  return partsOf(joinedChanges(alternationOf(parts), isCostly));
}

const sizeOf = ({ taken, put }: Change) => Math.max(taken.length, put.length);

/** Rd1 */
function isChance(before: Change, between: string, after: Change): boolean {
  return between.length <= Math.min(sizeOf(before), sizeOf(after));
}

/** Gives up kept parts between two changes. A change that grew may swallow the one before it as well. */
function joinedChanges(
  { kept, changes }: Alternation,
  isGivenUp: (before: Change, between: string, after: Change) => boolean,
): Alternation {
  const keptSoFar: string[] = [kept[0] ?? ''];
  const changesSoFar: Change[] = [];
  for (const [index, next] of changes.entries()) {
    let change = next;
    for (;;) {
      const before = changesSoFar.at(-1);
      const between = keptSoFar.at(-1) ?? '';
      if (before === undefined || !isGivenUp(before, between, change)) break;
      change = { taken: before.taken + between + change.taken, put: before.put + between + change.put };
      changesSoFar.pop();
      keptSoFar.pop();
    }
    changesSoFar.push(change);
    keptSoFar.push(kept[index + 1] ?? '');
  }
  return { kept: keptSoFar, changes: changesSoFar };
}

/** Rd2 */
function alignedChanges({ kept, changes }: Alternation): Alternation {
  const keptNow = [...kept];
  const changesNow = changes.map((change, index) => {
    const { taken, put } = change;
    if (taken !== '' && put !== '') return change;
    const [before, edit, after] = bestPlace(keptNow[index] ?? '', taken + put, keptNow[index + 1] ?? '');
    keptNow[index] = before;
    keptNow[index + 1] = after;
    return taken === '' ? { taken, put: edit } : { taken: edit, put };
  });
  return { kept: keptNow, changes: changesNow };
}

/** Of all places where the edit could stand between what is before and after, the one that reads best. */
function bestPlace(before: string, edit: string, after: string): [string, string, string] {
  const back = commonSuffix(before, edit);
  const whole = before.slice(before.length - back) + edit + after;
  const fixed = before.slice(0, before.length - back);
  const most = whole.length - edit.length;
  let best = back;
  let bestScore = -1;
  for (let shift = 0; shift <= most; shift++) {
    const score =
      boundary(fixed + whole.slice(0, shift), whole.slice(shift, shift + edit.length)) +
      boundary(whole.slice(shift, shift + edit.length), whole.slice(shift + edit.length));
    // Later places are better when they are as good.
    if (score >= bestScore) [best, bestScore] = [shift, score];
    if (whole[shift] !== whole[shift + edit.length]) break;
  }
  const end = best + edit.length;
  return [fixed + whole.slice(0, best), whole.slice(best, end), whole.slice(end)];
}

const letter = /[\p{L}\p{N}]/u;
const space = /\s/;

/** How good a place between two texts is to cut: 6 at their ends, 0 within a word. */
function boundary(one: string, other: string): number {
  const [last, first] = [one.at(-1), other.at(0)];
  if (last === undefined || first === undefined) return 6;
  if (/\n\r?\n$/.test(one.slice(-3)) || /^\r?\n\r?\n/.test(other.slice(0, 4))) return 5;
  if (/[\r\n]/.test(last) || /[\r\n]/.test(first)) return 4;
  if (!letter.test(last) && !space.test(last) && space.test(first)) return 3;
  if (space.test(last) || space.test(first)) return 2;
  return letter.test(last) && letter.test(first) ? 0 : 1;
}

/** Rd3. The insertion stands in front when the overlap asks for it. */
function withOverlaps({ kept, changes }: Alternation): Difference[] {
  const parts: Difference[] = [];
  const add = (operation: Difference['operation'], text: string) => {
    if (text !== '') parts.push({ operation, text });
  };
  for (const [index, text] of kept.entries()) {
    add('equal', text);
    const { taken = '', put = '' } = changes[index] ?? {};
    const forward = overlap(taken, put);
    const backward = overlap(put, taken);
    const isWorth = (length: number) =>
      length > 0 && (length * 2 >= taken.length || length * 2 >= put.length);
    if (forward >= backward && isWorth(forward)) {
      add('delete', taken.slice(0, taken.length - forward));
      add('equal', put.slice(0, forward));
      add('insert', put.slice(forward));
    } else if (isWorth(backward)) {
      add('insert', put.slice(0, put.length - backward));
      add('equal', taken.slice(0, backward));
      add('delete', taken.slice(backward));
    } else {
      add('delete', taken);
      add('insert', put);
    }
  }
  return parts;
}

/** The longest end of one text that the other begins with. */
function overlap(one: string, other: string): number {
  for (let length = Math.min(one.length, other.length); length > 0; length--) {
    if (one.endsWith(other.slice(0, length))) return length;
  }
  return 0;
}
