/**
 * Settles the shapes of what compiled code handles, before any is compiled.
 *
 * V8 notes for each field of a class which kinds of values it has held, compiles code that relies on it, and gives that
 * code up when another kind comes: the frames, cells and tables of a program's first second would have V8 compile its
 * loops several times over. Guests put values of all kinds there, so each field gets them at once.
 */

import { Hash, LINEAR } from './hash.ts';
import { Cell, Coroutine, Fn, Frame, finish, host, R, ret0 } from './machine.ts';
import { Fields, LuaTable } from './table.ts';
import { UNNOTED } from './unnoted.ts';

const nothing = host('shapes.settled', () => ret0());

/** Two kinds are enough: a field that has held a small integer and an object is one of anything. */
export function settleShapes(): void {
  for (const value of [1, 'text']) {
    const isFirst = value === 1;
    const frame = new Frame(nothing, 0, value, value, value, value, isFirst ? null : [value]);
    frame.next = isFirst ? null : new Frame(nothing, 0, value, value, value, value, null);
    new Cell(value).v = frame.next;
    new Fn(nothing.code, [value], nothing.proto);
    const table = new LuaTable(new Fields(), [undefined, value]);
    table.mt = isFirst ? null : new LuaTable();
    table.hash = isFirst ? null : settledHash();
    const coroutine = new Coroutine(nothing);
    coroutine.frames = frame;
    coroutine.body = null;
    coroutine.resumer = isFirst ? null : new Coroutine(nothing);
    R.head = R.tail = R.rest = frame;
    R.coroutine = coroutine;
    R.r0 = R.r1 = R.r2 = R.error = value;
    R.loose = R.level = isFirst ? 1 : 0;
    R.blame = isFirst ? { verb: '', operands: [] } : null;
  }
  R.rest = R.coroutine = null;
  for (let i = 0; i < UNNOTED; i++) settleEnds();
  R.head = R.tail = null;
  R.r0 = R.r1 = R.r2 = R.error = undefined;
}

/** All ways of `finish`: one that V8 has not seen is where the code of a loop that comes to its end is given up. */
function settleEnds(): void {
  R.head = R.tail = null;
  for (const site of [0, 1, 2, undefined, -2, -3])
    finish(nothing, site, undefined, undefined, undefined, undefined, null);
}

/** One that has had all forms, with a shared list of keys and with a map. */
function settledHash(): Hash {
  const hash = new Hash();
  hash.set('__index', 1);
  for (let i = 0; i <= LINEAR; i++) hash.set(i + 0.5, 'text');
  return new Hash();
}
