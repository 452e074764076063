/**
 * `table.sort` by a comparator, or by `<` where it may ask metatables: a merge sort that can stop at any comparison.
 *
 * Stable, O(n log n) comparisons whatever the comparator says, and always at an end. It works on a copy, so an error
 * leaves the list as it was. All it knows is in `Sorting`, which is the state of its frame (F4).
 *
 * Runs of `RUN` are sorted by insertion, then merged. In each run the comparator is asked once in both directions:
 * when both are true it is no order.
 */
import { type Code, Fn, Frame, fail, host, push, R, ret0, S, SLICE, type Value } from '../machine.ts';
import { lt, touch } from '../operations.ts';
import { defineState, parts } from '../snapshot/state-form.ts';
import { LuaTable } from '../table.ts';
import { BLOCK, INSERT, makeLoops, RUN, type SortExits, type SortLoops } from './sort-code.ts';
import { blockSize, sortBlock } from './sort-natively.ts';

export class Sorting {
  /** The list that gets the result. */
  list: LuaTable;
  /** 1..n of `from` are the items; the first `filled` places of `to` are merged. */
  from: Value[];
  to: Value[];
  filled = 0;
  n: number;
  /** Undefined: `<`. */
  before: Fn | undefined;
  asked = INSERT;
  /**
   * The run or block that is being sorted, the item that is being inserted, and where it is compared. While a block of many
   * is merged `at` is the first place of it, below 0.
   */
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
    ...[s.from.slice(), s.to.slice(0, s.filled)],
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
    s.filled = s.to.length;
    // What is not yet merged gets its place.
    if (s.filled > 0) s.to = s.to.concat(s.from.slice(s.filled));
  },
});
type Ten = [number, number, number, number, number, number, number, number, number, number];

/** Frames of a sort whose slice is used up: they wait for no answer. */
const PAUSED = 1;
const IN_BLOCKS = 2;

function pause(s: Sorting, site: number): Value {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return push(new Frame(sortFrame, site, s, undefined, undefined, undefined, null));
}

const sortFrame: Fn = host('table.sort.step', () => ret0(), {
  resume: (frame, value) => {
    if (frame.site === PAUSED) return proceed(frame.a as Sorting, -1);
    if (frame.site === IN_BLOCKS) return proceedInBlocks(frame.a as Sorting);
    return proceed(frame.a as Sorting, isTrue(value === S ? R.r0 : value) ? 1 : 0);
  },
});

function isTrue(value: Value): boolean {
  return value !== undefined && value !== false;
}

const exits: SortExits<Sorting> = {
  waiting: (s) => push(new Frame(sortFrame, 0, s, undefined, undefined, undefined, null)),
  paused: (s) => pause(s, PAUSED),
  refused: () => fail('invalid order function for sorting'),
  less: lt,
};

/** What comparators share until they are asked often, and what needs none. */
let shared: SortLoops<Sorting> | undefined;
let plain: SortLoops<Sorting> | undefined;

/** The items that a comparator has sorted so far, or loops of its own. */
const asked = new WeakMap<Code, number | SortLoops<Sorting>>();
/** Items that are worth the making of loops. */
const MANY = 2000;

function loopsFor({ before, n }: Sorting): SortLoops<Sorting> {
  if (before === undefined) {
    plain ??= makeLoops(exits, false);
    return plain;
  }
  const known = asked.get(before.code) ?? 0;
  if (typeof known !== 'number') return known;
  if (known + n < MANY) {
    asked.set(before.code, known + n);
    shared ??= makeLoops(exits, true);
    return shared;
  }
  const own = makeLoops(exits, true);
  asked.set(before.code, own);
  return own;
}

/** Sorts `items[1..n]` into the list. Nothing, or `S` with a reason. */
export function sortBy(list: LuaTable, items: Value[], n: number, before: Fn | undefined): Value {
  return proceed(new Sorting(list, items, n, before), -1);
}

/** Sorts numbers or texts, whose blocks can be sorted natively. */
export function sortInBlocks(list: LuaTable, items: Value[], n: number): Value {
  return proceedInBlocks(new Sorting(list, items, n, undefined));
}

function proceedInBlocks(s: Sorting): Value {
  const size = blockSize(s.from[1]);
  while (s.low <= s.n) {
    const end = Math.min(s.low + size, s.n + 1);
    sortBlock(s.from, s.low, end);
    R.fuel -= end - s.low;
    s.low = end;
    if (R.fuel <= 0 && end <= s.n) return pause(s, IN_BLOCKS);
  }
  startMerging(s, size);
  return proceed(s, -1);
}

/** Goes on with the answer to the comparison that was asked: 1, 0, or -1 when none was. */
function proceed(s: Sorting, given: -1 | 0 | 1): Value {
  const loops = loopsFor(s);
  let answer = given;
  while (s.width <= s.n) {
    if (s.width === 0) {
      if (loops.insert(s, answer) === S) return S;
      startBlock(s);
    } else {
      if (loops.merge(s, answer) === S) return S;
      startPair(s, s.high);
    }
    answer = -1;
    if (R.fuel <= 0 && s.width <= s.n) return pause(s, PAUSED);
  }
  return finish(s);
}

/** The runs below `low` are sorted: all that there are, or those of a block, or of the first ones as an earlier version left them. */
function startBlock(s: Sorting): void {
  const isFirst = s.to.length <= s.n;
  if (!isFirst) s.at = 1 - s.low + ((s.low - 2) % BLOCK);
  else if (s.i <= s.n) s.at = -1;
  startMerging(s, RUN);
}

function startMerging(s: Sorting, width: number): void {
  if (s.at < 0 && width >= BLOCK) {
    s.at = s.i - 1;
    if (s.i <= s.n) {
      s.value = s.from[s.i];
      s.width = 0;
      return;
    }
  }
  s.width = width;
  if (width >= s.n) {
    s.width = s.n + 1;
    return;
  }
  if (s.to.length <= s.n) s.to = s.from.slice();
  s.filled = s.at < 0 ? -s.at : 1;
  startPair(s, s.filled);
}

/** Two neighbouring runs from `low`; a run without a neighbour is taken over, and then the next width follows. */
function startPair(s: Sorting, low: number): void {
  const last = s.at < 0 && s.i <= s.n ? s.low - 1 : s.n;
  let at = low;
  while (at <= last && at + s.width > last) s.to[s.filled++] = s.from[at++];
  if (at > last) {
    const { from } = s;
    s.from = s.to;
    s.to = from;
    startMerging(s, s.width * 2);
    return;
  }
  s.left = at;
  s.middle = at + s.width;
  s.right = s.middle;
  s.high = Math.min(s.middle + s.width, last + 1);
}

/** The comparator may have changed the list meanwhile: what it holds then is replaced. */
function finish(s: Sorting): Value {
  const { list, from } = s;
  if (list.mark !== 0 && !touch(list)) return fail('attempt to modify a read-only table');
  if (list.arr.length === s.n + 1) list.arr = from;
  else for (let i = 1; i <= s.n; i++) list.set(i, from[i]);
  return ret0();
}
