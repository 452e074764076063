/**
 * The text of a unit: one factory that gives the functions of one source, and factories for single continuations.
 *
 *     (function (rt, P) { 'use strict'; const { S, R, ... } = rt; const g0 = rt.getter('x');
 *       return [function f0(self, ...va) {...}, function f1(self, l1) {...}]; })
 */
import { literal } from '../literal.ts';
import { type FunctionScope, isCell, type Resolution } from '../resolve.ts';
import { isTypeMethod } from '../types/method-names.ts';
import { writeExpression } from './expressions.ts';
import {
  FunctionEmitter,
  type Pool,
  type SiteInfo,
  saveText,
  type TempOrigin,
  type Writers,
} from './function-emitter.ts';
import { writeStatements } from './statements.ts';

const writers: Writers = { expression: writeExpression, statements: writeStatements };

/** Everything of the runtime that emitted code names. */
const NAMES =
  'S, R, T, Fn, Cell, Frame, Fields, NO_FIELDS, NO_UP, Traversal, push, slice, again, each, head, ret0, ret2, ret3, retN, all, resultAt, list, fill, ' +
  'typeAt, typeOfGiven, typeOfKnown, add, sub, mul, div, mod, pow, idiv, band, bor, bxor, shl, shr, unm, bnot, len, concat, eq, lt, le, index, setIndex, rawSet, touch, multiplyMasked, multiplyAddModulo, prepareLoop, loopValue, next, select';

class PoolText implements Pool {
  readonly everywhere: boolean;
  readonly detailed: boolean;
  readonly #names = new Map<string, string>();
  #text = '';

  constructor(everywhere: boolean, detailed: boolean) {
    this.everywhere = everywhere;
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
    return this.#name('g', `rt.getter(${literal(name)})`);
  }

  methodGetter(name: string): string {
    return isTypeMethod(name) ? this.#name('m', `rt.methodGetter(${literal(name)})`) : this.getter(name);
  }

  types(text: string): string {
    return this.#name('Y', `rt.typesOf(${literal(text)})`);
  }

  setter(name: string): string {
    return this.#name('s', `rt.setter(${literal(name)})`);
  }

  fields(names: readonly string[]): string {
    return this.#name('K', `rt.fieldsOf([${names.map((name) => literal(name)).join(', ')}])`);
  }

  wrap(text: string): string {
    return `(function (rt, P) { 'use strict'; const { ${NAMES} } = rt; ${this.#text}\nreturn ${text};\n})`;
  }
}

/** The sites at lines (from 1) of an emitted text. */
export type SiteLines = Map<number, { readonly index: number; readonly site: number }>;

/** What is known of the sites and temporaries of a function. */
export interface FunctionDetails {
  readonly sites: readonly SiteInfo[];
  readonly origins: ReadonlyMap<string, TempOrigin>;
}

interface FunctionText {
  readonly text: string;
  readonly emitter: FunctionEmitter;
}

export interface EmittedUnit {
  /** The factory of all functions. */
  readonly text: string;
  /** For each function its sites that are heads of loops. */
  readonly heads: readonly (readonly number[])[];
}

export function emitUnit(resolution: Resolution, everywhere: boolean): EmittedUnit {
  const { text, functions } = unitText(resolution, new PoolText(everywhere, false));
  return { text, heads: functions.map(({ emitter }) => emitter.heads) };
}

function unitText(resolution: Resolution, pool: PoolText): { text: string; functions: FunctionText[] } {
  const functions = resolution.functions.map((scope) => emitFunction(resolution, scope, pool));
  return { text: pool.wrap(`[${functions.map((each) => each.text).join(',\n')}]`), functions };
}

/** Where the sites stand in the text of `emitUnit`. */
export function unitSites(resolution: Resolution, everywhere: boolean): SiteLines {
  const { text, functions } = unitText(resolution, new PoolText(everywhere, true));
  const sites: SiteLines = new Map();
  let line = countLines(text.slice(0, text.indexOf('\nreturn ['))) + 2;
  for (const [index, each] of functions.entries()) {
    for (const [at, site] of linesOfSites(each.emitter)) sites.set(line + at, { index, site });
    line += countLines(each.text) + 1;
  }
  return sites;
}

/** One function again, for what is known of it. */
export function functionDetails(
  resolution: Resolution,
  index: number,
  everywhere: boolean,
): FunctionDetails | undefined {
  const scope = resolution.functions[index];
  if (scope === undefined) return undefined;
  const { emitter } = emitFunction(resolution, scope, new PoolText(everywhere, true));
  return { sites: emitter.info, origins: emitter.origins };
}

function countLines(text: string): number {
  let n = 0;
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) n++;
  return n;
}

/** The lines of the sites' pieces, counted from the first line of the body. */
function linesOfSites(e: FunctionEmitter): [number, number][] {
  const lines: [number, number][] = [];
  let line = 0;
  for (const [i, piece] of e.out.entries()) {
    line += countLines(piece);
    const site = e.marks.get(i);
    if (site !== undefined) lines.push([line, site]);
  }
  return lines;
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
      if (isCell(variable)) e.declare(`l${variable.id}`, `new Cell(p${variable.id})`);
    }
    e.statements(scope.body.block);
    e.write('return ret0();');
  });
}

function emitFunction(resolution: Resolution, scope: FunctionScope, pool: Pool): FunctionText {
  const e = new FunctionEmitter(resolution, scope, pool, -1, writers);
  const names = parameterNames(scope);
  const kept = entrySlots(scope);
  e.reserve(kept.length);
  walk(e);
  const { head, body, tail } = e.finish();
  const check = pool.everywhere ? 'R.fuel <= 0 && slice() || again()' : 'R.fuel <= 0 && slice()';
  const save = saveText(0, kept);
  const parameters = ['self', ...names, ...(scope.body.vararg ? ['...va'] : [])].join(', ');
  const start = `function f${scope.index}(${parameters}) { ${head} if (${check}) ${save} R.fuel -= ${e.weight}; ${environment(resolution, scope)}`;
  return { text: `${start}${body}${tail} }`, emitter: e };
}

/** Which continuation: of a site, and whether it takes its slots as arguments, as those of loops' heads do, or a frame and a value. */
export interface ContinuationOf {
  readonly index: number;
  readonly site: number;
  readonly isHead: boolean;
}

/** The factory of the continuation of one site. */
export function emitContinuation(resolution: Resolution, of: ContinuationOf, everywhere: boolean): string {
  return continuationText(resolution, of, new PoolText(everywhere, false)).text;
}

function continuationText(resolution: Resolution, of: ContinuationOf, pool: PoolText): FunctionText {
  const { index, site, isHead } = of;
  const scope = resolution.functions[index];
  if (scope === undefined) throw new Error(`the unit has no function ${index}`);
  const e = new FunctionEmitter(resolution, scope, pool, site, writers);
  walk(e);
  if (e.before) throw new Error(`function ${index} has no site ${site}`);
  const { head, body, tail } = e.finish();
  const E = environment(resolution, scope);
  const start = isHead
    ? `function h${index}_${site}(${['self', ...e.restored].join(', ')}) { ${E}${head}`
    : `function k${index}_${site}(fr, v) { const self = fr.self; ${E}${readSlots(e.restored)}${head}`;
  return { text: pool.wrap(`${start}${body}${tail} }`), emitter: e };
}

/** Where the sites stand in the text of `emitContinuation`. */
export function continuationSites(
  resolution: Resolution,
  of: ContinuationOf,
  everywhere: boolean,
): SiteLines {
  const { text, emitter } = continuationText(resolution, of, new PoolText(everywhere, true));
  const first = countLines(text.slice(0, text.indexOf('\nreturn function'))) + 2;
  return new Map(linesOfSites(emitter).map(([at, site]) => [first + at, { index: of.index, site }] as const));
}

function readSlots(names: readonly string[]): string {
  if (names.length === 0) return '';
  return `let ${names.map((name, i) => `${name} = ${slotOf(i)}`).join(', ')}; `;
}

/** Where a frame keeps its slot. */
export function slotOf(i: number): string {
  return i < 4 ? `fr.${'abcd'[i]}` : `fr.more[${i - 4}]`;
}
