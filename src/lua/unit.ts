/**
 * A unit: one source text, compiled. It is known by the hash of its text and shared by all processes of a thread.
 *
 * The tree is dropped after emission; a continuation, or a message about an operand, parses the one source again
 * (the last few trees are kept).
 */
import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import type { SiteInfo, TempOrigin } from './emit/function-emitter.ts';
import { emitContinuation, emitUnit } from './emit/unit-text.ts';
import { type Code, Fn, type Frame, type Proto, R, type UnitOfCode, type Value } from './machine.ts';
import { parse } from './parser.ts';
import { type Resolution, resolve } from './resolve.ts';
import { runtimeNames } from './runtime-names.ts';
import type { LuaTable } from './table.ts';

export interface CompileOptions {
  /** Every site suspends each time: the proof that a process can stop anywhere. */
  readonly everywhere?: boolean;
}

type Continuation = (frame: Frame, value: Value) => Value;
type Head = (self: Fn, ...slots: Value[]) => Value;

/** Where an emitted line stands in the source. */
export interface Place {
  readonly unit: Unit;
  readonly index: number;
  readonly site: number;
}

/** Scripts by number, so that a line of a JavaScript stack leads back to its site. Weak: a unit that is gone takes its own along. */
interface ScriptOrigin {
  readonly unit: WeakRef<Unit>;
  readonly index: number;
  readonly site: number;
  readonly isHead: boolean;
}
const scripts: ScriptOrigin[] = [];

const trees = new Map<Unit, Resolution>();
const TREES_KEPT = 16;

export class Unit implements UnitOfCode {
  readonly name: string;
  readonly source: string;
  #hash: string | undefined;
  readonly everywhere: boolean;
  readonly protos: LuaProto[] = [];

  constructor(source: string, name: string, options: CompileOptions = {}) {
    this.source = source;
    this.name = name;
    this.everywhere = options.everywhere ?? false;
    const resolution = this.#tree();
    const { text, info } = emitUnit(resolution, this.everywhere);
    const codes = this.#run(text, -1, -1, false) as Code[];
    for (const [index, code] of codes.entries()) {
      const scope = resolution.functions[index];
      const sites = info[index];
      if (scope === undefined || sites === undefined) throw new Error('a function was lost in emission');
      const lines = sites.map((site) => site.line);
      const heads = sites.flatMap((site, i) => (site.role === 'head' ? [i] : []));
      const { body } = scope;
      this.protos.push(
        new LuaProto(
          this,
          index,
          body.name,
          body.parameters.length,
          body.vararg,
          body.line,
          code,
          lines,
          heads,
        ),
      );
    }
  }

  /** Of the source. Made when it is first asked for: most units are run and never saved. */
  get hash(): string {
    this.#hash ??= createHash('sha256').update(this.source, 'latin1').digest('hex');
    return this.#hash;
  }

  /** The function of the whole text in an environment: calling it runs the text. */
  load(environment: LuaTable): Fn {
    const main = this.protos[0];
    if (main === undefined) throw new Error('a unit has a main function');
    return new Fn(main.code, [environment], main);
  }

  #tree(): Resolution {
    const known = trees.get(this);
    if (known !== undefined) return known;
    const resolution = resolve(parse(this.source, this.name));
    trees.set(this, resolution);
    if (trees.size > TREES_KEPT) {
      const [oldest] = trees.keys();
      if (oldest !== undefined) trees.delete(oldest);
    }
    return resolution;
  }

  #run(text: string, index: number, site: number, isHead: boolean): unknown {
    const id = scripts.push({ unit: new WeakRef(this), index, site, isHead }) - 1;
    const part = index < 0 ? '' : `?${index}.${site}`;
    const script = new Script(text, { filename: `lua:${id}/${encodeURIComponent(this.name)}${part}` });
    return script.runInThisContext()(runtimeNames, this.protos);
  }

  compileContinuation(index: number, site: number): Continuation {
    const { text } = emitContinuation(this.#tree(), index, site, this.everywhere, false);
    return this.#run(text, index, site, false) as Continuation;
  }

  compileHead(index: number, site: number): Head {
    const { text } = emitContinuation(this.#tree(), index, site, this.everywhere, true);
    return this.#run(text, index, site, true) as Head;
  }

  /** What is known of the sites of a function: node, role, slots by name. Made anew from the source. */
  sitesOf(index: number): readonly SiteInfo[] {
    return emitUnit(this.#tree(), this.everywhere).info[index] ?? [];
  }

  /** Which node each temporary of a function belongs to. Made anew from the source. */
  originsOf(index: number): ReadonlyMap<string, TempOrigin> {
    return emitUnit(this.#tree(), this.everywhere).origins[index] ?? new Map();
  }

  get resolution(): Resolution {
    return this.#tree();
  }

  /** The site at a line of an emitted text. */
  placeAt(origin: ScriptOrigin, line: number): Place | undefined {
    const emitted =
      origin.index < 0
        ? emitUnit(this.#tree(), this.everywhere)
        : emitContinuation(this.#tree(), origin.index, origin.site, this.everywhere, origin.isHead);
    const sites = emitted.siteLines();
    for (let at = line; at > 0; at--) {
      const found = sites.get(at);
      if (found !== undefined) return { unit: this, ...found };
    }
    return undefined;
  }

  /** The text that V8 gets, for `--print` and for people. */
  get emitted(): string {
    return emitUnit(this.#tree(), this.everywhere).text;
  }
}

const STACK_LINE = /lua:(\d+)\/[^\s()]*?:(\d+):\d+/;

/** The site that a line of a JavaScript stack names, if it is in emitted code. */
export function placeOfStackLine(line: string): Place | undefined {
  const found = STACK_LINE.exec(line);
  if (found === null) return undefined;
  const origin = scripts[Number(found[1])];
  return origin?.unit.deref()?.placeAt(origin, Number(found[2]));
}

/** A Lua function's code and what is needed to go on with its saved frames. */
export class LuaProto implements Proto {
  readonly unit: Unit;
  readonly index: number;
  readonly name: string;
  readonly parameters: number;
  readonly vararg: boolean;
  readonly line: number;
  code: Code;
  /** The source line of each site. */
  readonly lines: readonly number[];
  readonly #heads: readonly number[];
  readonly #continuations: Continuation[] = [];
  readonly #headContinuations: Head[] = [];

  constructor(
    unit: Unit,
    index: number,
    name: string,
    parameters: number,
    vararg: boolean,
    line: number,
    code: Code,
    lines: readonly number[],
    heads: readonly number[],
  ) {
    this.unit = unit;
    this.index = index;
    this.name = name;
    this.parameters = parameters;
    this.vararg = vararg;
    this.line = line;
    this.code = code;
    this.lines = lines;
    this.#heads = heads;
  }

  resume(frame: Frame, value: Value): Value {
    if (frame.site === 0) return this.#enter(frame);
    const known = this.#continuations[frame.site];
    if (known !== undefined) return known(frame, value);
    const made = this.#heads.includes(frame.site)
      ? this.#fromHead(frame.site)
      : this.unit.compileContinuation(this.index, frame.site);
    this.#continuations[frame.site] = made;
    return made(frame, value);
  }

  /** The entry needs no continuation: the function is called again with its arguments. */
  #enter(frame: Frame): Value {
    R.resumed = true;
    const slots = slotsOf(frame, this.parameters);
    if (!this.vararg) return this.code(frame.self, ...slots);
    return this.code(frame.self, ...slots, ...(slotAt(frame, this.parameters) as Value[]));
  }

  #fromHead(site: number): Continuation {
    const head = this.head(site);
    const n = head.length - 1;
    return (frame) => {
      R.resumed = true;
      return head(frame.self, ...slotsOf(frame, n));
    };
  }

  /** The continuation of a loop's head, which takes its slots as arguments. */
  head(site: number): Head {
    const known = this.#headContinuations[site];
    if (known !== undefined) return known;
    const made = this.unit.compileHead(this.index, site);
    this.#headContinuations[site] = made;
    return made;
  }
}

function slotAt(frame: Frame, i: number): Value {
  switch (i) {
    case 0:
      return frame.a;
    case 1:
      return frame.b;
    case 2:
      return frame.c;
    case 3:
      return frame.d;
    default:
      return frame.more?.[i - 4];
  }
}

function slotsOf(frame: Frame, n: number): Value[] {
  const slots: Value[] = [];
  for (let i = 0; i < n; i++) slots.push(slotAt(frame, i));
  return slots;
}
