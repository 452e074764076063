/**
 * Lua patterns, compiled: the text comes in, a flat program for `matcher.ts` goes out.
 *
 * A Lua pattern is one line of items, none of which contains another. So every choice point exists at most once at a
 * time, captures need no undoing, and a match needs no recursion.
 *
 *   P1  Four numbers for each instruction: operation, operand, set of what may follow, whether the end may follow.
 *   P2  Sets are rows of 256 bytes in `bits`, numbered by their offset.
 *   P3  A repetition is possessive (never gives back) when giving back cannot help: what follows cannot fail, or
 *       cannot begin with any byte of the repeated set.
 *   P4  All errors of a pattern are raised when it is compiled, worded as PUC Lua does.
 */
import { LuaError, R } from '../machine.ts';
import { byteSet, classOf, EVERYTHING, escapedSet, NOTHING, unite } from './byte-sets.ts';
import { Recent } from './recent.ts';

export const CHAR = 0;
export const SET = 1;
export const OPEN = 2;
export const CLOSE = 3;
export const POSITION = 4;
export const END = 5;
export const MATCH = 6;
export const STAR_POSSESSIVE = 7;
export const PLUS_POSSESSIVE = 8;
export const OPTION_POSSESSIVE = 9;
export const STAR = 10;
export const PLUS = 11;
export const OPTION = 12;
export const LAZY = 13;
export const FRONTIER = 14;
export const BALANCE = 15;
export const BACK = 16;

/** Numbers for each instruction (P1). */
export const WIDTH = 4;
export const MAX_CAPTURES = 32;

/** Items of a pattern. */
const MAX_ITEMS = 100_000;

export interface Pattern {
  readonly text: string;
  readonly code: Int32Array;
  readonly bits: Uint8Array;
  readonly captures: number;
  /** How many repetitions may be waiting to give back. */
  readonly choices: number;
  /** Begins with `^`. `gmatch` does not know it. */
  readonly isAnchored: boolean;
  /** What a match may begin with: offset of a set, and whether it may begin at the end of the subject. */
  readonly first: number;
  readonly firstAtEnd: boolean;
  /** The text that every match begins with. */
  readonly prefix: string;
  /**
   * The set of a possessive repetition that the pattern begins with, or -1. When a match fails, it fails from every
   * other place of the same run as well: all come to what follows at the same byte.
   */
  readonly leading: number;
  /** Set when the pattern has no special characters: then it is found by its prefix alone. */
  readonly isPlain: boolean;
  /** Steps that were spent on it, and the function that was made of it then (pattern-code.ts). */
  worked: number;
  compiled: ((subject: string, from: number) => number) | undefined;
  /** The same for a subject whose bytes are at hand (subject-bytes.ts). */
  compiledForBytes: ((subject: string, from: number) => number) | undefined;
}

interface Node {
  readonly op: number;
  /** A byte, the number of a capture, the bytes of `%b`, or the offset of a set. */
  readonly operand: number;
}

/** Long texts are not kept: they would count for nobody. */
const MAX_KEPT = 4096;

/** The pattern's program, from the cache or compiled. */
export function compile(text: string): Pattern {
  const known = recent(text);
  if (known !== undefined) return known;
  const pattern = patterns.get(text);
  if (text.length <= MAX_KEPT) slots[slotOf(text)] = pattern;
  return pattern;
}

/** For `gmatch`, where `^` is a byte like any other. */
export function compileUnanchored(text: string): Pattern {
  return text.charCodeAt(0) === CARET ? unanchored.get(text) : compile(text);
}

/** The pattern if it was used just now: a few places, compared by the text's identity first (measured: 5 ns, a map 25). */
export function recent(text: string): Pattern | undefined {
  const pattern = slots[slotOf(text)];
  return pattern !== undefined && pattern.text === text ? pattern : undefined;
}

const slots: (Pattern | undefined)[] = new Array(64).fill(undefined);

function slotOf(text: string): number {
  const n = text.length;
  return n === 0 ? 0 : (n * 7 + text.charCodeAt(n >> 1) * 3 + text.charCodeAt(n - 1)) & 63;
}

const patterns = new Recent(200, (text) => new Compiler(text, true).pattern());
const unanchored = new Recent(20, (text) => new Compiler(text, false).pattern());

const SPECIALS = /[\^$*+?.([%-]/;

/** Whether the text has no special characters and so stands for itself. */
export function isPlainText(text: string): boolean {
  return !SPECIALS.test(text);
}

const REPETITIONS: ReadonlyMap<string, number> = new Map([
  ['*', STAR],
  ['+', PLUS],
  ['?', OPTION],
  ['-', LAZY],
]);

const PERCENT = 37;
const CARET = 94;
const DASH = 45;
const CLOSE_BRACKET = 93;

class Compiler {
  readonly #text: string;
  readonly #isAnchored: boolean;
  readonly #nodes: Node[] = [];
  readonly #sets: Uint8Array[] = [];
  readonly #rows = new Map<Uint8Array, number>();
  #at: number;
  #captures = 0;
  /** Captures that are open, innermost last. */
  readonly #open: number[] = [];
  readonly #closed: boolean[] = [];

  constructor(text: string, anchors: boolean) {
    this.#text = text;
    this.#isAnchored = anchors && text.charCodeAt(0) === CARET;
    this.#at = this.#isAnchored ? 1 : 0;
  }

  pattern(): Pattern {
    while (this.#at < this.#text.length) {
      if (this.#nodes.length >= MAX_ITEMS) throw new LuaError('pattern too complex');
      this.#item();
    }
    R.fuel -= this.#nodes.length + (this.#text.length >> 4);
    if (this.#open.length > 0) throw new LuaError('unfinished capture');
    this.#nodes.push({ op: MATCH, operand: 0 });
    return this.#assemble();
  }

  #item(): void {
    const code = this.#text.charCodeAt(this.#at);
    const next = this.#text.charCodeAt(this.#at + 1);
    if (code === 40) this.#openCapture(next === 41);
    else if (code === 41) this.#closeCapture();
    else if (code === 36 && this.#at + 1 === this.#text.length) {
      this.#at++;
      this.#nodes.push({ op: END, operand: 0 });
    } else if (code === PERCENT && next === 98) this.#balance();
    else if (code === PERCENT && next === 102) this.#frontier();
    else if (code === PERCENT && next >= 48 && next <= 57) this.#backReference(next - 49);
    else this.#single();
  }

  #openCapture(isPosition: boolean): void {
    if (this.#captures >= MAX_CAPTURES) throw new LuaError('too many captures');
    const capture = this.#captures++;
    this.#nodes.push({ op: isPosition ? POSITION : OPEN, operand: capture });
    this.#closed[capture] = isPosition;
    if (!isPosition) this.#open.push(capture);
    this.#at += isPosition ? 2 : 1;
  }

  #closeCapture(): void {
    const capture = this.#open.pop();
    if (capture === undefined) throw new LuaError('invalid pattern capture');
    this.#nodes.push({ op: CLOSE, operand: capture });
    this.#closed[capture] = true;
    this.#at++;
  }

  #balance(): void {
    if (this.#at + 3 >= this.#text.length)
      throw new LuaError("malformed pattern (missing arguments to '%b')");
    const opening = this.#text.charCodeAt(this.#at + 2);
    this.#nodes.push({ op: BALANCE, operand: opening * 256 + this.#text.charCodeAt(this.#at + 3) });
    this.#at += 4;
  }

  #frontier(): void {
    this.#at += 2;
    if (this.#text[this.#at] !== '[') throw new LuaError("missing '[' after '%f' in pattern");
    this.#nodes.push({ op: FRONTIER, operand: this.#row(this.#bracket()) });
  }

  #backReference(capture: number): void {
    if (capture < 0 || this.#closed[capture] !== true) {
      throw new LuaError(`invalid capture index %${capture + 1}`);
    }
    this.#nodes.push({ op: BACK, operand: capture });
    this.#at += 2;
  }

  /** A class for one byte, and the repetition behind it. */
  #single(): void {
    const start = this.#at;
    const set = this.#class();
    const literal = this.#text.charCodeAt(start);
    const isLiteral = this.#at === start + 1 && literal !== 46;
    const repetition = REPETITIONS.get(this.#text[this.#at] ?? '');
    if (repetition !== undefined) {
      this.#at++;
      this.#nodes.push({ op: repetition, operand: this.#row(set) });
      return;
    }
    if (isLiteral) this.#nodes.push({ op: CHAR, operand: literal });
    else this.#nodes.push(this.#escaped(start) ?? { op: SET, operand: this.#row(set) });
  }

  /** `%.` and the like stand for one byte. */
  #escaped(start: number): Node | undefined {
    const code = this.#text.charCodeAt(start + 1);
    if (this.#text.charCodeAt(start) !== PERCENT || classOf(code) !== undefined) return undefined;
    return { op: CHAR, operand: code };
  }

  #class(): Uint8Array {
    const code = this.#text.charCodeAt(this.#at);
    if (code === 91) return this.#bracket();
    if (code === 46) {
      this.#at++;
      return EVERYTHING;
    }
    if (code !== PERCENT) {
      this.#at++;
      return byteSet(code);
    }
    if (this.#at + 1 >= this.#text.length) throw new LuaError("malformed pattern (ends with '%')");
    this.#at += 2;
    const escaped = this.#text.charCodeAt(this.#at - 1);
    return classOf(escaped) ?? byteSet(escaped);
  }

  /** `[set]`: its first byte is never the closing bracket. */
  #bracket(): Uint8Array {
    const text = this.#text;
    const start = this.#at + 1;
    const isComplement = text.charCodeAt(start) === CARET;
    const first = isComplement ? start + 1 : start;
    const end = this.#bracketEnd(first);
    const set = new Uint8Array(256);
    for (let at = first; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === PERCENT) {
        at++;
        unite(set, escapedSet(text.charCodeAt(at)));
      } else if (text.charCodeAt(at + 1) === DASH && at + 2 < end) {
        at += 2;
        set.fill(1, code, Math.max(code, text.charCodeAt(at) + 1));
      } else set[code] = 1;
    }
    this.#at = end + 1;
    return isComplement ? set.map((bit) => 1 - bit) : set;
  }

  #bracketEnd(first: number): number {
    let at = first;
    do {
      if (at >= this.#text.length) throw new LuaError("malformed pattern (missing ']')");
      at += this.#text.charCodeAt(at) === PERCENT ? 2 : 1;
    } while (this.#text.charCodeAt(at) !== CLOSE_BRACKET);
    return at;
  }

  /** The offset of the set in `bits` (P2). */
  #row(set: Uint8Array): number {
    const known = this.#rows.get(set);
    if (known !== undefined) return known;
    const row = 256 * (this.#sets.push(set) - 1);
    this.#rows.set(set, row);
    return row;
  }

  /** Walks from the end to the front, so that each instruction learns what may follow it. */
  #assemble(): Pattern {
    const code = new Int32Array(this.#nodes.length * WIDTH);
    let rest: Rest = { set: EVERYTHING, atEnd: true, cannotFail: true };
    let choices = 0;
    for (let i = this.#nodes.length - 1; i >= 0; i--) {
      const node = this.#nodes[i] as Node;
      const op = this.#possessive(node, rest);
      const isChoice = op >= STAR && op <= LAZY;
      if (isChoice) choices++;
      code.set([op, node.operand, isChoice ? this.#row(rest.set) : 0, rest.atEnd ? 1 : 0], i * WIDTH);
      rest = this.#before(node, rest);
    }
    const prefix = this.#prefix();
    return {
      text: this.#text,
      code,
      first: this.#row(rest.set),
      bits: joined(this.#sets),
      captures: this.#captures,
      choices,
      isAnchored: this.#isAnchored,
      firstAtEnd: rest.atEnd,
      prefix,
      leading: this.#leading(code),
      isPlain: prefix.length === this.#nodes.length - 1 && !this.#isAnchored,
      worked: 0,
      compiled: undefined,
      compiledForBytes: undefined,
    };
  }

  /** The operation, possessive where that is the same (P3). */
  #possessive({ op, operand }: Node, rest: Rest): number {
    if (op !== STAR && op !== PLUS && op !== OPTION) return op;
    const set = this.#sets[operand / 256] as Uint8Array;
    const isApart = rest.set.every((bit, i) => bit === 0 || set[i] === 0);
    return rest.cannotFail || isApart ? op - STAR + STAR_POSSESSIVE : op;
  }

  /** What may stand where the node begins. */
  #before({ op, operand }: Node, rest: Rest): Rest {
    const set = this.#sets[operand / 256];
    switch (op) {
      case MATCH:
      case OPEN:
      case CLOSE:
      case POSITION:
        return rest;
      case CHAR:
        return { set: byteSet(operand), atEnd: false, cannotFail: false };
      case BALANCE:
        return { set: byteSet(operand >> 8), atEnd: false, cannotFail: false };
      case END:
        return { set: NOTHING, atEnd: true, cannotFail: false };
      case BACK:
        return { set: EVERYTHING, atEnd: true, cannotFail: false };
      case FRONTIER:
        return { set: set as Uint8Array, atEnd: set?.[0] === 1, cannotFail: false };
      case SET:
      case PLUS:
        return { set: set as Uint8Array, atEnd: false, cannotFail: false };
      default: {
        const either = Uint8Array.from(rest.set);
        unite(either, set as Uint8Array);
        return { set: either, atEnd: rest.atEnd, cannotFail: rest.cannotFail };
      }
    }
  }

  #leading(code: Int32Array): number {
    const at = this.#nodes.findIndex(({ op }) => op !== OPEN);
    const op = code[at * WIDTH];
    const isRun = op === STAR_POSSESSIVE || op === PLUS_POSSESSIVE;
    // A back reference depends on where its capture began.
    if (!isRun || this.#nodes.some((node) => node.op === BACK)) return -1;
    return code[at * WIDTH + 1] as number;
  }

  #prefix(): string {
    const codes: number[] = [];
    for (const { op, operand } of this.#nodes) {
      if (op === CHAR) codes.push(operand);
      else if (op !== OPEN && op !== POSITION) break;
    }
    return String.fromCharCode(...codes.slice(0, 100));
  }
}

/** What may follow an instruction: a byte of the set, or the end; `cannotFail` when anything will do. */
interface Rest {
  readonly set: Uint8Array;
  readonly atEnd: boolean;
  readonly cannotFail: boolean;
}

function joined(sets: readonly Uint8Array[]): Uint8Array {
  const bits = new Uint8Array(sets.length * 256);
  sets.forEach((set, i) => {
    bits.set(set, i * 256);
  });
  return bits;
}
