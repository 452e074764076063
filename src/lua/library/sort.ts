/**
 * `table.sort` by a comparator, or by `<` where it may ask metatables: a merge sort that can stop at any comparison.
 *
 * Stable, O(n log n) comparisons whatever the comparator says, and always at an end. It works on a copy, so an error
 * leaves the list as it was. All it knows is in `Sorting`, which is the state of its frame (F4).
 *
 * Runs of `RUN` are sorted by insertion, then merged. In each run the comparator is asked once in both directions:
 * when both are true it is no order.
 */
import { Fn, Frame, fail, host, MULTI, push, R, ret0, S, SLICE, type Value } from '../machine.ts';
import { lt, touch } from '../operations.ts';
import { defineState, parts } from '../snapshot/state-form.ts';
import { LuaTable } from '../table.ts';

const RUN = 8;

/** What a comparison was asked for. */
const INSERT = 0;
const CHECK = 1;

export class Sorting {
  /** The list that gets the result. */
  list: LuaTable;
  /** 1..n of `from` are the items; `to` takes what is merged. */
  from: Value[];
  to: Value[];
  n: number;
  /** Undefined: `<`. */
  before: Fn | undefined;
  asked = INSERT;
  /** The run that is being sorted, the item that is being inserted, and where it is compared. */
  low = 1;
  /** Whether the comparator was asked in both directions in this run. */
  isChecked = false;
  i = 2;
  at = 1;
  value: Value;
  /** 0 while runs are sorted, then the width of what is merged. */
  width = 0;
  left = 0;
  right = 0;
  middle = 0;
  high = 0;

  constructor(list: LuaTable, items: Value[], n: number, before: Fn | undefined) {
    this.list = list;
    this.from = items;
    this.to = [];
    this.n = n;
    this.before = before;
    this.value = items[2];
  }
}

defineState({
  name: 'table.sort/1',
  type: Sorting,
  changes: 'frames',
  save: (s): Value[] => [
    ...[s.list, s.before, s.value, s.isChecked],
    ...[s.n, s.asked, s.low, s.i, s.at, s.width, s.left, s.right, s.middle, s.high],
    ...[s.from.slice(), s.to.slice()],
  ],
  make: () => new Sorting(new LuaTable(), [], 0, undefined),
  fill(s, [list, before, value, isChecked, ...rest]) {
    const [from, to] = rest.splice(10);
    s.list = parts.of(LuaTable, list);
    s.before = parts.maybe(Fn, before);
    s.value = value;
    s.isChecked = parts.flag(isChecked);
    [s.n, s.asked, s.low, s.i, s.at, s.width, s.left, s.right, s.middle, s.high] = rest.map(
      parts.number,
    ) as Ten;
    s.from = parts.of(Array<Value>, from);
    s.to = parts.of(Array<Value>, to);
  },
});
type Ten = [number, number, number, number, number, number, number, number, number, number];

/** The frame of a sort whose slice is used up: it waits for no answer. */
const PAUSED = 1;
/** Items that are merged between two looks at the fuel, and what they cost besides their comparisons. */
const MERGED = 1024;
const MERGE_COST = 256;
/** What sorting a run costs besides its comparisons. */
const RUN_COST = 4;

function pause(s: Sorting): Value {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return push(new Frame(sortFrame, PAUSED, s, undefined, undefined, undefined, null));
}

const sortFrame: Fn = host('table.sort.step', () => ret0(), {
  resume: (frame, value) => {
    if (frame.site === PAUSED) return proceed(frame.a as Sorting, -1);
    return proceed(frame.a as Sorting, isTrue(value === S ? R.r0 : value) ? 1 : 0);
  },
});

function isTrue(value: Value): boolean {
  return value !== undefined && value !== false;
}

/** Sorts `items[1..n]` into the list. Nothing, or `S` with a reason. */
export function sortBy(list: LuaTable, items: Value[], n: number, before: Fn | undefined): Value {
  return proceed(new Sorting(list, items, n, before), -1);
}

/** Goes on with the answer to the comparison that was asked: 1, 0, or -1 at the start. */
function proceed(s: Sorting, given: -1 | 0 | 1): Value {
  let asked = given;
  while (s.width === 0) {
    let answer = asked;
    if (answer === -1) {
      const compared = compare(s, s.value, s.from[s.at]);
      if (compared === S) return S;
      answer = compared as 0 | 1;
    }
    asked = -1;
    if (s.asked === INSERT && answer === 0) place(s);
    else {
      if (s.asked === INSERT && !s.isChecked) {
        answer = check(s) as 0 | 1;
        if ((answer as Value) === S) return S;
        s.asked = CHECK;
      }
      if (s.asked === CHECK && answer === 1) return fail('invalid order function for sorting');
      shift(s);
    }
    if (s.low % MERGED === 1 && s.i === s.low + 1 && s.at === s.low && R.fuel <= 0) return pause(s);
  }
  while (s.width <= s.n) {
    if (mergePair(s, asked) === S) return S;
    asked = -1;
    startPair(s, s.high);
    if (R.fuel <= 0 && s.width <= s.n) return pause(s);
  }
  return finish(s);
}

/* The loop that takes the time: its counters are locals, and stored when the comparator suspends. */
function mergePair(s: Sorting, given: -1 | 0 | 1): Value {
  const { before, from, to, middle, high } = s;
  let { left, right } = s;
  let answer = given;
  while (left < middle && right < high) {
    if (answer === -1) {
      const result =
        before === undefined ? lt(from[right], from[left]) : before.code(before, from[right], from[left]);
      if (result === S) {
        if (R.why !== MULTI) {
          s.left = left;
          s.right = right;
          return push(new Frame(sortFrame, 0, s, undefined, undefined, undefined, null));
        }
        answer = isTrue(R.r0) ? 1 : 0;
      } else answer = result !== undefined && result !== false ? 1 : 0;
    }
    to.push(answer === 1 ? from[right++] : from[left++]);
    answer = -1;
    if (to.length % MERGED === 0) {
      R.fuel -= MERGE_COST;
      if (R.fuel <= 0) {
        s.left = left;
        s.right = right;
        return pause(s);
      }
    }
  }
  while (left < middle) to.push(from[left++]);
  while (right < high) to.push(from[right++]);
  return undefined;
}

/** 1 or 0, or `S`: then the frame is saved. */
function compare(s: Sorting, a: Value, b: Value): Value {
  const { before } = s;
  const result = before === undefined ? lt(a, b) : before.code(before, a, b);
  if (result === true) return 1;
  if (result === S) {
    if (R.why !== MULTI) return push(new Frame(sortFrame, 0, s, undefined, undefined, undefined, null));
    return isTrue(R.r0) ? 1 : 0;
  }
  return isTrue(result) ? 1 : 0;
}

function check(s: Sorting): Value {
  s.asked = CHECK;
  s.isChecked = true;
  return compare(s, s.from[s.at], s.value);
}

/** The item goes further down. */
function shift(s: Sorting): void {
  s.asked = INSERT;
  s.from[s.at + 1] = s.from[s.at];
  s.at--;
  if (s.at < s.low) place(s);
}

/** The item has its place; the next one follows, or the next run, or the merging. */
function place(s: Sorting): void {
  s.from[s.at + 1] = s.value;
  s.i++;
  if (s.i >= s.low + RUN || s.i > s.n) {
    s.low += RUN;
    R.fuel -= RUN_COST;
    s.isChecked = false;
    s.i = s.low + 1;
    if (s.i > s.n) {
      startMerging(s, RUN);
      return;
    }
  }
  s.value = s.from[s.i];
  s.at = s.i - 1;
}

function startMerging(s: Sorting, width: number): void {
  s.width = width;
  if (width >= s.n) {
    s.width = s.n + 1;
    return;
  }
  s.to = [0];
  startPair(s, 1);
}

/** Two neighbouring runs from `low`; a run without a neighbour is taken over, and then the next width follows. */
function startPair(s: Sorting, low: number): void {
  let at = low;
  while (at <= s.n && at + s.width > s.n) s.to.push(s.from[at++]);
  if (at > s.n) {
    const { from } = s;
    s.from = s.to;
    s.to = from;
    startMerging(s, s.width * 2);
    return;
  }
  s.left = at;
  s.middle = at + s.width;
  s.right = s.middle;
  s.high = Math.min(s.middle + s.width, s.n + 1);
}

/** The comparator may have changed the list meanwhile: what it holds then is replaced. */
function finish(s: Sorting): Value {
  const { list, from } = s;
  if (list.mark !== 0 && !touch(list)) return fail('attempt to modify a read-only table');
  if (list.arr.length === s.n + 1) list.arr = from.slice(0, s.n + 1);
  else for (let i = 1; i <= s.n; i++) list.set(i, from[i]);
  return ret0();
}
