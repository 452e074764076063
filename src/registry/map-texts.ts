/** Replaces texts within data. What holds no text that changed stays the same object. */
import type { Data } from '#base';
import type { Path } from './positions.ts';
import { isTable, type Table } from './value-path.ts';

export type ChangeText = (text: string, path: Path) => Data;

/** The path given to `change` is valid only during that call. */
export function mapTexts(value: Data, change: ChangeText): Data {
  return visit(value, change, []);
}

function visit(value: Data, change: ChangeText, path: (string | number)[]): Data {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return visitList(value, change, path);
  return isTable(value) ? visitTable(value, change, path) : value;
}

function visitList(list: readonly Data[], change: ChangeText, path: (string | number)[]): readonly Data[] {
  let changed: Data[] | undefined;
  for (let index = 0; index < list.length; index++) {
    path.push(index);
    const result = visit(list[index], change, path);
    path.pop();
    if (result === list[index]) continue;
    changed ??= [...list];
    changed[index] = result;
  }
  return changed ?? list;
}

function visitTable(table: Table, change: ChangeText, path: (string | number)[]): Table {
  let changed: Record<string, Data> | undefined;
  for (const key of Object.keys(table)) {
    path.push(key);
    const result = visit(table[key], change, path);
    path.pop();
    if (result === table[key]) continue;
    changed ??= { ...table };
    changed[key] = result;
  }
  return changed ?? table;
}
