/**
 * The text of a unit: one factory that gives the functions of one source, and factories for single continuations.
 *
 *     (function (rt, P) { 'use strict'; const { S, R, ... } = rt; const g0 = rt.getter('x');
 *       return [function f0(self, ...va) {...}, function f1(self, l1) {...}]; })
 */
import { literal } from '../literal.ts';
import { type FunctionScope, isCell, type Resolution } from '../resolve.ts';
import { writeExpression } from './expressions.ts';
import {
  FunctionEmitter,
  type Pool,
  type SiteInfo,
  type TempOrigin,
  type Writers,
} from './function-emitter.ts';
import { writeStatements } from './statements.ts';

const writers: Writers = { expression: writeExpression, statements: writeStatements };

/** Everything of the runtime that emitted code names. */
const NAMES =
  'S, R, T, Fn, Cell, Frame, Fields, NO_FIELDS, NO_UP, Traversal, push, slice, again, each, head, ret0, ret2, ret3, retN, all, resultAt, list, fill, ' +
  'add, sub, mul, div, mod, pow, idiv, band, bor, bxor, shl, shr, unm, bnot, len, concat, eq, lt, le, index, setIndex, rawSet, touch, multiplyMasked, multiplyAddModulo, prepareLoop, loopValue, next, select';

class PoolText implements Pool {
  readonly everywhere: boolean;
  readonly #names = new Map<string, string>();
  #text = '';

  constructor(everywhere: boolean) {
    this.everywhere = everywhere;
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

/** A text, and where in it the sites stand. */
export interface EmittedText {
  readonly text: string;
  /** By line (from 1), counted when it is asked for: only errors do. */
  siteLines(): SiteLines;
}

export type SiteLines = Map<number, { readonly index: number; readonly site: number }>;

/** All functions of a unit, with what is known of their sites and temporaries. */
export interface EmittedUnit extends EmittedText {
  readonly info: (readonly SiteInfo[])[];
  readonly origins: ReadonlyMap<string, TempOrigin>[];
}

interface FunctionText {
  readonly text: string;
  lines(): [line: number, site: number][];
  readonly info: readonly SiteInfo[];
  readonly origins: ReadonlyMap<string, TempOrigin>;
}

/** The factory of all functions, with what is known of their sites. */
export function emitUnit(resolution: Resolution, everywhere: boolean): EmittedUnit {
  const pool = new PoolText(everywhere);
  const functions = resolution.functions.map((scope) => emitFunction(resolution, scope, pool));
  const text = pool.wrap(`[${functions.map((each) => each.text).join(',\n')}]`);
  const siteLines = () => {
    const sites: SiteLines = new Map();
    let line = countLines(text.slice(0, text.indexOf('\nreturn ['))) + 2;
    for (const [index, each] of functions.entries()) {
      for (const [at, site] of each.lines()) sites.set(line + at, { index, site });
      line += countLines(each.text) + 1;
    }
    return sites;
  };
  return {
    text,
    siteLines,
    info: functions.map((each) => each.info),
    origins: functions.map((each) => each.origins),
  };
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
  const save = `{ $p = 0; ${kept.map((name, i) => `$${i} = ${name}; `).join('')}break X; }`;
  const parameters = ['self', ...names, ...(scope.body.vararg ? ['...va'] : [])].join(', ');
  const start = `function f${scope.index}(${parameters}) { ${head} if (${check}) ${save} R.fuel -= ${e.weight}; ${environment(resolution, scope)}`;
  return { text: `${start}${body}${tail} }`, lines: () => linesOfSites(e), info: e.info, origins: e.origins };
}

/** The factory of the continuation of one site. A loop's head takes its slots as arguments, all others a frame and a value. */
export function emitContinuation(
  resolution: Resolution,
  index: number,
  site: number,
  everywhere: boolean,
  isHead: boolean,
): EmittedText {
  const pool = new PoolText(everywhere);
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
  const text = pool.wrap(`${start}${body}${tail} }`);
  const siteLines = () => {
    const first = countLines(text.slice(0, text.indexOf('\nreturn function'))) + 2;
    const lines = linesOfSites(e).map(([at, of]) => [first + at, { index, site: of }] as const);
    return new Map(lines);
  };
  return { text, siteLines };
}

function readSlots(names: readonly string[]): string {
  if (names.length === 0) return '';
  return `let ${names.map((name, i) => `${name} = ${slotOf(i)}`).join(', ')}; `;
}

/** Where a frame keeps its slot. */
export function slotOf(i: number): string {
  return i < 4 ? `fr.${'abcd'[i]}` : `fr.more[${i - 4}]`;
}
