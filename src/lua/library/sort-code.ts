/**
 * The two loops of a sort as JavaScript of their own for each comparator that is asked often: then V8 sees one callee
 * in them and puts the comparator into the loop (measured: a third of the time of a loop that many comparators share).
 *
 *   So1  The text is the same for all but for its number, which keeps V8 from taking two of them for one. Nothing of a
 *        guest is in it (G1).
 *   So2  The counters are locals; they are stored into the state whenever a loop is left.
 *   So3  A loop gives undefined when it has come to its end, or `S` with a reason. `given` is the answer that was waited
 *        for, 1 or 0, or -1.
 *   So4  After each answer the fuel is looked at. So a comparator of few steps is hardly ever stopped within.
 */
import { MULTI, R, S, type Value } from '../machine.ts';

/** What was asked for. */
export const INSERT = 0;
export const CHECK = 1;

/** Items that are sorted by insertion before runs are merged, and what a run costs besides its comparisons. */
export const RUN = 8;
const RUN_COST = 4;
/**
 * Items that are sorted, runs and merging, before the next ones are begun: what they hold stays in the processor's caches
 * (measured: a list of 100,000 records -40 %). `RUN` times a power of 4, so they are merged an even number of times.
 */
export const BLOCK = 8192;
/** Items that are merged for one payment, and what they cost besides their comparisons. */
const MERGED = 1024;
const MERGE_COST = 256;

export interface SortLoops<State> {
  /** Sorts the runs of a block. */
  insert(state: State, given: -1 | 0 | 1): Value;
  /** Merges two neighbouring runs. */
  merge(state: State, given: -1 | 0 | 1): Value;
}

/** How a loop leaves before its end, and what orders items without a comparator. */
export interface SortExits<State> {
  /** The frame that waits for an answer has been pushed. */
  waiting(state: State): Value;
  /** The slice is used up. */
  paused(state: State): Value;
  /** The comparator says of two items that each comes before the other. */
  refused(): Value;
  less(a: Value, b: Value): Value;
}

/** Takes the answer to a comparison into `isBefore`; when it does not come at once the loop is left. */
const answer = (store: string) => `
    if (result === true) isBefore = true;
    else if (result !== S) isBefore = result !== undefined && result !== false;
    else if (R.why === MULTI) isBefore = R.r0 !== undefined && R.r0 !== false;
    else { ${store} return exits.waiting(s); }`;

const storeRun =
  's.low = low; s.i = i; s.at = at; s.value = value; s.asked = asked; s.isChecked = isChecked;';

/* Each run asks the comparator once in both directions: when both are true it is no order. */
const insert = (call: string) => `function insert(s, given) {
  const { before, from, n } = s;
  let { low, i, at, value, asked, isChecked } = s;
  let isBefore = given === 1, isKnown = given !== -1;
  for (;;) {
    if (!isKnown) {
      const x = asked === INSERT ? value : from[at], y = asked === INSERT ? from[at] : value;
      const result = ${call};
      ${answer(storeRun)}
    }
    isKnown = false;
    if (asked === CHECK) {
      if (isBefore) return exits.refused();
      asked = INSERT;
      isBefore = true;
    } else if (isBefore && !isChecked) {
      isChecked = true;
      asked = CHECK;
      continue;
    }
    if (isBefore) {
      from[at + 1] = from[at];
      at--;
    }
    if (!isBefore || at < low) {
      from[at + 1] = value;
      i++;
      if (i >= low + RUN || i > n) {
        low += RUN;
        R.fuel -= RUN_COST;
        isChecked = false;
        i = low + 1;
        if (i > n || low % BLOCK === 1) {
          ${storeRun}
          return undefined;
        }
      }
      value = from[i];
      at = i - 1;
    }
    if (R.fuel <= 0) { ${storeRun} return exits.paused(s); }
  }
}`;

const storePair = 's.left = left; s.right = right; s.filled = filled;';

const merge = (call: string) => `function merge(s, given) {
  const { before, from, to, middle, high } = s;
  let { left, right, filled } = s;
  let isBefore = given === 1, isKnown = given !== -1;
  while (left < middle && right < high) {
    const x = from[right], y = from[left];
    if (!isKnown) {
      const result = ${call};
      ${answer(storePair)}
    }
    isKnown = false;
    if (isBefore) {
      to[filled++] = x;
      right++;
    } else {
      to[filled++] = y;
      left++;
    }
    if (filled % MERGED === 0) R.fuel -= MERGE_COST;
    if (R.fuel <= 0) { ${storePair} return exits.paused(s); }
  }
  while (left < middle) to[filled++] = from[left++];
  while (right < high) to[filled++] = from[right++];
  s.filled = filled;
  return undefined;
}`;

let made = 0;

/** Makes loops of their own; without a comparator, `exits.less` says what comes first. */
export function makeLoops<State>(exits: SortExits<State>, hasComparator: boolean): SortLoops<State> {
  const call = hasComparator
    ? 'before.code(before, x, y)'
    : "typeof x === 'number' && typeof y === 'number' ? x < y : exits.less(x, y)";
  const text = `'use strict'; /* ${++made} */ return { insert: ${insert(call)}, merge: ${merge(call)} };`;
  const known = { exits, R, S, MULTI, INSERT, CHECK, RUN, RUN_COST, BLOCK, MERGED, MERGE_COST };
  return new Function(...Object.keys(known), text)(...Object.values(known)) as SortLoops<State>;
}
