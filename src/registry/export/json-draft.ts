/** A definition file in JSON that is being changed. It is written anew with the indentation that it had. */
import { type Data, isRecord } from '#base';
import { deleteAt, setAt, type Table } from '../value-path.ts';
import type { Draft, FieldChange } from './yaml-draft.ts';

export class JsonDraft implements Draft {
  readonly #indent: string;
  #file: Table;

  constructor(source: string) {
    this.#indent = /\n([ \t]+)\S/.exec(source)?.[1] ?? '  ';
    const file: unknown = JSON.parse(source);
    this.#file = isRecord(file) ? (file as Table) : {}; // what JSON gives is data
  }

  get namespace(): unknown {
    return this.#file.namespace;
  }

  has(name: string): boolean {
    return this.#place(name) !== undefined;
  }

  update(name: string, changes: readonly FieldChange[]): boolean {
    const place = this.#place(name);
    if (place === undefined) return false;
    for (const { steps, value } of changes) {
      const next =
        value === undefined ? this.#without(place, steps) : setAt(this.#file, [...place, ...steps], value);
      if (isRecord(next)) this.#file = next as Table; // a table stays a table
    }
    return true;
  }

  remove(name: string): boolean {
    const list = this.#list;
    if (list === undefined || !this.has(name)) return false;
    this.#file = { ...this.#file, entries: list.filter((each) => nameOf(each) !== name) };
    return true;
  }

  append(entry: Table): void {
    this.#file = { ...this.#file, entries: [...(this.#list ?? []), entry] };
  }

  text(): string {
    return `${JSON.stringify(this.#file, null, this.#indent)}\n`;
  }

  get #list(): readonly Data[] | undefined {
    const { entries } = this.#file;
    return Array.isArray(entries) ? (entries as readonly Data[]) : undefined;
  }

  #place(name: string): readonly string[] | undefined {
    const list = this.#list;
    if (list === undefined) return this.#file.name === name ? [] : undefined;
    const index = list.findIndex((each) => nameOf(each) === name);
    return index < 0 ? undefined : ['entries', String(index)];
  }

  #without(place: readonly string[], steps: readonly string[]): Data {
    const [, index] = place;
    if (index === undefined) return deleteAt(this.#file, steps);
    const list = this.#list ?? [];
    return { ...this.#file, entries: list.with(Number(index), deleteAt(list[Number(index)], steps)) };
  }
}

function nameOf(entry: Data): unknown {
  return isRecord(entry) ? entry.name : undefined;
}
