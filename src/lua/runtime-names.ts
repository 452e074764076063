/** What emitted code gets by name (see emit/unit-text.ts). */

import { installFallbacks } from './fallbacks.ts';
import * as fieldAccess from './field-access.ts';
import { fromHalves, highProduct } from './integer.ts';
import { ONE_BYTE as oneByte, byte as stringByte, sub as stringSub } from './library/bytes-of-text.ts';
import { literalSearch } from './library/literal-search.ts';
import { next, select } from './library/recognised.ts';
import { find as stringFind, match as stringMatch } from './library/search.ts';
import { settleJobs } from './library/substitute.ts';
import { insert as tableInsert } from './library/table.ts';
import * as loopBounds from './loop-bounds.ts';
import {
  Cell,
  Fn,
  finish,
  LuaError,
  MULTI,
  R,
  results,
  ret0,
  ret2,
  ret3,
  retN,
  S,
  SLICE,
  save,
  setResults,
  type Value,
} from './machine.ts';
import * as operations from './operations.ts';
import { beginInnerPiece, beginPiece, enter, settleChecks, tick, tickOfPiece } from './preemption.ts';
import { settleIntegers } from './settled-integers.ts';
import { settleShapes } from './settled-shapes.ts';
import { EMPTY_PROTOTYPE, Fields, LuaTable, NO_FIELDS } from './table.ts';
import { Traversal } from './traversal.ts';
import { typeAt, typeOfGiven, typeOfKnown, typesOf } from './types/source-types.ts';
import { methodGetter } from './types/type-methods.ts';
import { narrow, WideInteger, widen } from './wide-integer.ts';

/** What a forced suspension keeps until its frame goes on: the value, or all results of a call. */
export interface Stash {
  readonly value: Value;
  readonly results: Value[] | undefined;
}

/** Suspends at a site although its operation is done: the result waits in the stash. */
function each(value: Value): Value {
  if (value === S && R.why !== MULTI) return S;
  R.stash = { value, results: value === S ? results(S) : undefined };
  R.why = SLICE;
  return S;
}

/** Whether an entry or a head suspends: always, but for the time right after it was resumed. */
function again(): boolean {
  if (R.resumed) {
    R.resumed = false;
    return false;
  }
  R.why = SLICE;
  return true;
}

/** Puts a value into a table that is being constructed; it may have been saved meanwhile. */
function put(table: LuaTable, place: number, value: Value): void {
  if (table.mark !== 0) operations.touch(table);
  table.set(place, value);
}

/** Puts results into a table after its first `from` places. */
function fill(table: LuaTable, from: number, values: readonly Value[]): void {
  if (table.mark !== 0) operations.touch(table);
  for (const [i, value] of values.entries()) table.set(from + i + 1, value);
}

/** A result that the code takes for a number: only a function that has changed since it was called gives anything else. */
function numberOnly(value: Value): number {
  if (typeof value === 'number') return value;
  throw new LuaError('a function that always returns a number has changed, and returned another value');
}

/** The code that begins at the head of a loop. */
function head(proto: LoopHeads, site: number): unknown {
  return proto.head(site);
}

/** The same where it is a piece, which begins now. */
function piece(proto: LoopHeads, site: number): unknown {
  beginPiece();
  return proto.head(site);
}

/** The same in another function than the main chunk. */
function innerPiece(proto: LoopHeads, site: number): unknown {
  beginInnerPiece();
  return proto.head(site);
}

interface LoopHeads {
  head(site: number): unknown;
}

export const runtimeNames = {
  ...operations,
  ...fieldAccess,
  ...loopBounds,
  S,
  R,
  T: LuaTable,
  Fn,
  Cell,
  Fields,
  NO_FIELDS,
  NO_UP: [],
  EMPTY_PROTOTYPE,
  Traversal,
  WideInteger,
  widen,
  narrow,
  fromHalves,
  highProduct,
  save,
  finish,
  tick,
  tickOfPiece,
  enter,
  again,
  each,
  fill,
  put,
  numberOnly,
  head,
  piece,
  innerPiece,
  ret0,
  ret2,
  ret3,
  retN,
  setResults,
  next,
  select,
  stringByte,
  stringSub,
  stringFind,
  stringMatch,
  tableInsert,
  oneByte,
  literalSearch,
  settleIntegers,
  methodGetter,
  typesOf,
  typeAt,
  typeOfGiven,
  typeOfKnown,
};

installFallbacks();
settleShapes();
settleJobs();
settleChecks();
