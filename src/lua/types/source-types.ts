/** What emitted code asks for types: see emit/types.ts. Nothing is read before it is asked for. */
import { Frame, first, host, push, ret0, S, type Userdata, type Value } from '../machine.ts';
import { index } from '../operations.ts';
import { LuaTable } from '../table.ts';
import { readTypes } from './notation.ts';
import type { Type } from './type.ts';
import { typeIn, typeValue } from './type-value.ts';

/** The types of one text. */
export class SourceTypes {
  readonly text: string;
  #types: readonly Type[] | undefined;
  /** What was given the last time, and what came of it. */
  #given: readonly (Type | undefined)[] = [];
  #made: Type | undefined;

  constructor(text: string) {
    this.text = text;
  }

  at(root: number): Type {
    this.#types ??= readTypes(this.text);
    const type = this.#types[root];
    if (type === undefined) throw new Error('the unit has no such type');
    return type;
  }

  /** The one type of a text that takes types from elsewhere. */
  with(given: readonly (Type | undefined)[]): Type {
    if (this.#made === undefined || given.some((type, i) => type !== this.#given[i])) {
      const [type] = readTypes(this.text, given);
      if (type === undefined) throw new Error('the unit has no such type');
      this.#made = type;
      this.#given = given;
    }
    return this.#made;
  }
}

export function typesOf(text: string): SourceTypes {
  return new SourceTypes(text);
}

export function typeAt(types: SourceTypes, root: number): Userdata {
  return typeValue(types.at(root));
}

type Names = readonly (string | undefined)[];

/**
 * The type of a declaration that takes types from variables: `values` are these, or where there is a name in `globals`
 * the environment that holds it; `fields` says which field of each. A type, or `S` with a reason.
 */
export function typeOfGiven(
  types: SourceTypes,
  values: readonly Value[],
  globals: Names,
  fields: Names,
): Value {
  return proceed(types, [...values], globals, fields, 0);
}

function proceed(types: SourceTypes, values: Value[], globals: Names, fields: Names, from: number): Value {
  for (let i = from; i < values.length; i++) {
    const name = globals[i];
    if (name === undefined) continue;
    const value = index(values[i], name);
    if (value === S) return push(new Frame(reading, i, types.text, values, globals, fields, null));
    values[i] = value;
  }
  return typeValue(types.with(values.map((value, i) => given(value, fields[i]))));
}

/** Reads what imports give; its frame is in plain values: the text, what was read so far, and the names. */
const reading = host('type.given', () => ret0(), {
  resume(frame, value) {
    const values = frame.b as Value[]; // as pushed by proceed
    values[frame.site] = first(value);
    return proceed(
      new SourceTypes(frame.a as string),
      values,
      frame.c as Names,
      frame.d as Names,
      frame.site + 1,
    );
  },
});

/** The same without a stop, for a value that is there already: who made it has loaded what it names. */
export function typeOfKnown(
  types: SourceTypes,
  values: readonly Value[],
  globals: Names,
  fields: Names,
): Value {
  const found = values.map((value, i) => {
    const name = globals[i];
    return given(name === undefined ? value : fieldOf(value, name), fields[i]);
  });
  return typeValue(types.with(found));
}

function given(value: Value, field: string | undefined): Type | undefined {
  return typeIn(field === undefined ? value : fieldOf(value, field));
}

/** A field without metamethods; of a type the type of its field. */
function fieldOf(value: Value, name: string): Value {
  if (value instanceof LuaTable) return value.getText(name);
  const field = typeIn(value)?.fields.find((each) => each.name === name);
  return field === undefined ? undefined : typeValue(field.type);
}
