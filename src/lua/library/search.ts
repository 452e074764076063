/** `string.find`, `match` and `gmatch`. A search that pauses is a frame with what it knows (F4). */
import {
  Cell,
  type Code,
  type Fn,
  Frame,
  host,
  hostClosure,
  push,
  R,
  ret2,
  ret3,
  retN,
  SLICE,
  type Value,
} from '../machine.ts';
import { touch } from '../operations.ts';
import { optionalInteger, textArgument } from './arguments.ts';
import { ends, goOn, isInBytes, matchStart, PAUSED, pausedAt, search, searchOn, starts } from './matcher.ts';
import { compile, compileUnanchored, isPlainText, type Pattern, recent } from './pattern.ts';
import { piece } from './piece.ts';
import { MAX_PIECE, pieceRead } from './subject-bytes.ts';

/** Where a search begins, counted from 0, for Lua's `init`: from 1, or from the end when negative. */
function startOf(init: Value, length: number, name: string): number {
  if (init === undefined) return 0;
  const position = optionalInteger(init, 3, name, 1);
  if (position > 0) return position - 1;
  return position === 0 ? 0 : Math.max(0, length + position);
}

const findCode: Code = (self, s, p, init, plain) => {
  const subject = typeof s === 'string' && R.loose === 0 ? s : textArgument(s, 1, 'find');
  const text = typeof p === 'string' ? p : textArgument(p, 2, 'find');
  const from = startOf(init, subject.length, 'find');
  if (from > subject.length) return undefined;
  if (plain !== undefined && plain !== false) return findPlain(subject, text, from);
  let pattern = recent(text);
  if (pattern === undefined) {
    if (isPlainText(text)) return findPlain(subject, text, from);
    pattern = compile(text);
  }
  return found(self, pattern, subject, search(pattern, subject, from));
};

function found(self: Fn, pattern: Pattern, subject: string, end: number): Value {
  if (end < 0) return end === PAUSED ? suspended(self, subject, pattern) : undefined;
  if (pattern.captures === 0) return ret2(matchStart + 1, end);
  const results: Value[] = [matchStart + 1, end];
  for (let i = 0; i < pattern.captures; i++) results.push(capture(subject, i));
  return retN(results);
}

export const find: Fn = host('string.find', findCode, {
  resume: (frame) => {
    const pattern = compile(frame.b as string);
    return found(
      frame.self,
      pattern,
      frame.a as string,
      goOn(pattern, frame.a as string, frame.more as number[]),
    );
  },
});

/** The slice is used up within a search: its frame goes on with it. */
export function suspended(self: Fn, subject: string, { text }: Pattern, state?: Value): Value {
  R.why = SLICE;
  R.n = 0;
  R.r0 = R.r1 = R.r2 = undefined;
  return push(new Frame(self, 1, subject, text, state, undefined, pausedAt));
}

function findPlain(subject: string, text: string, from: number): Value {
  const at = subject.indexOf(text, from);
  R.fuel -= ((at < 0 ? subject.length : at) - from) >> 6;
  return at < 0 ? undefined : ret2(at + 1, at + text.length);
}

const matchCode: Code = (self, s, p, init) => {
  const subject = typeof s === 'string' && R.loose === 0 ? s : textArgument(s, 1, 'match');
  const text = typeof p === 'string' ? p : textArgument(p, 2, 'match');
  const from = startOf(init, subject.length, 'match');
  if (from > subject.length) return undefined;
  const pattern = compile(text);
  return matched(self, pattern, subject, search(pattern, subject, from));
};

function matched(self: Fn, pattern: Pattern, subject: string, end: number): Value {
  if (end >= 0) return captures(pattern, subject, end);
  return end === PAUSED ? suspended(self, subject, pattern) : undefined;
}

export const match: Fn = host('string.match', matchCode, {
  resume: (frame) => {
    const pattern = compile(frame.b as string);
    return matched(
      frame.self,
      pattern,
      frame.a as string,
      goOn(pattern, frame.a as string, frame.more as number[]),
    );
  },
});

/**
 * What `gmatch` gives: captured are the subject, the pattern, and a cell with the place to go on from. That is the
 * end of the last match, where no empty one may follow; before the first match it is `-1 - start`.
 */
const iterator = hostClosure('string.gmatch.iterator', (self) => iterate(self, undefined), {
  resume: (frame) => iterate(frame.self, frame),
});

/** The next match, or what comes of one whose search has paused. */
function iterate(self: Fn, paused: Frame | undefined): Value {
  const subject = self.up[0] as string;
  const pattern = compileUnanchored(self.up[1] as string);
  const place = self.up[2] as Cell;
  const last = place.v as number;
  let from = paused === undefined ? (last < 0 ? -1 - last : last) : (paused.c as number);
  let going = paused;
  while (from <= subject.length) {
    const end =
      going === undefined
        ? searchOn(place, pattern, subject, from)
        : goOn(pattern, subject, going.more as number[]);
    going = undefined;
    if (end === PAUSED) return suspended(self, subject, pattern, from);
    if (end < 0) break;
    if (end === last) from++;
    else {
      moveTo(place, end);
      return captures(pattern, subject, end);
    }
  }
  moveTo(place, subject.length + 1);
  return undefined;
}

function moveTo(place: Cell, position: number): void {
  if (place.mark !== 0) touch(place);
  place.v = position;
}

export const gmatch: Code = (_self, s, p, init) => {
  const subject = textArgument(s, 1, 'gmatch');
  const text = textArgument(p, 2, 'gmatch');
  const from = startOf(init, subject.length, 'gmatch');
  compileUnanchored(text);
  return iterator(subject, text, new Cell(-1 - Math.min(from, subject.length + 1)));
};

/** A capture of the last match: its text, or its position. */
export function capture(subject: string, i: number): Value {
  const end = ends[i] as number;
  const start = starts[i] as number;
  return end < 0 ? start + 1 : matchedPiece(subject, start, end);
}

/** A piece of the subject of the last match. */
export function matchedPiece(subject: string, from: number, to: number): string {
  const isShort = to - from <= MAX_PIECE;
  return isInBytes && isShort ? pieceRead(subject, from, to) : piece(subject, from, to);
}

/** The captures of the last match, or the whole of it, as results. */
function captures(pattern: Pattern, subject: string, end: number): Value {
  switch (pattern.captures) {
    case 0:
      return matchedPiece(subject, matchStart, end);
    case 1:
      return capture(subject, 0);
    case 2:
      return ret2(capture(subject, 0), capture(subject, 1));
    case 3:
      return ret3(capture(subject, 0), capture(subject, 1), capture(subject, 2));
    default:
      return retN(captureList(pattern, subject, end));
  }
}

/** The captures of the last match, or the whole of it, as a list. */
export function captureList(pattern: Pattern, subject: string, end: number): Value[] {
  if (pattern.captures === 0) return [matchedPiece(subject, matchStart, end)];
  const list: Value[] = [];
  for (let i = 0; i < pattern.captures; i++) list.push(capture(subject, i));
  return list;
}
