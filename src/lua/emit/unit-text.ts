/**
 * The text of a unit: one factory that gives the functions of one source, and factories for single continuations.
 *
 *     (function (rt, P) { 'use strict'; const { S, R, ... } = rt; const g0 = rt.getter('x');
 *       return [{'main chunk': function (self, ...va) {...}}, {'area': function (self, l1) {...}}]; })
 *
 * A function stands in an object, under its name in the source: so V8's profiles and stacks call it by that name. To be
 * profiled, each function is a text of its own whose lines are those of the source.
 */
import { isLeaf, LEAF_COST } from '../leaf-functions.ts';
import { literal } from '../literal.ts';
import { type FunctionScope, isCell, type Resolution } from '../resolve.ts';
import { isTypeMethod } from '../types/method-names.ts';
import { writeExpression } from './expressions.ts';
import { fuelCheck } from './fuel-check.ts';
import { FunctionEmitter, type Piece, type Writers } from './function-emitter.ts';
import { isIntegerTree } from './integer-trees.ts';
import type { Pool, SearchName } from './pool.ts';
import { quickExit } from './quick-exit.ts';
import { type SiteInfo, saveText, type TempOrigin } from './site.ts';
import { writeStatements } from './statements.ts';

const writers: Writers = {
  expression: writeExpression,
  statements: writeStatements,
  isTree: isIntegerTree,
};

/** Everything of the runtime that emitted code names. */
const NAMES =
  'S, R, T, Fn, Cell, Fields, NO_FIELDS, NO_UP, Traversal, callOfHost, save, finish, tick, tickOfPiece, enter, again, each, head, piece, innerPiece, ret0, ret2, ret3, retN, all, resultAt, list, put, fill, ' +
  'typeAt, typeOfGiven, typeOfKnown, add, sub, mul, div, mod, pow, idiv, band, bor, bxor, shl, shr, unm, bnot, len, concat, same, eq, lt, le, index, append, setIndex, rawSet, touch, multiplyMasked, multiplyAddModulo, multiplyAdd, xorMultiply, whole, lower, fromHalves, highProduct, WideInteger, widen, narrow, rem, numberOnly, prepareLoop, loopValue, next, select, stringByte, stringSub, stringFind, stringMatch, tableInsert, oneByte';

const NAME_LIST = NAMES.split(', ');

/** How a unit is emitted. */
export interface EmitOptions {
  readonly everywhere: boolean;
  readonly keepsLocals: boolean;
  /** The lines of the text are those of the source, as far as evaluation follows them. */
  readonly followsLines: boolean;
}

class PoolText implements Pool {
  readonly everywhere: boolean;
  readonly keepsLocals: boolean;
  readonly followsLines: boolean;
  readonly detailed: boolean;
  readonly #names = new Map<string, string>();
  readonly #read = new Set<string>();
  readonly #written = new Set<string>();
  #text = '';
  #usesIntegers = false;

  constructor({ everywhere, keepsLocals, followsLines }: EmitOptions, detailed: boolean) {
    this.everywhere = everywhere;
    this.keepsLocals = keepsLocals;
    this.followsLines = followsLines;
    this.detailed = detailed;
  }

  #name(letter: string, value: string): string {
    let name = this.#names.get(letter + value);
    if (name === undefined) {
      name = `${letter}${this.#names.size}`;
      this.#names.set(letter + value, name);
      this.#text += `const ${name} = ${value}; `;
    }
    return name;
  }

  getter(name: string): string {
    this.#read.add(name);
    return this.#name('g', `rt.getter(${literal(name)})`);
  }

  methodGetter(name: string): string {
    return isTypeMethod(name) ? this.#name('m', `rt.methodGetter(${literal(name)})`) : this.getter(name);
  }

  search(name: SearchName, pattern: string): string {
    return this.#name('L', `rt.literalSearch('${name}', ${literal(pattern)})`);
  }

  types(text: string): string {
    return this.#name('Y', `rt.typesOf(${literal(text)})`);
  }

  usesIntegers(): void {
    this.#usesIntegers = true;
  }

  setter(name: string): string {
    this.#written.add(name);
    return this.#name('s', `rt.setter(${literal(name)})`);
  }

  fields(names: readonly string[]): string {
    return this.#name('K', `rt.fieldsOf([${names.map((name) => literal(name)).join(', ')}])`);
  }

  head(index: number, site: number): string {
    const key = `h${index}_${site}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `H${this.#names.size}`;
      this.#names.set(key, name);
      this.#text += `let ${name}; `;
    }
    return name;
  }

  #prepared(): string {
    const [read, written] = [this.#read, this.#written].map((set) => Array.from(set, literal).join(', '));
    return this.#read.size + this.#written.size < 3 ? '' : `rt.prepareAccess([${read}], [${written}]); `;
  }

  /** The factory of what `body` is, and where that begins. `all`: it is long, so nobody looks for the names that it needs. */
  wrap(body: string, all: boolean): { readonly text: string; readonly at: number } {
    const named = all ? NAMES : NAME_LIST.filter((name) => body.includes(name)).join(', ');
    const settled = this.#usesIntegers ? 'rt.settleIntegers(); ' : '';
    const names = `const { ${named} } = rt; ${settled}${this.#prepared()}${this.#text}`;
    const start = `(function (rt, P) { 'use strict'; ${names}${this.followsLines ? '' : '\n'}return `;
    return { text: `${start}${body};\n})`, at: start.length };
  }
}

/** Which continuation: of a site, and whether it takes its slots as arguments, as those of loops' heads do, or a frame and a value. */
export interface ContinuationOf {
  readonly index: number;
  readonly site: number;
  readonly isHead: boolean;
}

/** What one text holds: all functions of a unit, one of them, or one continuation. */
export type Part =
  | { readonly type: 'unit' }
  | { readonly type: 'function'; readonly index: number }
  | ({ readonly type: 'continuation' } & ContinuationOf);

/** The source line of the first line of a part whose lines are followed. */
export function firstLineOf(resolution: Resolution, part: Part): number {
  return part.type === 'unit' ? 1 : scopeAt(resolution, part.index).body.line;
}

/** The factory of a part: it gives the part's functions, each in an object. */
export function emitPart(resolution: Resolution, part: Part, options: EmitOptions): string {
  return partText(resolution, part, new PoolText(options, false)).text;
}

export interface EmittedUnit {
  /** The factory of all functions. */
  readonly text: string;
  /** For each function its sites that are heads of loops. */
  readonly heads: readonly (readonly number[])[];
  /** For each function the heads that are functions of their own, in the order in which they stand behind it. */
  readonly pieces: readonly (readonly number[])[];
}

export function emitUnit(resolution: Resolution, options: EmitOptions): EmittedUnit {
  const { text, functions } = partText(resolution, { type: 'unit' }, new PoolText(options, false));
  return {
    text,
    heads: functions.map(({ emitter }) => emitter.heads),
    pieces: functions.map(({ pieces }) => pieces.slice(1).map(({ first }) => first)),
  };
}

/** A text with the places where its sites begin, in order. */
export interface PlacedText {
  readonly text: string;
  readonly sites: readonly { readonly offset: number; readonly index: number; readonly site: number }[];
}

/** A part again, for where its sites stand. */
export function placePart(resolution: Resolution, part: Part, options: EmitOptions): PlacedText {
  const { text, functions } = partText(resolution, part, new PoolText(options, true));
  const sites = functions.flatMap(({ at, pieces, emitter }) =>
    pieces.flatMap(({ bodyAt, out, marks }) => {
      let offset = at + bodyAt;
      return out.flatMap((written, i) => {
        const site = marks.get(i);
        const found = site === undefined ? [] : [{ offset, index: emitter.scope.index, site }];
        offset += written.length;
        return found;
      });
    }),
  );
  return { text, sites };
}

/** What is known of the sites and temporaries of a function. */
export interface FunctionDetails {
  readonly sites: readonly SiteInfo[];
  readonly origins: ReadonlyMap<string, TempOrigin>;
}

/** A function again, for what is known of it. */
export function functionDetails(
  resolution: Resolution,
  index: number,
  options: EmitOptions,
): FunctionDetails {
  const { emitter } = emitFunction(resolution, scopeAt(resolution, index), new PoolText(options, true));
  return { sites: emitter.info, origins: emitter.origins };
}

function scopeAt({ functions }: Resolution, index: number): FunctionScope {
  const scope = functions[index];
  if (scope === undefined) throw new Error(`the unit has no function ${index}`);
  return scope;
}

interface FunctionText {
  readonly text: string;
  readonly pieces: readonly PlacedPiece[];
  readonly emitter: FunctionEmitter;
}

interface PlacedPiece extends Piece {
  /** Where the emitter's own text begins in the text of the function. */
  readonly bodyAt: number;
}

interface PartText {
  readonly text: string;
  /** `at`: where the function's text begins. */
  readonly functions: readonly (FunctionText & { readonly at: number })[];
}

function partText(resolution: Resolution, part: Part, pool: PoolText): PartText {
  if (part.type !== 'unit') {
    const scope = scopeAt(resolution, part.index);
    const only =
      part.type === 'function'
        ? emitFunction(resolution, scope, pool)
        : emitContinuation(resolution, scope, part, pool);
    const { text, at } = pool.wrap(`[${only.text}]`, false);
    return { text, functions: [{ ...only, at: at + 1 }] };
  }
  const all = resolution.functions.map((scope) => emitFunction(resolution, scope, pool, true));
  const { text, at } = pool.wrap(`[${all.map((each) => each.text).join(',\n')}]`, true);
  let next = at + 1;
  const functions = all.map((each) => {
    const found = { ...each, at: next };
    next += each.text.length + 2;
    return found;
  });
  return { text, functions };
}

/** What V8 calls the function: `area`, `Shape:area`, `main chunk`. Never alone `__proto__`, which would be no property. */
function shownName({ index, body: { name, line } }: FunctionScope): string {
  if (index === 0) return 'main chunk';
  if (name === '') return `anonymous:${line}`;
  return name === '__proto__' ? `${name}:${line}` : name;
}

/**
 * An object with a function for each piece, under its name. `opening` gives what stands in front of a piece's own text;
 * `atOnce`: in parentheses, so that V8 compiles it without looking through it first.
 */
function namedFunction(e: FunctionEmitter, opening: (piece: Piece) => string, atOnce = false): FunctionText {
  const pieces: PlacedPiece[] = [];
  let text = '{';
  for (const piece of [...e.pieces, e.piece()]) {
    const name =
      e.pieces.length === 0 ? shownName(e.scope) : `${shownName(e.scope)}, part ${pieces.length + 1}`;
    text += `${pieces.length === 0 ? '' : ',\n'}${literal(name)}: ${atOnce ? '(' : ''}function ${opening(piece)}`;
    pieces.push({ ...piece, bodyAt: text.length });
    text += `${piece.out.join('')}${piece.tail} }${atOnce ? ')' : ''}`;
  }
  return { text: `${text}}`, pieces, emitter: e };
}

function environment(resolution: Resolution, scope: FunctionScope): string {
  const at = scope.captures.findIndex((capture) => capture.variable === resolution.environment);
  return at < 0 ? '' : `const E = self.up[${at}]; `;
}

/** The raw names of the parameters: those that live in cells arrive under another name. */
export function parameterNames(scope: FunctionScope): string[] {
  return scope.parameters.map((variable) => `${isCell(variable) ? 'p' : 'l'}${variable.id}`);
}

/** What the entry saves: the arguments as they came. */
function entrySlots(scope: FunctionScope): string[] {
  const names = parameterNames(scope);
  return scope.body.vararg ? [...names, 'va'] : names;
}

function walk(e: FunctionEmitter): void {
  const { scope } = e;
  e.entry(entrySlots(scope));
  e.inBlock(() => {
    for (const variable of scope.parameters) {
      e.active.push(variable);
      if (e.resolution.numbers.has(variable)) e.numbers.add(`l${variable.id}`);
      if (isCell(variable)) e.declare(`l${variable.id}`, `new Cell(p${variable.id})`);
    }
    e.statements(scope.body.block);
    if (!e.endsInInnerPiece) e.write('return ret0();');
  });
}

function emitFunction(
  resolution: Resolution,
  scope: FunctionScope,
  pool: Pool,
  takesPieces = false,
): FunctionText {
  const e = new FunctionEmitter(resolution, scope, pool, -1, writers, takesPieces);
  const names = parameterNames(scope);
  const kept = entrySlots(scope);
  e.reserve(kept.length);
  walk(e);
  const E = environment(resolution, scope);
  const parameters = ['self', ...names, ...(scope.body.vararg ? ['...va'] : [])].join(', ');
  return namedFunction(e, ({ first, head, captures, restored }) => {
    if (first > 0) return headOpening(e, E + captures, restored, head);
    const stop =
      isLeaf(scope.body) && e.weight <= LEAF_COST && !pool.everywhere
        ? ''
        : `if (${fuelCheck(e, 0, 'other', e.weight)}) ${saveText(0, kept)}`;
    return `(${parameters}) { ${stop === '' ? '' : quickExit(e)}${head} ${stop} ${E}${captures}`;
  });
}

/**
 * The continuation of a loop's head takes its slots as arguments. Those that are numbers are made known to V8 as such,
 * which otherwise checks and boxes what a loop changes in each round (measured: a loop of sums and remainders -20 %).
 */
function headOpening(e: FunctionEmitter, constants: string, slots: readonly string[], head: string): string {
  const known = slots.filter((name) => e.numbers.has(name)).map((name) => `${name} = +${name}; `);
  return `(${['self', ...slots].join(', ')}) { ${constants}${known.join('')}${head}`;
}

function emitContinuation(
  resolution: Resolution,
  scope: FunctionScope,
  { site, isHead }: ContinuationOf,
  pool: Pool,
): FunctionText {
  const e = new FunctionEmitter(resolution, scope, pool, site, writers);
  walk(e);
  if (e.before) throw new Error(`function ${scope.index} has no site ${site}`);
  const E = environment(resolution, scope);
  const opening = ({ head, captures, restored }: Piece): string =>
    isHead
      ? headOpening(e, E + captures, restored, head)
      : `(fr, v) { const self = fr.self; ${E}${captures}${readSlots(e, restored)}${head}`;
  return namedFunction(e, opening, true);
}

function readSlots(e: FunctionEmitter, names: readonly string[]): string {
  if (names.length === 0) return '';
  return `let ${names.map((name, i) => `${name} = ${e.numbers.has(name) ? '+' : ''}${slotOf(i)}`).join(', ')}; `;
}

/** Where a frame keeps its slot. */
export function slotOf(i: number): string {
  return i < 4 ? `fr.${'abcd'[i]}` : `fr.more[${i - 4}]`;
}
