/** Fields of tables that are made again: many tables have the same names, and share a hidden class as if sources wrote them. */
import { fieldsOf, setter } from '../field-access.ts';
import type { Value } from '../machine.ts';
import { type Fields, LuaTable, property } from '../table.ts';

/** Records with up to so many fields get a constructor of their own, as those that sources write have. */
const MAX_RECORD = 32;
const MAX_CONSTRUCTORS = 4096;
let constructors = 0;

/** Lists of names as a tree: looking one up costs a step for each name, and makes no text. */
class NameList {
  readonly next = new Map<string, NameList>();
  make: (new (...values: Value[]) => Fields) | undefined;
}
const lists = new NameList();

function constructorOf(names: readonly string[]): NameList['make'] {
  if (names.length > MAX_RECORD) return undefined;
  let list = lists;
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    let next = list.next.get(name);
    if (next === undefined) {
      if (constructors >= MAX_CONSTRUCTORS) return undefined;
      next = new NameList();
      list.next.set(name, next);
    }
    list = next;
  }
  if (list.make === undefined && constructors < MAX_CONSTRUCTORS) {
    constructors++;
    list.make = fieldsOf(names);
  }
  return list.make;
}

export function fieldsFrom(names: readonly string[], values: readonly Value[]): Fields {
  const Made = constructorOf(names);
  if (Made !== undefined) return new Made(...values);
  // One setter for each name keeps V8 from turning the object into a dictionary.
  const table = new LuaTable();
  for (const [i, name] of names.entries()) setter(name)(table, values[i] ?? false);
  for (const [i, name] of names.entries()) if (values[i] === undefined) table.s[property(name)] = undefined;
  return table.s;
}
