/**
 * Programs: an entry's unit with its modules and imports, and how it is loaded into a process.
 *
 *   Pr1  A program is known by the hash of its unit, its modules and the programs of its imports, and by
 *        nothing else: the same code is the same program.
 *   Pr2  Each unit of an instance has its own globals. A library's chunk runs once in an instance, when
 *        it is first asked for; all who import it there share what it returned.
 *   Pr3  A declared module, and an import under its alias, is a global and what `require` gives. Anything
 *        else fails with an error that names it.
 *   Pr4  Code is compiled when it first runs. Whether it can be was checked before.
 *   Pr5  What imports nothing, and whose chunk makes nothing that can change, is loaded once for all processes.
 */
import { createHash } from 'node:crypto';
import { encodeUtf8, suggestion } from '#base';
import { testLibrary } from '#features/test';
import {
  Catalog,
  type CompileOptions,
  defineShared,
  defineState,
  EnvironmentShape,
  ERROR,
  type Fn,
  Frame,
  first,
  holdsConstants,
  hostClosure,
  LuaTable,
  MULTI,
  parts,
  push,
  R,
  raise,
  S,
  SLICE,
  SnapshotError,
  Unit,
  type Value,
} from '#lua';
import type { Code, EntryId, Limits } from '#plugin';
import { type Program, programOf } from '#process';
import { Mocks } from './mocks.ts';

/** Values of modules by name, made when they are first used. */
export interface ModuleValues {
  /** Undefined when there is no such module. */
  get(name: string): Value;
  has(name: string): boolean;
  names(): Iterable<string>;
  /** The names that all code has without declaring them, besides the ambient modules. */
  readonly globals: Readonly<Record<string, Value>>;
  readonly ambient: readonly string[];
  /** Enters all that guests can get of modules, now and later, under its names. */
  nameIn(catalog: Catalog): void;
}

/** What has run in one instance: the value that each library's chunk gave. */
class Loaded extends Map<LuaProgram, { readonly value: Value } | typeof underWay> {
  readonly mocks: Mocks | undefined;

  constructor(mocks?: Mocks) {
    super();
    this.mocks = mocks;
  }
}

const underWay = Symbol('under way');

/** Of an instance that imports nothing. */
const nothing = new Loaded();

interface ProgramParts {
  readonly code: Code;
  /** The source as a byte string. */
  readonly text: string;
  readonly imports: ReadonlyMap<string, LuaProgram>;
  /** Asked for at the first run (Pr4). */
  readonly shape: () => Shape;
  readonly unit: () => Unit;
}

export class LuaProgram implements Program {
  readonly entry: EntryId;
  readonly method: string | undefined;
  readonly limits: Limits | undefined;
  readonly workflow: string | undefined;
  readonly imports: ReadonlyMap<string, LuaProgram>;
  body: Fn | undefined = undefined;
  readonly #parts: ProgramParts;
  #unit: Unit | undefined;
  #shape: Shape | undefined;
  #hash: string | undefined;
  #usesMocks: boolean | undefined;

  constructor(parts: ProgramParts) {
    const { code, imports } = parts;
    this.#parts = parts;
    this.entry = code.id;
    this.method = code.method;
    this.limits = code.limits;
    this.workflow = code.workflow;
    this.imports = imports;
  }

  /** Made when it is first asked for: most programs run and never change. */
  get hash(): string {
    this.#hash ??= hashOf(this.#parts);
    return this.#hash;
  }

  /** The entries whose code is in here: its own and all that it imports. */
  get sources(): Set<EntryId> {
    const sources = new Set([this.entry]);
    for (const library of this.imports.values()) for (const source of library.sources) sources.add(source);
    return sources;
  }

  /** The entries that are in both programs with other code. */
  changedSince(older: Program): EntryId[] {
    if (!(older instanceof LuaProgram)) return [this.entry];
    const before = older.#own(new Map());
    const changed = [...this.#own(new Map())].flatMap(([entry, own]) =>
      (before.get(entry) ?? own) === own ? [] : [entry],
    );
    return changed.sort();
  }

  /** What each entry itself gives to the hash, imports by their ids. */
  #own(all: Map<EntryId, string>): Map<EntryId, string> {
    const { text, code } = this.#parts;
    all.set(this.entry, [text, ...neededBy(code, (_alias, target) => target)].join('\n'));
    for (const library of this.imports.values()) if (!all.has(library.entry)) library.#own(all);
    return all;
  }

  /** What it was made of. */
  get code(): Code {
    return this.#parts.code;
  }

  get unit(): Unit {
    this.#unit ??= this.#parts.unit();
    return this.#unit;
  }

  /** Compiles it and all that it imports, so that what was saved of its processes can be read. */
  prepare(): void {
    this.#unit ??= this.#parts.unit();
    this.#shape ??= this.#parts.shape();
    for (const library of this.imports.values()) library.prepare();
  }

  /** One of its imports has another program now. */
  isOlderThan(library: (id: EntryId) => LuaProgram): boolean {
    for (const known of this.imports.values()) if (library(known.entry) !== known) return true;
    return false;
  }

  /** Pr5. */
  isConstant(body: Fn): boolean {
    return this.imports.size === 0 && !this.#declaresMocks && this.unit.isConstant && holdsConstants(body);
  }

  load(): Fn {
    return this.loadInto(this.imports.size === 0 ? nothing : new Loaded(this.#mocks()));
  }

  /** Instances of programs with the module `mocks` have modules of their own (mocks.ts), and so have those that import another test library. */
  #mocks(): Mocks | undefined {
    if (this.usesMocks) return new Mocks();
    const targets = [...this.imports.values()].map(({ entry }) => entry);
    return targets.includes(testLibrary.id) ? new Mocks(true) : undefined;
  }

  get usesMocks(): boolean {
    this.#usesMocks ??=
      this.#declaresMocks || [...this.imports.values()].some((library) => library.usesMocks);
    return this.#usesMocks;
  }

  get #declaresMocks(): boolean {
    return this.#parts.code.modules.includes('mocks');
  }

  /** The chunk with globals of its own, as a part of an instance. */
  loadInto(instance: Loaded): Fn {
    this.#unit ??= this.#parts.unit();
    this.#shape ??= this.#parts.shape();
    const shape = this.#shape;
    const environment = shape.environment.make();
    // Without imports all that a unit begins with is in its shape, and an instance costs next to nothing.
    if (this.imports.size > 0 || instance.mocks !== undefined) {
      environment.setField('require', requireIn(this, instance));
      const lookup = new LuaTable();
      lookup.setField('__index', globalIn(this, instance));
      environment.mt = lookup;
    }
    if (instance.mocks !== undefined) this.#enterMocks(instance.mocks, environment, instance);
    return this.#unit.load(environment);
  }

  #enterMocks(mocks: Mocks, environment: LuaTable, instance: Loaded): void {
    const imported = (name: string): Value => {
      const library = this.imports.get(name);
      const known = library && instance.get(library);
      return known === undefined || known === underWay ? undefined : known.value;
    };
    mocks.enter({ environment, imported }, this.#shape?.modules ?? new Map());
    if (this.#declaresMocks) environment.setField('mocks', mocks.table);
  }

  part(hash: string): LuaProgram | undefined {
    if (this.hash === hash) return this;
    for (const library of this.imports.values()) {
      const found = library.part(hash);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** A module that is declared or ambient. */
  module(name: string): Value {
    return this.#shape?.modules.get(name);
  }

  /** The same as an instance has it. */
  moduleIn({ mocks }: Loaded, name: string): Value {
    if (mocks === undefined) return this.module(name);
    return name === 'mocks' && this.#declaresMocks ? mocks.table : mocks.own(this.module(name));
  }

  /** What an undeclared name fails with. */
  undeclared(name: string): string {
    const known = [...(this.#shape?.modules.keys() ?? []), ...this.imports.keys()];
    return `module '${name}' is neither in the modules nor in the imports of ${this.entry}${suggestion(name, known)}`;
  }
}

defineShared({
  prefix: 'program',
  type: LuaProgram,
  nameOf: ({ hash, entry }) => `${hash} ${entry}`,
  find(name) {
    const [hash = '', entry = ''] = name.split(' ');
    const program = programOf(hash, entry);
    if (program instanceof LuaProgram) return program;
    throw new SnapshotError(`the program of ${entry} is not of this node`);
  },
});

defineState({
  name: 'loaded/1',
  type: Loaded,
  changes: 'always',
  save: (loaded): Value[] =>
    [...loaded].flatMap(([program, known]): Value[] =>
      known === underWay ? [program as Value, true, undefined] : [program as Value, false, known.value],
    ),
  make: () => new Loaded(),
  fill(loaded, saved) {
    for (let i = 0; i < saved.length; i += 3) {
      const program = parts.of(LuaProgram, saved[i]);
      loaded.set(program, parts.flag(saved[i + 1]) ? underWay : { value: saved[i + 2] });
    }
  },
});

/** Pr1. */
function hashOf({ text, code, imports }: ProgramParts): string {
  const parts = [
    createHash('sha256').update(text, 'latin1').digest('hex'),
    ...neededBy(code, (alias, target) => imports.get(alias)?.hash ?? target),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

/** The modules and imports of code, in an order that does not depend on how they were written. */
function neededBy({ modules, imports }: Code, known: (alias: string, target: EntryId) => string): string[] {
  return [
    ...[...new Set(modules)].sort(),
    ...Object.entries(imports)
      .map(([alias, target]) => `${alias}=${known(alias, target)}`)
      .sort(),
  ];
}

/** What all code with the same modules begins with. */
class Shape {
  readonly environment: EnvironmentShape;
  readonly modules: ReadonlyMap<string, Value>;

  readonly require: Fn;

  constructor(
    globals: Readonly<Record<string, Value>>,
    modules: ReadonlyMap<string, Value>,
    name: () => string,
  ) {
    this.modules = modules;
    this.require = requireOnly(modules);
    const names = { ...globals, ...Object.fromEntries(modules), require: this.require };
    this.environment = new EnvironmentShape(names, name);
  }
}

/** The `require` of code without imports. */
const requireOnly = hostClosure('require', (self, name) => {
  const modules = self.up[0] as ReadonlyMap<string, Value>; // made with it, right above
  if (typeof name !== 'string') return raise("bad argument #1 to 'require' (string expected)", 1);
  const module = modules.get(name);
  if (module !== undefined) return module;
  return raise(`module '${name}' is not in the modules of this entry${suggestion(name, modules.keys())}`, 1);
});

/** The `require` of a unit with imports, in one instance. */
const requireIn = hostClosure(
  'require.import',
  (self, name) => {
    const [program, instance] = self.up as [LuaProgram, Loaded]; // made with these, in loadInto
    if (typeof name !== 'string') return raise("bad argument #1 to 'require' (string expected)", 1);
    const module = program.moduleIn(instance, name);
    if (module !== undefined) return module;
    const library = program.imports.get(name);
    return library === undefined ? raise(program.undeclared(name), 1) : obtain(self, library, instance);
  },
  { resume, boundary },
);

/** Looks up a global that is not there: it may be an import that nobody has asked for yet (Pr3). */
const globalIn = hostClosure(
  'import',
  (self, _environment, name) => {
    const [program, instance] = self.up as [LuaProgram, Loaded]; // as above
    const library = typeof name === 'string' ? program.imports.get(name) : undefined;
    return library === undefined ? undefined : obtain(self, library, instance);
  },
  { resume, boundary },
);

/** Fuel for one look at a library whose chunk another coroutine of the process is running. */
const lookCost = 200;

/** The value of a library in an instance; runs its chunk the first time (Pr2). */
function obtain(self: Fn, library: LuaProgram, instance: Loaded): Value {
  const known = instance.get(library);
  if (known === underWay) {
    R.fuel -= lookCost;
    R.why = SLICE;
    return push(new Frame(self, waiting, library, undefined, undefined, undefined, null));
  }
  if (known !== undefined) return known.value;
  instance.set(library, underWay);
  let value: Value;
  try {
    const chunk = library.loadInto(instance);
    value = chunk.code(chunk);
  } catch (thrown) {
    instance.delete(library);
    throw thrown;
  }
  if (value === S && R.why !== MULTI) {
    if (R.why === ERROR) instance.delete(library);
    return push(new Frame(self, running, library, undefined, undefined, undefined, null));
  }
  return finish(library, instance, value);
}

const running = 0;
const waiting = 1;

function finish(library: LuaProgram, instance: Loaded, given: Value): Value {
  const value = first(given);
  instance.set(library, { value });
  return value;
}

function resume(frame: Frame, value: Value): Value {
  const instance = frame.self.up[1] as Loaded; // as in requireIn
  const library = frame.a as LuaProgram; // as pushed by obtain
  return frame.site === waiting ? obtain(frame.self, library, instance) : finish(library, instance, value);
}

/** A chunk that failed may be asked for again. */
function boundary(frame: Frame, error: Value): Value {
  if (frame.site === running) {
    const instance = frame.self.up[1] as Loaded; // as in requireIn
    instance.delete(frame.a as LuaProgram);
  }
  return raise(error);
}

/** Saved environments name their shape by so many characters of a hash. */
const SHAPE_NAME = 12;

/** So many units are kept track of before those that are gone are forgotten. */
const FEWEST_UNITS = 256;

/** Makes programs, and shares what they have in common. */
export class Compiler {
  readonly #modules: ModuleValues;
  readonly #shapes = new Map<string, Shape>();
  /** Those that the catalog knows. */
  readonly #shapesByName = new Map<string, Shape>();
  readonly #units = new Map<string, WeakRef<Unit>>();
  #unitsToLook = FEWEST_UNITS;
  readonly #options: CompileOptions;
  readonly #byHash = new Map<string, WeakRef<Unit>>();
  #catalog: Catalog | undefined;

  constructor(modules: ModuleValues, options: CompileOptions = {}) {
    this.#modules = modules;
    this.#options = options;
  }

  /** `library` gives the program of an imported entry. Throws nothing: the code was checked. */
  compile(code: Code, library: (id: EntryId) => LuaProgram): LuaProgram {
    const text = encodeUtf8(code.text);
    const imports = new Map<string, LuaProgram>();
    for (const [alias, target] of Object.entries(code.imports)) {
      if (!target.startsWith(':')) imports.set(alias, library(target));
    }
    const unit = () => this.#unit(text, code.file);
    return new LuaProgram({ code, text, imports, shape: () => this.#shape(code), unit });
  }

  /** The names of all that saved processes may hold of this node's code and modules; made when it is first wanted. */
  get catalog(): Catalog {
    if (this.#catalog === undefined) {
      this.#catalog = new Catalog({
        unit: (hash) => this.#unitByHash(hash),
        shape: (name) => this.#shapesByName.get(name)?.environment,
      });
      this.#modules.nameIn(this.#catalog);
      for (const shape of this.#shapes.values()) this.#enter(this.#catalog, shape);
    }
    return this.#catalog;
  }

  #enter(catalog: Catalog, shape: Shape): void {
    const { name } = shape.environment;
    this.#shapesByName.set(name, shape);
    catalog.add(`${name}/require`, shape.require);
  }

  /** Hashes are made when the first process is restored. */
  #unitByHash(hash: string): Unit | undefined {
    const known = this.#byHash.get(hash)?.deref();
    if (known !== undefined) return known;
    this.#byHash.clear();
    for (const [key, weak] of this.#units) {
      const unit = weak.deref();
      if (unit === undefined) this.#units.delete(key);
      else this.#byHash.set(unit.hash, weak);
    }
    return this.#byHash.get(hash)?.deref();
  }

  /** Texts of code that is gone are not kept; looked at whenever their number has doubled. */
  #forgetUnits(): void {
    if (this.#units.size < this.#unitsToLook) return;
    for (const [key, weak] of this.#units) if (weak.deref() === undefined) this.#units.delete(key);
    this.#unitsToLook = Math.max(FEWEST_UNITS, 2 * this.#units.size);
  }

  /** Positions name the unit, so two entries with one text have one each. */
  #unit(text: string, name: string): Unit {
    const key = `${name}\n${text}`;
    let unit = this.#units.get(key)?.deref();
    if (unit === undefined) {
      unit = new Unit(text, name, this.#options);
      this.#units.set(key, new WeakRef(unit));
      this.#forgetUnits();
    }
    return unit;
  }

  #shape({ modules, imports }: Code): Shape {
    const builtins = Object.entries(imports).filter(([, target]) => target.startsWith(':'));
    const names = new Map([
      ...this.#modules.ambient.map((name) => [name, name] as const),
      ...modules.map((name) => [name, name] as const),
      ...builtins.map(([alias, target]) => [alias, target.slice(1)] as const),
    ]);
    const key = [...names]
      .map((pair) => pair.join('='))
      .sort()
      .join(' ');
    let shape = this.#shapes.get(key);
    if (shape === undefined) {
      const values = new Map([...names].map(([alias, name]) => [alias, this.#modules.get(name)] as const));
      const name = () => createHash('sha256').update(key).digest('base64url').slice(0, SHAPE_NAME);
      shape = new Shape(this.#modules.globals, values, name);
      this.#shapes.set(key, shape);
      if (this.#catalog !== undefined) this.#enter(this.#catalog, shape);
    }
    return shape;
  }
}
