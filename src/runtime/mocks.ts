/**
 * Mocks: what a test puts in the place of functions of modules, libraries and globals, for as long as a case runs.
 *
 *   Mo1  An instance that uses mocks has module tables of its own, so what is replaced is replaced in it alone: in the
 *        test and in all that it imports, and nowhere else.
 *   Mo2  A path begins with a name that is global somewhere in the instance: a module, an import, or what code assigned.
 *        Where units know different tables by one name, each of them gets the replacement.
 *   Mo3  Guests cannot write to module tables, whether they are an instance's own or shared.
 */
import { suggestion } from '#base';
import { FROZEN, hostClosure, LuaTable, raise, ret0, typeName, type Value } from '#lua';

/** One unit of the instance: its globals, and what it imports. */
export interface MockedUnit {
  readonly environment: LuaTable;
  /** The value of an import that has been loaded. */
  imported(name: string): Value;
}

interface Replaced {
  readonly table: LuaTable;
  readonly key: string;
  readonly value: Value;
}

export class Mocks {
  /** Shared tables, and this instance's own in their place. */
  readonly #own = new Map<LuaTable, LuaTable>();
  readonly #units: MockedUnit[] = [];
  readonly #replaced = new Map<string, readonly Replaced[]>();
  readonly #areWritable: boolean;
  #table: LuaTable | undefined;

  /** `areWritable`: for a test library that assigns fields of modules itself. */
  constructor(areWritable = false) {
    this.#areWritable = areWritable;
  }

  /** The module `mocks`. */
  get table(): LuaTable {
    this.#table ??= mocksTable(this);
    return this.#table;
  }

  /** Gives the unit its modules as this instance has them. */
  enter(unit: MockedUnit, modules: ReadonlyMap<string, Value>): void {
    for (const [name, module] of modules) {
      if (module instanceof LuaTable) unit.environment.setField(name, this.own(module));
    }
    this.#units.push(unit);
  }

  /** Mo1. */
  own(module: Value): Value {
    if (!(module instanceof LuaTable) || module.mark !== FROZEN) return module;
    const known = this.#own.get(module);
    if (known !== undefined) return known;
    const made = new LuaTable();
    this.#own.set(module, made);
    for (const [key, value] of module.entries()) made.set(key, this.own(value));
    made.mt = module.mt;
    if (!this.#areWritable) made.mark = FROZEN;
    return made;
  }

  /** Says what is wrong, if anything is. */
  replace(path: string, replacement: Value): string | undefined {
    const names = path.split('.');
    const key = names.pop() ?? '';
    const tables = this.#tables(names);
    if (tables.size === 0) return `nothing here is called '${names.join('.')}'`;
    const found = [...tables].filter((table) => table.getText(key) !== undefined);
    if (found.length === 0) {
      const fields = [...tables].flatMap((table) => [...table.entries()].map(([name]) => String(name)));
      return `${names.length === 0 ? 'there is no global' : `'${names.join('.')}' has no field`} '${key}'${suggestion(key, fields)}`;
    }
    // A second mock of one path leaves what was there first to be restored.
    if (!this.#replaced.has(path)) {
      this.#replaced.set(
        path,
        found.map((table) => ({ table, key, value: table.getText(key) })),
      );
    }
    for (const table of found) table.setField(key, replacement);
    return undefined;
  }

  restore(path: string): void {
    for (const { table, key, value } of this.#replaced.get(path) ?? []) table.setField(key, value);
    this.#replaced.delete(path);
  }

  restoreAll(): void {
    for (const path of [...this.#replaced.keys()].reverse()) this.restore(path);
  }

  /** Mo2. The tables that these names lead to, from each unit. */
  #tables(names: readonly string[]): Set<LuaTable> {
    const [first, ...rest] = names;
    const found = new Set<LuaTable>();
    for (const { environment, imported } of this.#units) {
      let value: Value = environment;
      if (first !== undefined) value = environment.getText(first) ?? imported(first);
      for (const name of rest) value = value instanceof LuaTable ? value.getText(name) : undefined;
      if (value instanceof LuaTable) found.add(value);
    }
    return found;
  }
}

const replaceIn = hostClosure('mocks.replace', (self, path, replacement) => {
  if (typeof path !== 'string')
    return raise(`a mock needs a path such as 'process.send', not ${typeName(path)}`, 2);
  if (replacement === undefined) return raise(`the mock of '${path}' is nil`, 2);
  const problem = mocksOf(self.up).replace(path, replacement);
  return problem === undefined ? ret0() : raise(`test.mock: ${problem}`, 2);
});

const restoreIn = hostClosure('mocks.restore', (self, path) => {
  if (typeof path === 'string') mocksOf(self.up).restore(path);
  return ret0();
});

const restoreAllIn = hostClosure('mocks.restore_all', (self) => {
  mocksOf(self.up).restoreAll();
  return ret0();
});

function mocksOf(up: readonly Value[]): Mocks {
  return up[0] as Mocks; // made with it, in mocksTable
}

/** The module `mocks` of one instance. */
function mocksTable(mocks: Mocks): LuaTable {
  const table = new LuaTable();
  table.setField('replace', replaceIn(mocks));
  table.setField('restore', restoreIn(mocks));
  table.setField('restore_all', restoreAllIn(mocks));
  table.mark = FROZEN;
  return table;
}
