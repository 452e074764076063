/**
 * Runs compiled patterns over byte strings.
 *
 * Hot: one loop and one switch over a flat program, no recursion, no allocation. A greedy repetition that may have to
 * give back leaves a choice point: instruction, lowest and current position.
 *
 *   M1  Every step and every byte that a repetition runs over is counted; a search that passes `MAX_STEPS` raises
 *       "pattern too complex", so that no pattern holds a scheduler.
 *   M2  The process pays for its steps in fuel.
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

/** Steps of one search: up to half a second (measured with patterns that try every division of their subject). */
export const MAX_STEPS = 20_000_000;

/** The captures of the last match: from `starts[i]` up to `ends[i]`, which is -1 for a position. */
export const starts = new Int32Array(MAX_CAPTURES);
export const ends = new Int32Array(MAX_CAPTURES);
/** Where the last match began. */
export let matchStart = 0;

/** Three numbers for each choice point: instruction, lowest and current position. */
let choices = new Int32Array(3 * 64);

let steps = 0;

function spend(count: number): void {
  R.fuel -= (count >> 4) + 1;
}

function tooComplex(): never {
  spend(steps);
  throw new LuaError('pattern too complex');
}

/** The end of the first match at or after `from`, or -1; where it began is in `matchStart`. */
export function search(pattern: Pattern, subject: string, from: number): number {
  steps = 0;
  if (!pattern.isAnchored) {
    const end = scan(pattern, subject, from);
    spend(steps);
    return end;
  }
  const mayBegin =
    from < subject.length ? pattern.bits[pattern.first + subject.charCodeAt(from)] === 1 : pattern.firstAtEnd;
  R.fuel--;
  if (!mayBegin) return -1;
  matchStart = from;
  const end = attempt(pattern, subject, from);
  spend(steps);
  return end;
}

/** Tries every place that a match may begin at. */
function scan(pattern: Pattern, subject: string, from: number): number {
  const { bits, first, firstAtEnd, prefix, leading } = pattern;
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
    } else while (i < n && bits[first + subject.charCodeAt(i)] === 0) i++;
    if (i === n && !firstAtEnd) break;
    const end = attempt(pattern, subject, i);
    steps += (i - begun) >> 3;
    if (end >= 0) {
      matchStart = i;
      return end;
    }
    if (leading >= 0) while (i < n && bits[leading + subject.charCodeAt(i)] === 1) i++;
    if (++i > n) break;
    if (steps > MAX_STEPS) tooComplex();
  }
  steps += (n - from) >> 3;
  return -1;
}

/** Matches at one place: the end, or -1. */
function attempt(pattern: Pattern, subject: string, from: number): number {
  const { code, bits } = pattern;
  const n = subject.length;
  let at = 0;
  let i = from;
  let top = 0;
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
    if (steps + ++count > MAX_STEPS) tooComplex();
    at += WIDTH;
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
