/**
 * Changes written as YAML or JSON, for those who change a running system from outside.
 *
 *   Cf1  Sections `create`, `update` and `put` list entries, `delete` lists ids. `put` creates what is not there and updates
 *        what is; so is read what stands under `entries`, as in entry files, and a list without sections.
 *   Cf2  An entry is written as in entry files, with a `name`; or as it is shown, with an `id`, `meta` and `data`. A name
 *        without a namespace belongs to the file's.
 *   Cf3  `changes` lists operations as guests and differences have them: `{kind: entry.update, entry: ...}`. A list may have
 *        them too.
 *   Cf4  Every problem is collected, with its place, and the places of values can be asked for afterwards: what refuses the
 *        changes knows only ids and fields.
 */
import { type Data, isRecord, suggestion } from '#base';
import type { Meta } from '#plugin';
import { isEntryId, qualify, wrongId } from './entry.ts';
import { includeFiles } from './file-reference.ts';
import type { FileTree } from './file-tree.ts';
import type { YamlDocument } from './plain-yaml.ts';
import type { Path, Positions } from './positions.ts';
import { error, type Place, type Problem } from './problem.ts';
import type { SourceText } from './source-text.ts';
import { readYaml } from './yaml.ts';

/** An update or a `put` without a kind leaves it as it is. */
export type WrittenOp =
  | { readonly type: 'delete'; readonly id: string }
  | {
      readonly type: 'create' | 'update' | 'put';
      readonly id: string;
      readonly kind?: string;
      readonly meta: Meta;
      readonly data: Data;
    };

export interface ChangeScope {
  /** For `file://` values: relative to `folder`, and never outside `root`. */
  readonly files: FileTree;
  readonly folder: string;
  readonly root: string;
}

/** A place within an entry; line and column count in the text that stands there. */
export interface Spot {
  readonly id: string;
  readonly path: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

export interface ChangeFile {
  readonly ops: readonly WrittenOp[];
  readonly message: string | undefined;
  /** The version that the changes were made for. */
  readonly base: number | undefined;
  readonly guard: Data;
  readonly problems: readonly Problem[];
  /** Undefined for entries that the file does not name. */
  place(spot: Spot): Place | undefined;
}

export async function readChangeFile(source: SourceText, scope: ChangeScope): Promise<ChangeFile> {
  const result = await readYaml(source);
  if (result.type === 'read') return new ChangeReader(result.document, scope).read();
  const nothing = { ops: [], message: undefined, base: undefined, guard: undefined };
  return { ...nothing, problems: result.problems, place: () => undefined };
}

const sections = ['create', 'update', 'put', 'entries', 'delete', 'changes'] as const;
const words: readonly string[] = ['version', 'namespace', 'message', 'base', 'guard', ...sections];
/** What a difference says besides. */
const passedOver = ['from', 'to', 'took', 'conflicts'];

const opTypes: Readonly<Record<string, 'create' | 'update' | 'delete'>> = {
  'entry.create': 'create',
  'entry.update': 'update',
  'entry.delete': 'delete',
};

/** Where an entry stands in the file, and what was read from other files for it. */
interface Written {
  readonly at: Path;
  /** The way from the entry to its data. */
  readonly data: Path;
  readonly included: Readonly<Record<string, string>>;
}

class ChangeReader {
  readonly #value: unknown;
  readonly #positions: Positions;
  readonly #scope: ChangeScope;
  readonly #ops: WrittenOp[] = [];
  readonly #problems: Problem[] = [];
  readonly #written = new Map<string, Written>();
  #namespace = '';

  constructor({ value, positions }: YamlDocument, scope: ChangeScope) {
    this.#value = value;
    this.#positions = positions;
    this.#scope = scope;
  }

  read(): ChangeFile {
    const file = this.#value;
    const table = isRecord(file) ? file : {};
    if (Array.isArray(file)) this.#list(file, []);
    else if (isRecord(file) && isShown(file)) this.#entry('put', file, []);
    else if (isRecord(file)) this.#sections(file);
    else
      this.#refuse(
        [],
        'the changes must be a list of entries, or sections such as create, update and delete',
      );
    if (this.#ops.length === 0 && this.#problems.length === 0) this.#refuse([], 'there are no changes in it');
    return {
      ops: this.#ops,
      message: this.#text(table, 'message'),
      base: this.#base(table.base),
      guard: table.guard as Data, // what YAML and JSON give is data
      problems: this.#problems,
      place: (spot) => this.#placeOf(spot),
    };
  }

  #sections(file: Record<string, unknown>): void {
    for (const key of Object.keys(file)) {
      if (words.includes(key) || passedOver.includes(key)) continue;
      this.#refuse([key], `${key} is not known here${suggestion(key, words)}`, 'key');
    }
    this.#namespace = this.#text(file, 'namespace') ?? '';
    for (const section of sections) {
      const list = file[section];
      if (list === undefined || list === null) continue;
      if (!Array.isArray(list)) this.#refuse([section], `${section} must be a list`);
      else if (section === 'delete') this.#deletes(list);
      else if (section === 'changes') this.#list(list, [section]);
      else
        for (const [index, item] of list.entries()) {
          this.#entry(section === 'entries' ? 'put' : section, item, [section, index]);
        }
    }
  }

  /** Cf3. */
  #list(list: readonly unknown[], at: Path): void {
    for (const [index, item] of list.entries()) {
      const path = [...at, index];
      const type = isRecord(item) ? opTypes[String(item.kind)] : undefined;
      if (type === undefined || !isRecord(item)) this.#entry('put', item, path);
      else if (type === 'delete')
        this.#delete(isRecord(item.entry) ? item.entry.id : item.entry, [...path, 'entry']);
      else this.#entry(type, item.entry, [...path, 'entry']);
    }
  }

  #deletes(list: readonly unknown[]): void {
    for (const [index, item] of list.entries()) {
      this.#delete(isRecord(item) ? (item.id ?? item.name) : item, ['delete', index]);
    }
  }

  #delete(written: unknown, at: Path): void {
    const id = this.#id(written, at);
    if (id === undefined) return;
    this.#written.set(id, { at, data: [], included: {} });
    this.#ops.push({ type: 'delete', id });
  }

  #entry(type: 'create' | 'update' | 'put', written: unknown, at: Path): void {
    if (!isRecord(written)) {
      this.#refuse(at, 'an entry must be a table with name and kind');
      return;
    }
    const { id: given, name, kind, meta, origin: _origin, ...fields } = written;
    const id = this.#id(given ?? name, [...at, given === undefined ? 'name' : 'id']);
    if (kind !== undefined && (typeof kind !== 'string' || kind === '')) {
      this.#refuse([...at, 'kind'], "the kind must be a text such as 'function.lua'");
    }
    if (meta !== undefined && meta !== null && !isRecord(meta))
      this.#refuse([...at, 'meta'], 'meta must be a table');
    if (id === undefined) return;
    // Cf2: what is shown has its data in a field of its own.
    const shown = isShown(written);
    const data = shown ? written.data : fields;
    const way = shown ? ['data'] : [];
    const included = this.#include(id, [...at, ...way], data as Data);
    const ofMeta = this.#include(id, [...at, 'meta'], (isRecord(meta) ? meta : {}) as Data);
    this.#written.set(id, {
      at,
      data: way,
      included: { ...included.files, ...prefixed('meta', ofMeta.files) },
    });
    this.#ops.push({
      type,
      id,
      ...(typeof kind === 'string' && { kind }),
      meta: ofMeta.value as Meta, // a table stays a table
      data: included.value,
    });
  }

  #include(id: string, at: Path, value: Data) {
    const { value: result, included, problems } = includeFiles(value, this.#scope);
    for (const { path, message } of problems) this.#refuse([...at, ...path], `${id}: ${message}`);
    return { value: result, files: included };
  }

  #id(written: unknown, at: Path): string | undefined {
    if (typeof written !== 'string' || written === '') {
      this.#refuse(at, 'an entry must have a name, or an id of the form namespace:name');
      return undefined;
    }
    if (!written.includes(':') && this.#namespace === '') {
      this.#refuse(at, `'${written}' has no namespace; write namespace:name, or give the file a namespace`);
      return undefined;
    }
    const id = qualify(written, this.#namespace);
    if (isEntryId(id)) return id;
    this.#refuse(at, wrongId(id).message);
    return undefined;
  }

  #text(file: Record<string, unknown>, key: string): string | undefined {
    const value = file[key];
    if (value === undefined || value === null || typeof value === 'string') return value ?? undefined;
    this.#refuse([key], `${key} must be a text`);
    return undefined;
  }

  #base(written: unknown): number | undefined {
    if (written === undefined || written === null) return undefined;
    const number = typeof written === 'string' ? Number(written.replace(/^v/, '')) : written;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number;
    this.#refuse(['base'], 'base must be the number of a version');
    return undefined;
  }

  /** Cf4. */
  #placeOf({ id, path, line, column }: Spot): Place | undefined {
    const written = this.#written.get(id);
    if (written === undefined) return undefined;
    const file = line === undefined ? undefined : written.included[path];
    if (file !== undefined) return { path: file, ...(line && { line }), ...(column && { column }) };
    const steps = path === '' ? [] : path.split('.');
    const isOwn = steps[0] === 'meta' || steps[0] === 'kind';
    const at = this.#steps([...written.at, ...(isOwn ? [] : written.data), ...steps]);
    const place = { path: this.#positions.source.path, ...this.#positions.value(at) };
    return line === undefined ? place : withinBlock(place, this.#positions.source, line, column);
  }

  /** Numbers where there are lists. */
  #steps(path: Path): Path {
    let value = this.#value;
    return path.map((step) => {
      const own = Array.isArray(value) ? Number(step) : step;
      value =
        typeof value === 'object' && value !== null
          ? (value as Record<string | number, unknown>)[own]
          : undefined; // indexed
      return own;
    });
  }

  #refuse(at: Path, message: string, part: 'key' | 'value' = 'value'): void {
    const { source } = this.#positions;
    this.#problems.push(error(message, { path: source.path, ...this.#positions[part](at) }));
  }
}

function isShown(written: Record<string, unknown>): boolean {
  return typeof written.id === 'string' && 'data' in written;
}

function prefixed(prefix: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, file]) => [`${prefix}.${path}`, file]));
}

/** A line of a text that stands as a block below its key (`source: |`); of any other, the place where it begins. */
function withinBlock(
  place: Place & { readonly line: number; readonly column: number },
  source: SourceText,
  line: number,
  column = 1,
): Place {
  if (!/^[|>]/.test(source.line(place.line).slice(place.column - 1))) return place;
  const indent = /^[ \t]*/.exec(source.line(place.line + 1))?.[0].length ?? 0;
  return { path: place.path, line: place.line + line, column: indent + column };
}
