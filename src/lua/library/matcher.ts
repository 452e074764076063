/**
 * Runs compiled patterns over byte strings.
 *
 * Hot: one loop and one switch over a flat program, no recursion, no allocation. A greedy repetition that may have to
 * give back leaves a choice point: instruction, lowest and current position.
 *
 *   M1  Every step and every byte that a repetition runs over is counted; a search that passes the limit raises
 *       "pattern too complex", so that no pattern holds a scheduler.
 *   M2  The process pays for its steps in fuel. When that is used up the search pauses: all it knows is a list of
 *       numbers, with which it goes on in another slice.
 *   M3  Captures are registers of this module, valid until the next match.
 */
import { LuaError, R } from '../machine.ts';
import {
  BACK,
  BALANCE,
  CHAR,
  CLOSE,
  END,
  FRONTIER,
  LAZY,
  MATCH,
  MAX_CAPTURES,
  OPEN,
  OPTION,
  OPTION_POSSESSIVE,
  type Pattern,
  PLUS,
  PLUS_POSSESSIVE,
  POSITION,
  SET,
  STAR,
  STAR_POSSESSIVE,
  WIDTH,
} from './pattern.ts';
import { BEGAN, GIVEN_UP, type Search, type SearchParts, STEPS, searchCode } from './pattern-code.ts';
import { bytes, isRead } from './subject-bytes.ts';

/** Steps for one unit of fuel. */
const STEPS_PER_FUEL = 8;
/** Bytes that are skipped between two looks at the fuel: only so much is searched by a function of a pattern. */
export const SKIPPED = 2 ** 18;

/** How many steps a search makes at least before it pauses. */
export const patience = { steps: 1000 };

/** What a search gives that has paused; it goes on with `pausedAt`. */
export const PAUSED = -2;
/** Where the last search has paused: start, instruction (-1: between two starts), position, steps, captures, choices. */
export let pausedAt: number[] = [];

/** The captures of the last match: from `starts[i]` up to `ends[i]`, which is -1 for a position. */
export const starts = new Int32Array(MAX_CAPTURES + 2);
export const ends = new Int32Array(MAX_CAPTURES);
/** Where the last match began. */
export let matchStart = 0;
/** Whether the bytes of its subject are at hand. */
export let isInBytes = false;

/** Three numbers for each choice point: instruction, lowest and current position. */
let choices = new Int32Array(3 * 64);

let steps = 0;
/** Steps that are paid for. */
let paid = 0;
/** The steps at which the search pauses. */
let until = 0;

function begin(from: number): void {
  steps = from;
  paid = from;
  const affordable = R.fuel * STEPS_PER_FUEL;
  until = Math.min(R.limits.search, from + (affordable > patience.steps ? affordable : patience.steps));
}

/** Pays for the steps since the last payment, and gives the result of the search. */
function paying(end: number): number {
  R.fuel -= ((steps - paid) >> 3) + 1;
  return end;
}

function checkComplexity(): void {
  if (steps <= R.limits.search) return;
  paying(-1);
  throw new LuaError('pattern too complex');
}

/** The end of the first match at or after `from`, -1, or PAUSED; where it began is in `matchStart`. */
export function search(pattern: Pattern, subject: string, from: number): number {
  const { compiled } = pattern;
  isInBytes = false;
  if (compiled !== undefined && subject.length - from <= SKIPPED)
    return searchCompiled(compiled, pattern, subject, from);
  begin(0);
  const end = pattern.isAnchored ? searchHere(pattern, subject, from) : scan(pattern, subject, from);
  pattern.worked += steps + 1;
  if (pattern.worked > WORTH_COMPILING) {
    pattern.worked = TRIED;
    pattern.compiled = searchCode(pattern, OF_SEARCHES);
  }
  return paying(end);
}

/** Steps after which a pattern is made a function of its own. */
const WORTH_COMPILING = 2000;
/** Where the count goes on then: a small integer, as V8 would compile anew what counts fractions. */
const TRIED = -(2 ** 30);
/** Steps after which such a function gives up, and the search goes on by instructions, which can pause. */
const COMPILED_STEPS = 1000;
/** What the functions of patterns share. */
export const OF_SEARCHES: SearchParts = { starts, ends, limit: COMPILED_STEPS };

/** As `search`, for one of many searches of the same subject; `by` stands for them all. */
export function searchOn(by: object, pattern: Pattern, subject: string, from: number): number {
  const { compiled } = pattern;
  if (compiled === undefined || !isRead(by, subject, from)) return search(pattern, subject, from);
  pattern.compiledForBytes ??= searchCode(pattern, { ...OF_SEARCHES, bytes }) ?? compiled;
  isInBytes = true;
  return searchCompiled(pattern.compiledForBytes, pattern, subject, from);
}

function searchCompiled(compiled: Search, pattern: Pattern, subject: string, from: number): number {
  const end = compiled(subject, from);
  const made = starts[STEPS] as number;
  if (end === GIVEN_UP) {
    isInBytes = false;
    begin(0);
    steps = made;
    return paying(scan(pattern, subject, starts[BEGAN] as number));
  }
  R.fuel -= (made >> 3) + 1;
  if (end >= 0) matchStart = starts[BEGAN] as number;
  return end;
}

function searchHere(pattern: Pattern, subject: string, from: number): number {
  const mayBegin =
    from < subject.length ? pattern.bits[pattern.first + subject.charCodeAt(from)] === 1 : pattern.firstAtEnd;
  if (!mayBegin) return -1;
  matchStart = from;
  return attempt(pattern, subject, from, 0, from, 0);
}

/** Goes on with a search that has paused. */
export function goOn(pattern: Pattern, subject: string, paused: readonly number[]): number {
  const [start = 0, at = 0, i = 0, done = 0] = paused;
  isInBytes = false;
  begin(done);
  if (at < 0) return paying(scan(pattern, subject, start));
  for (let k = 0; k < MAX_CAPTURES; k++) {
    starts[k] = paused[FIXED + k] as number;
    ends[k] = paused[FIXED + MAX_CAPTURES + k] as number;
  }
  const top = paused.length - FIXED - 2 * MAX_CAPTURES;
  if (Math.max(pattern.choices * 3, top) > choices.length)
    choices = new Int32Array(Math.max(pattern.choices * 3, top));
  for (let k = 0; k < top; k++) choices[k] = paused[FIXED + 2 * MAX_CAPTURES + k] as number;
  matchStart = start;
  const end = attempt(pattern, subject, start, at, i, top);
  if (end !== -1 || pattern.isAnchored) return paying(end);
  return paying(scan(pattern, subject, nextStart(pattern, subject, start)));
}

/** The numbers of a paused search before its captures. */
const FIXED = 4;

function pause(start: number, at: number, i: number, top: number): number {
  pausedAt = [start, at, i, steps];
  if (at >= 0) pausedAt.push(...starts.subarray(0, MAX_CAPTURES), ...ends, ...choices.subarray(0, top));
  return PAUSED;
}

/** Where the next match may begin after none began at `i`. */
function nextStart({ bits, leading }: Pattern, subject: string, from: number): number {
  let i = from;
  if (leading >= 0) {
    const n = subject.length;
    while (i < n && bits[leading + subject.charCodeAt(i)] === 1) i++;
    steps += (i - from) >> 3;
  }
  return i + 1;
}

/** Tries every place that a match may begin at. */
function scan(pattern: Pattern, subject: string, from: number): number {
  const { bits, first, firstAtEnd, prefix } = pattern;
  const n = subject.length;
  let i = from;
  for (;;) {
    const begun = i;
    if (prefix !== '') {
      i = subject.indexOf(prefix, i);
      if (i < 0) {
        steps += (n - begun) >> 6;
        return -1;
      }
    } else {
      const stop = n - i > SKIPPED ? i + SKIPPED : n;
      while (i < stop && bits[first + subject.charCodeAt(i)] === 0) i++;
    }
    steps += (i - begun) >> 3;
    if (i === n && !firstAtEnd) return -1;
    const end = attempt(pattern, subject, i, 0, i, 0);
    if (end >= 0) matchStart = i;
    if (end !== -1) return end;
    i = nextStart(pattern, subject, i);
    if (i > n) return -1;
    if (steps > until) {
      checkComplexity();
      return pause(i, -1, 0, 0);
    }
  }
}

/** Matches at one place, or goes on with that at an instruction: the end, -1, or PAUSED. */
function attempt(
  pattern: Pattern,
  subject: string,
  start: number,
  instruction: number,
  position: number,
  depth: number,
): number {
  const { code, bits } = pattern;
  const n = subject.length;
  let at = instruction;
  let i = position;
  let top = depth;
  let count = 0;
  if (pattern.choices * 3 > choices.length) choices = new Int32Array(pattern.choices * 3);
  for (;;) {
    count++;
    // Each case goes on to the next instruction, or falls out of the switch when it fails.
    const operand = code[at + 1] as number;
    switch (code[at]) {
      case CHAR:
        if (i < n && subject.charCodeAt(i) === operand) {
          i++;
          at += WIDTH;
          continue;
        }
        break;
      case SET:
        if (i < n && bits[operand + subject.charCodeAt(i)] === 1) {
          i++;
          at += WIDTH;
          continue;
        }
        break;
      case OPEN:
        starts[operand] = i;
        at += WIDTH;
        continue;
      case CLOSE:
        ends[operand] = i;
        at += WIDTH;
        continue;
      case POSITION:
        starts[operand] = i;
        ends[operand] = -1;
        at += WIDTH;
        continue;
      case MATCH:
        steps += count;
        return i;
      case END:
        if (i === n) {
          at += WIDTH;
          continue;
        }
        break;
      case STAR_POSSESSIVE: {
        const low = i;
        while (i < n && bits[operand + subject.charCodeAt(i)] === 1) i++;
        count += (i - low) >> 3;
        at += WIDTH;
        continue;
      }
      case PLUS_POSSESSIVE: {
        const low = i;
        while (i < n && bits[operand + subject.charCodeAt(i)] === 1) i++;
        if (i === low) break;
        count += (i - low) >> 3;
        at += WIDTH;
        continue;
      }
      case OPTION_POSSESSIVE:
        if (i < n && bits[operand + subject.charCodeAt(i)] === 1) i++;
        at += WIDTH;
        continue;
      case STAR:
      case PLUS: {
        const low = i + (code[at] as number) - STAR;
        while (i < n && bits[operand + subject.charCodeAt(i)] === 1) i++;
        if (i < low) break;
        if (i > low) {
          choices[top] = at;
          choices[top + 1] = low;
          choices[top + 2] = i;
          top += 3;
        }
        count += (i - low) >> 3;
        at += WIDTH;
        continue;
      }
      case OPTION:
        if (i < n && bits[operand + subject.charCodeAt(i)] === 1) {
          choices[top] = at;
          choices[top + 1] = i;
          choices[top + 2] = ++i;
          top += 3;
        }
        at += WIDTH;
        continue;
      case LAZY:
        choices[top] = at;
        choices[top + 1] = i;
        choices[top + 2] = i;
        top += 3;
        if (mayFollow(code, bits, at, subject, i)) {
          at += WIDTH;
          continue;
        }
        break;
      case FRONTIER: {
        const before = i === 0 ? 0 : subject.charCodeAt(i - 1);
        const here = i < n ? subject.charCodeAt(i) : 0;
        if (bits[operand + before] === 0 && bits[operand + here] === 1) {
          at += WIDTH;
          continue;
        }
        break;
      }
      case BALANCE: {
        const end = balanced(subject, i, operand >> 8, operand & 255);
        if (end < 0) {
          count += (n - i) >> 3;
          break;
        }
        count += (end - i) >> 3;
        i = end;
        at += WIDTH;
        continue;
      }
      case BACK: {
        const length = repeated(subject, i, operand);
        if (length < 0) break;
        count += length >> 3;
        i += length;
        at += WIDTH;
        continue;
      }
    }
    // Back to the last choice: one byte less for a greedy repetition, one more for a lazy one.
    for (;;) {
      if (top === 0) {
        steps += count;
        return -1;
      }
      at = choices[top - 3] as number;
      i = choices[top - 1] as number;
      const begun = i;
      const set = code[at + 1] as number;
      const follow = code[at + 2] as number;
      if (code[at] === LAZY) {
        let byte = i < n ? subject.charCodeAt(i) : -1;
        let isLonger = false;
        while (byte >= 0 && bits[set + byte] === 1) {
          byte = ++i < n ? subject.charCodeAt(i) : -1;
          isLonger = byte >= 0 ? bits[follow + byte] === 1 : code[at + 3] === 1;
          if (isLonger) break;
        }
        count += (i - begun) >> 3;
        if (isLonger) {
          choices[top - 1] = i;
          break;
        }
      } else {
        const low = choices[top - 2] as number;
        i--;
        // Only the first place can be the end of the subject, and the run has been tried from there.
        while (i >= low && bits[follow + subject.charCodeAt(i)] === 0) i--;
        count += (begun - i) >> 3;
        if (i >= low) {
          if (i === low) top -= 3;
          else choices[top - 1] = i;
          break;
        }
      }
      count++;
      top -= 3;
    }
    at += WIDTH;
    if (steps + ++count > until) {
      steps += count;
      checkComplexity();
      return pause(start, at, i, top);
    }
  }
}

/** Whether what follows the instruction can begin here. */
function mayFollow(code: Int32Array, bits: Uint8Array, at: number, subject: string, i: number): boolean {
  return i < subject.length
    ? bits[(code[at + 2] as number) + subject.charCodeAt(i)] === 1
    : code[at + 3] === 1;
}

/** The end of a balanced piece, or -1. */
function balanced(subject: string, from: number, opening: number, closing: number): number {
  if (from >= subject.length || subject.charCodeAt(from) !== opening) return -1;
  let depth = 1;
  for (let i = from + 1; i < subject.length; i++) {
    const code = subject.charCodeAt(i);
    if (code === closing) {
      if (--depth === 0) return i + 1;
    } else if (code === opening) depth++;
  }
  return -1;
}

/** The length of the capture when it stands here again, or -1. */
function repeated(subject: string, at: number, capture: number): number {
  const start = starts[capture] as number;
  const length = (ends[capture] as number) - start;
  if (length < 0 || at + length > subject.length) return -1;
  for (let i = 0; i < length; i++) {
    if (subject.charCodeAt(start + i) !== subject.charCodeAt(at + i)) return -1;
  }
  return length;
}
