/**
 * Globals. A process has its own for each unit it runs, but the library names are the same for all processes of
 * a program: they are the prototype that the fields of an environment begin with, so making one costs two objects.
 */
import type { Value } from './machine.ts';
import { EMPTY_PROTOTYPE, type Fields, LuaTable, property } from './table.ts';

const GLOBALS = property('_G');

const shapes = new WeakMap<object, EnvironmentShape>();

/** The shape that these fields were made by, if they are an environment's. */
export function shapeOf(fields: Fields): EnvironmentShape | undefined {
  return shapes.get(Object.getPrototypeOf(fields));
}

const unnamed = () => '';

export class EnvironmentShape {
  readonly #nameOf: () => string;
  #name: string | undefined;
  readonly #make: new () => Fields;

  /** `names`: what every environment of this shape sees from its start. */
  constructor(names: Readonly<Record<string, Value>>, name: () => string = unnamed) {
    this.#nameOf = name;
    const base = Object.create(EMPTY_PROTOTYPE);
    for (const name of Object.keys(names)) base[property(name)] = names[name];
    const make = function Environment(this: unknown) {} as unknown as new () => Fields;
    make.prototype = base;
    this.#make = make;
    shapes.set(base, this);
  }

  /** Saved environments name their shape. */
  get name(): string {
    this.#name ??= this.#nameOf();
    return this.#name;
  }

  /** The fields that an environment begins with, without `_G`. */
  fields(): Fields {
    return new this.#make();
  }

  /** A new table of globals, in which `_G` is itself. */
  make(): LuaTable {
    const fields = this.fields();
    const table = new LuaTable(fields);
    fields[GLOBALS] = table;
    return table;
  }
}
