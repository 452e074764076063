/**
 * A unit: one source text, compiled. It is known by the hash of its text and shared by all processes of a thread.
 *
 * The tree is dropped after emission; a continuation, or a message about an operand, parses the one source again
 * (the last few trees are kept). What is compiled may come from a cache: then there is no tree until one is wanted.
 */
import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import { codeOf, scriptWith } from '#base';
import type { CodeCache, CompiledForm, FunctionFacts, KeptText } from './compiled-form.ts';
import { isConstantChunk } from './constant-unit.ts';
import { NO_SITE, type SiteInfo, type TempOrigin } from './emit/site.ts';
import {
  type ContinuationOf,
  type EmitOptions,
  emitPart,
  emitUnit,
  firstLineOf,
  functionDetails,
  type Part,
  placePart,
} from './emit/unit-text.ts';
import { findAccess, keepAccess } from './kept-access.ts';
import { type Code, Fn, Frame, type Proto, R, type UnitOfCode, type Value } from './machine.ts';
import { takeTree } from './parsed.ts';
import { PlacedPart } from './placed-part.ts';
import { codeIsNew } from './preemption.ts';
import { type FunctionScope, type Resolution, resolve } from './resolve.ts';
import { runtimeNames } from './runtime-names.ts';
import { encodedName, positionOfStackLine, type ScriptPosition, scriptName } from './scripts.ts';
import { sourceMapComment } from './source-map.ts';
import type { LuaTable } from './table.ts';

export interface CompileOptions {
  /** Every site suspends each time: the proof that a process can stop anywhere. */
  readonly everywhere?: boolean;
  /** For dumps: locals are kept to the end of their block, and errors of code and library are no exceptions of V8. */
  readonly keepsLocals?: boolean;
  /** Where compiled forms are kept. */
  readonly cache?: CodeCache | undefined;
  /** For V8's profilers: its lines are those of the source. With `mapped` its inspector shows the source itself. */
  readonly lines?: 'followed' | 'mapped' | undefined;
}

type Continuation = (frame: Frame, value: Value) => Value;
type Head = (self: Fn, ...slots: Value[]) => Value;

/** Where an emitted line stands in the source. */
export interface Place {
  readonly unit: Unit;
  readonly index: number;
  readonly site: number;
}

const trees = new Map<Unit, Resolution>();
const TREES_KEPT = 16;

/** Functions whose sites were asked for: code that fails once often fails again. */
const details: { readonly unit: Unit; readonly index: number; readonly sites: readonly SiteInfo[] }[] = [];
const DETAILS_KEPT = 8;

export class Unit implements UnitOfCode {
  readonly name: string;
  readonly source: string;
  #hash: string | undefined;
  #digest: string | undefined;
  readonly protos: LuaProto[];
  /** Nothing that its chunk makes can change, but perhaps what it takes from modules (Cu3). */
  #isConstant = false;
  /** As V8 gets it. */
  readonly #shownName: string;
  readonly #emit: EmitOptions;
  readonly #lines: CompileOptions['lines'];
  readonly #cache: CodeCache | undefined;
  /** What is kept of it: nothing when it is to be profiled. */
  #kept: { readonly form: CompiledForm; readonly script: Script } | undefined;
  /** Continuations that are kept: as they were found, and those that were compiled now. */
  readonly #continuations = new Map<string, KeptText>();
  readonly #continuationScripts = new Map<string, Script>();
  /** Parts whose sites were asked for, the last one last. */
  readonly #placed = new Map<string, PlacedPart>();

  constructor(source: string, name: string, options: CompileOptions = {}) {
    this.source = source;
    this.name = name;
    this.#shownName = encodedName(name);
    this.#lines = options.lines;
    this.#emit = {
      everywhere: options.everywhere ?? false,
      keepsLocals: options.keepsLocals ?? false,
      followsLines: options.lines !== undefined,
    };
    this.#cache = options.cache;
    this.protos = options.lines === undefined ? this.#functions() : this.#singleFunctions();
    codeIsNew();
  }

  get isConstant(): boolean {
    return this.#isConstant;
  }

  get everywhere(): boolean {
    return this.#emit.everywhere;
  }

  #functions(): LuaProto[] {
    const found = this.#cache?.find(this.source);
    const form = found ?? this.#compile();
    for (const [key, kept] of Object.entries(form.continuations ?? {})) this.#continuations.set(key, kept);
    const script = this.#script(form.text, { type: 'unit' }, form.data);
    const protos: LuaProto[] = [];
    if (this.#cache !== undefined) findAccess(this.#cache);
    const codes = this.#run(script, protos);
    if (this.#cache !== undefined) keepAccess(this.#cache);
    for (const [index, facts] of form.functions.entries()) {
      const [code, ...pieces] = Object.values(codes[index] ?? {});
      if (code === undefined) throw new Error('a function was lost in emission');
      protos.push(new LuaProto(this, index, facts, code as Code, pieces as Head[]));
    }
    this.#isConstant = form.functions[0]?.isConstant === true;
    this.#kept = { form: { text: form.text, functions: form.functions }, script };
    if (found === undefined || script.cachedDataRejected === true) this.#keep();
    return protos;
  }

  #keep(): void {
    const kept = this.#kept;
    if (kept === undefined) return;
    this.#cache?.keep(this.source, () => ({
      ...kept.form,
      continuations: Object.fromEntries([...this.#continuations].map((each) => this.#keptContinuation(each))),
      data: codeOf(kept.script),
    }));
  }

  #keptContinuation([key, { text, data }]: readonly [string, KeptText]): [string, KeptText] {
    const script = this.#continuationScripts.get(key);
    return [key, { text, data: script === undefined ? data : codeOf(script) }];
  }

  #compile(): CompiledForm {
    const resolution = this.#tree();
    const { text, heads, pieces } = emitUnit(resolution, this.#emit);
    return {
      text,
      functions: resolution.functions.map((scope, index) =>
        index === 0
          ? {
              ...factsOf(scope, heads[index] ?? [], pieces[index] ?? []),
              isConstant: isConstantChunk(resolution),
            }
          : factsOf(scope, heads[index] ?? [], pieces[index] ?? []),
      ),
    };
  }

  /** Each function is a text of its own, since only then its lines can be those of the source. */
  #singleFunctions(): LuaProto[] {
    const resolution = this.#tree();
    const protos: LuaProto[] = [];
    for (const [index, scope] of resolution.functions.entries()) {
      const heads = this.sitesOf(index).flatMap(({ role }, site) => (role === 'head' ? [site] : []));
      const part: Part = { type: 'function', index };
      const [code] = this.#functionsOf(this.#script(emitPart(resolution, part, this.#emit), part), protos);
      if (code === undefined) throw new Error('a function was lost in emission');
      protos.push(new LuaProto(this, index, factsOf(scope, heads, []), code as Code, []));
    }
    return protos;
  }

  /** Of the source. Made when it is first asked for: most units are run and never saved. */
  get hash(): string {
    this.#hash ??= createHash('sha256').update(this.source, 'latin1').digest('hex');
    return this.#hash;
  }

  /** The hash as 32 characters, each a byte: what snapshots name the unit by. */
  get digest(): string {
    this.#digest ??= Buffer.from(this.hash, 'hex').toString('latin1');
    return this.#digest;
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

  #script(text: string, part: Part, cachedData?: Buffer): Script {
    const filename = scriptName(this, part, this.#shownName);
    if (cachedData !== undefined) return scriptWith(text, { filename, cachedData });
    if (this.#lines === undefined) return new Script(text, { filename });
    const first = firstLineOf(this.#tree(), part);
    const map =
      this.#lines === 'mapped'
        ? sourceMapComment(this.source, this.name, first, text.split('\n').length)
        : '';
    return new Script(text + map, { filename, lineOffset: first - 1 });
  }

  /** What a script gives for each function: an object with its pieces under their names. */
  #run(script: Script, protos: readonly LuaProto[]): Readonly<Record<string, unknown>>[] {
    return script.runInThisContext()(runtimeNames, protos);
  }

  #functionsOf(script: Script, protos: readonly LuaProto[]): unknown[] {
    return this.#run(script, protos).flatMap((named) => Object.values(named));
  }

  compileContinuation(index: number, site: number): Continuation {
    return this.#continuation({ index, site, isHead: false }) as Continuation;
  }

  compileHead(index: number, site: number): Head {
    return this.#continuation({ index, site, isHead: true }) as Head;
  }

  #continuation(of: ContinuationOf): unknown {
    const key = continuationKey(of);
    const part: Part = { type: 'continuation', ...of };
    const kept = this.#continuations.get(key);
    if (kept !== undefined) return this.#functionsOf(this.#keptScript(key, kept, part), this.protos)[0];
    const text = emitPart(this.#tree(), part, this.#emit);
    const script = this.#script(text, part);
    if (this.#cache !== undefined && this.#continuations.size < CONTINUATIONS_KEPT) {
      this.#continuations.set(key, { text });
      this.#continuationScripts.set(key, script);
      this.#keep();
    }
    return this.#functionsOf(script, this.protos)[0];
  }

  /** Of a continuation that is kept with its unit: a start that finds it needs no tree, and with data V8 compiles nothing. */
  #keptScript(key: string, { text, data }: KeptText, part: Part): Script {
    const script = this.#script(text, part, data);
    if (data === undefined || script.cachedDataRejected === true) this.#continuationScripts.set(key, script);
    return script;
  }

  /** What is known of the sites of a function: node, role, slots by name. Made anew from the source, and kept for a while. */
  sitesOf(index: number): readonly SiteInfo[] {
    const kept = details.find((each) => each.unit === this && each.index === index);
    if (kept !== undefined) return kept.sites;
    const { sites } = functionDetails(this.#tree(), index, this.#emit);
    if (details.push({ unit: this, index, sites }) > DETAILS_KEPT) details.shift();
    return sites;
  }

  /** Which node each temporary of a function belongs to. Made anew from the source. */
  originsOf(index: number): ReadonlyMap<string, TempOrigin> {
    return functionDetails(this.#tree(), index, this.#emit).origins;
  }

  get resolution(): Resolution {
    return this.#tree();
  }

  /** The site at a place of an emitted text. */
  placeAt({ part, line, column }: Omit<ScriptPosition, 'owner'>): Place | undefined {
    const found = this.#placesIn(part).at(line, column);
    if (found === undefined || found.site === NO_SITE) return undefined;
    return { unit: this, index: found.index, site: found.site };
  }

  /** The part's text is made again, and kept for a while: code that fails once often fails again. */
  #placesIn(part: Part): PlacedPart {
    const key =
      part.type === 'continuation' ? continuationKey(part) : part.type === 'unit' ? '' : `f${part.index}`;
    const placed = this.#placed.get(key) ?? this.#place(part);
    this.#placed.delete(key);
    this.#placed.set(key, placed);
    const [oldest] = this.#placed.keys();
    if (this.#placed.size > PLACED_KEPT && oldest !== undefined) this.#placed.delete(oldest);
    return placed;
  }

  #place(part: Part): PlacedPart {
    const firstLine = this.#lines === undefined ? 1 : firstLineOf(this.#tree(), part);
    return new PlacedPart(placePart(this.#tree(), part, this.#emit), firstLine);
  }

  /** The text that V8 gets, for `--print` and for people. */
  get emitted(): string {
    return emitPart(this.#tree(), { type: 'unit' }, this.#emit);
  }
}

function factsOf(
  { body: { name, parameters, vararg, line } }: FunctionScope,
  heads: readonly number[],
  pieces: readonly number[],
): FunctionFacts {
  return { name, parameters: parameters.length, vararg, line, heads, pieces };
}

/** Of one unit. */
const CONTINUATIONS_KEPT = 64;
const PLACED_KEPT = 4;

function continuationKey({ index, site, isHead }: ContinuationOf): string {
  return `${isHead ? 'h' : 'k'}${index}_${site}`;
}

/** The site that a line of a JavaScript stack names, if it is in emitted code. */
export function placeOfStackLine(line: string): Place | undefined {
  return placeOf(positionOfStackLine(line));
}

export function placeOf(position: ScriptPosition | undefined): Place | undefined {
  return position?.owner instanceof Unit ? position.owner.placeAt(position) : undefined;
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
  /** By site, of one form for V8 and without holes: so they are found with one comparison. */
  readonly #continuations: (Continuation | undefined)[] = [undefined];
  readonly #headContinuations: Head[] = [];

  constructor(
    unit: Unit,
    index: number,
    { name, parameters, vararg, line, heads, pieces }: FunctionFacts,
    code: Code,
    continuations: readonly Head[],
  ) {
    this.unit = unit;
    this.index = index;
    this.name = name;
    this.parameters = parameters;
    this.vararg = vararg;
    this.line = line;
    this.#heads = heads;
    this.code = code;
    for (const [i, site] of pieces.entries()) {
      const piece = continuations[i];
      if (piece === undefined) throw new Error('a piece was lost in emission');
      this.#headContinuations[site] = piece;
    }
  }

  /** The source line of each site. Made when an error first asks: most functions never raise one. */
  get lines(): readonly number[] {
    this.#lines ??= this.unit.sitesOf(this.index).map((site) => site.line);
    return this.#lines;
  }

  resume(frame: Frame, value: Value): Value {
    const { site } = frame;
    const known = site < this.#continuations.length ? this.#continuations[site] : undefined;
    return known === undefined ? this.#continuation(site)(frame, value) : known(frame, value);
  }

  #continuation(site: number): Continuation {
    const made =
      site === 0
        ? (frame: Frame) => this.#enter(frame)
        : this.#heads.includes(site)
          ? this.#fromHead(site)
          : this.unit.compileContinuation(this.index, site);
    while (this.#continuations.length <= site) this.#continuations.push(undefined);
    this.#continuations[site] = made;
    return made;
  }

  entry(self: Fn, args: readonly Value[]): Frame {
    const slots: Value[] = [];
    for (let i = 0; i < this.parameters; i++) slots.push(args[i]);
    if (this.vararg) slots.push(args.slice(this.parameters));
    const [a, b, c, d, ...more] = slots;
    return new Frame(self, 0, a, b, c, d, more.length === 0 ? null : more);
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
    // The frame has no fewer slots than the head, and what are more are ignored.
    return ({ self, a, b, c, d, more }) => {
      R.resumed = true;
      return more === null ? head(self, a, b, c, d) : head(self, a, b, c, d, ...more);
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

/** What a saved frame holds in a slot. */
export function slotAt(frame: Frame, i: number): Value {
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
