/**
 * A unit: one source text, compiled. It is known by the hash of its text and shared by all processes of a thread.
 *
 * The tree is dropped after emission; a continuation, or a message about an operand, parses the one source again
 * (the last few trees are kept). What is compiled may come from a cache: then there is no tree until one is wanted.
 */
import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import type { CodeCache, CompiledForm, FunctionFacts } from './compiled-form.ts';
import type { SiteInfo, TempOrigin } from './emit/function-emitter.ts';
import {
  type ContinuationOf,
  continuationSites,
  emitContinuation,
  emitUnit,
  functionDetails,
  type SiteLines,
  unitSites,
} from './emit/unit-text.ts';
import { type Code, Fn, type Frame, type Proto, R, type UnitOfCode, type Value } from './machine.ts';
import { takeTree } from './parsed.ts';
import { type Resolution, resolve } from './resolve.ts';
import { runtimeNames } from './runtime-names.ts';
import type { LuaTable } from './table.ts';

export interface CompileOptions {
  /** Every site suspends each time: the proof that a process can stop anywhere. */
  readonly everywhere?: boolean;
  /** Where compiled forms are kept. */
  readonly cache?: CodeCache | undefined;
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
  /** Undefined for the functions of the unit. */
  readonly continuation: ContinuationOf | undefined;
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
  readonly #cache: CodeCache | undefined;
  readonly #form: CompiledForm;
  readonly #script: Script;
  /** Texts of continuations, as they are kept. */
  readonly #continuations: Map<string, string>;

  constructor(source: string, name: string, options: CompileOptions = {}) {
    this.source = source;
    this.name = name;
    this.everywhere = options.everywhere ?? false;
    this.#cache = options.cache;
    const found = this.#cache?.find(source);
    const { text, functions, continuations = {}, data } = found ?? this.#compile();
    this.#form = { text, functions };
    this.#continuations = new Map(Object.entries(continuations));
    this.#script = this.#scriptOf(text, undefined, data);
    const codes = this.#run(this.#script) as Code[]; // the functions, in the order of their facts
    for (const [index, facts] of functions.entries()) {
      const code = codes[index];
      if (code === undefined) throw new Error('a function was lost in emission');
      this.protos.push(new LuaProto(this, index, facts, code));
    }
    if (found === undefined || this.#script.cachedDataRejected === true) this.#keep();
  }

  #keep(): void {
    this.#cache?.keep(this.source, () => ({
      ...this.#form,
      continuations: Object.fromEntries(this.#continuations),
      data: this.#script.createCachedData(),
    }));
  }

  #compile(): CompiledForm {
    const resolution = this.#tree();
    const { text, heads } = emitUnit(resolution, this.everywhere);
    const functions = resolution.functions.map(({ body: { name, parameters, vararg, line } }, index) => ({
      name,
      parameters: parameters.length,
      vararg,
      line,
      heads: heads[index] ?? [],
    }));
    return { text, functions };
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
    const resolution = resolve(takeTree(this.source, this.name));
    trees.set(this, resolution);
    if (trees.size > TREES_KEPT) {
      const [oldest] = trees.keys();
      if (oldest !== undefined) trees.delete(oldest);
    }
    return resolution;
  }

  #scriptOf(text: string, continuation: ContinuationOf | undefined, cachedData?: Buffer): Script {
    const id = scripts.push({ unit: new WeakRef(this), continuation }) - 1;
    const part = continuation === undefined ? '' : `?${continuation.index}.${continuation.site}`;
    const filename = `lua:${id}/${encodeURIComponent(this.name)}${part}`;
    return new Script(text, cachedData === undefined ? { filename } : { filename, cachedData });
  }

  #run(script: Script): unknown {
    return script.runInThisContext()(runtimeNames, this.protos);
  }

  compileContinuation(index: number, site: number): Continuation {
    return this.#continuation({ index, site, isHead: false }) as Continuation;
  }

  compileHead(index: number, site: number): Head {
    return this.#continuation({ index, site, isHead: true }) as Head;
  }

  #continuation(of: ContinuationOf): unknown {
    return this.#run(this.#scriptOf(this.#continuationText(of), of));
  }

  /** Those of a unit that is kept are kept with it: so a start that finds it needs no tree. */
  #continuationText(of: ContinuationOf): string {
    const key = continuationKey(of);
    const known = this.#continuations.get(key);
    if (known !== undefined) return known;
    const text = emitContinuation(this.#tree(), of, this.everywhere);
    if (this.#cache !== undefined && this.#continuations.size < CONTINUATIONS_KEPT) {
      this.#continuations.set(key, text);
      this.#keep();
    }
    return text;
  }

  /** What is known of the sites of a function: node, role, slots by name. Made anew from the source. */
  sitesOf(index: number): readonly SiteInfo[] {
    return functionDetails(this.#tree(), index, this.everywhere)?.sites ?? [];
  }

  /** Which node each temporary of a function belongs to. Made anew from the source. */
  originsOf(index: number): ReadonlyMap<string, TempOrigin> {
    return functionDetails(this.#tree(), index, this.everywhere)?.origins ?? new Map();
  }

  get resolution(): Resolution {
    return this.#tree();
  }

  /** The site at a line of an emitted text. */
  placeAt({ continuation }: ScriptOrigin, line: number): Place | undefined {
    const sites: SiteLines =
      continuation === undefined
        ? unitSites(this.#tree(), this.everywhere)
        : continuationSites(this.#tree(), continuation, this.everywhere);
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

/** Of one unit. */
const CONTINUATIONS_KEPT = 64;

function continuationKey({ index, site, isHead }: ContinuationOf): string {
  return `${isHead ? 'h' : 'k'}${index}_${site}`;
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
  #lines: readonly number[] | undefined;
  readonly #heads: readonly number[];
  readonly #continuations: Continuation[] = [];
  readonly #headContinuations: Head[] = [];

  constructor(
    unit: Unit,
    index: number,
    { name, parameters, vararg, line, heads }: FunctionFacts,
    code: Code,
  ) {
    this.unit = unit;
    this.index = index;
    this.name = name;
    this.parameters = parameters;
    this.vararg = vararg;
    this.line = line;
    this.#heads = heads;
    this.code = code;
  }

  /** The source line of each site. Made when an error first asks: most functions never raise one. */
  get lines(): readonly number[] {
    this.#lines ??= this.unit.sitesOf(this.index).map((site) => site.line);
    return this.#lines;
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
