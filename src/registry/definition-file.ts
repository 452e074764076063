/**
 * One file of entries: what came in as YAML or JSON goes out as entries with their places. A file
 * without a namespace, or with neither `entries` nor `name` and `kind`, holds something else and is
 * left alone.
 */
import { type Data, isRecord, suggestion } from '#base';
import type { Meta } from '#plugin';
import { isEntryId, type StoredEntry } from './entry.ts';
import { includeFiles } from './file-reference.ts';
import type { FileTree } from './file-tree.ts';
import type { Origin } from './origin.ts';
import type { YamlDocument } from './plain-yaml.ts';
import type { Path, Positions } from './positions.ts';
import { error, type Place, type Problem, warning } from './problem.ts';

/** An entry together with the way back into its file. */
export interface DefinedEntry {
  readonly entry: StoredEntry;
  readonly positions: Positions;
  /** Where in the file the entry stands. */
  readonly path: Path;
}

export interface DefinitionFile {
  readonly entries: readonly DefinedEntry[];
  readonly problems: readonly Problem[];
}

export interface DefinitionSource {
  readonly files: FileTree;
  /** The folder of the file. */
  readonly folder: string;
  /** The folder that its `file://` values may not leave. */
  readonly root: string;
  /** Set for the files of a module. */
  readonly module?: { readonly name: string; readonly version?: string };
}

const fileKeys = ['version', 'namespace', 'entries', 'meta'];
const namespaceForm = /^[^\s:.]+(\.[^\s:.]+)*$/;

/** Undefined when the document is no definition file. */
export function readDefinitionFile(
  document: YamlDocument,
  source: DefinitionSource,
): DefinitionFile | undefined {
  const { value } = document;
  if (!isRecord(value) || value.namespace === undefined) return undefined;
  const reader = new DefinitionReader(document.positions, source);
  return reader.read(value);
}

class DefinitionReader {
  readonly #positions: Positions;
  readonly #source: DefinitionSource;
  readonly #entries: DefinedEntry[] = [];
  readonly #problems: Problem[] = [];

  constructor(positions: Positions, source: DefinitionSource) {
    this.#positions = positions;
    this.#source = source;
  }

  read(file: Record<string, unknown>): DefinitionFile | undefined {
    const isSingle = file.entries === undefined && file.name !== undefined && file.kind !== undefined;
    if (file.entries === undefined && !isSingle) return this.#misspelt(file);
    const { namespace } = file;
    this.#checkVersion(file.version);
    if (typeof namespace !== 'string' || !namespaceForm.test(namespace)) {
      this.#refuse(['namespace'], `namespace must be names joined by dots, such as 'app.users'`);
    } else if (isSingle) {
      const { version: _version, namespace: _namespace, ...entry } = file;
      this.#entry(entry, [], namespace, {});
    } else {
      this.#list(file, namespace);
    }
    return { entries: this.#entries, problems: this.#problems };
  }

  /** Not a definition file, unless somebody meant to write `entries`. */
  #misspelt(file: Record<string, unknown>): DefinitionFile | undefined {
    const similar = Object.keys(file).find(
      (key) => !fileKeys.includes(key) && suggestion(key, ['entries']) !== '',
    );
    if (similar === undefined) return undefined;
    const message = `the file has a namespace but no entries${suggestion(similar, ['entries'])}`;
    return { entries: [], problems: [warning(message, this.#place([similar], 'key'))] };
  }

  #checkVersion(version: unknown): void {
    if (version === undefined || version === '1.0' || version === 1) return;
    this.#warn(['version'], `version ${JSON.stringify(version)} is not known; '1.0' is read`);
  }

  #list(file: Record<string, unknown>, namespace: string): void {
    for (const key of Object.keys(file)) {
      if (!fileKeys.includes(key))
        this.#warn([key], `${key} is not known here${suggestion(key, fileKeys)}`, 'key');
    }
    const shared = this.#meta(file.meta, ['meta']);
    if (!Array.isArray(file.entries)) {
      if (file.entries !== null) this.#refuse(['entries'], 'entries must be a list');
      return;
    }
    for (const [index, entry] of file.entries.entries())
      this.#entry(entry, ['entries', index], namespace, shared);
  }

  #entry(written: unknown, path: Path, namespace: string, shared: Meta): void {
    const head = readHead(written, namespace);
    if ('problem' in head) {
      this.#refuse([...path, ...head.path], head.problem);
      return;
    }
    const { id, kind, meta, fields } = head;
    const own = this.#meta(meta, [...path, 'meta']);
    const { data, metadata, included } = this.#include(id, path, fields, own);
    const entry: StoredEntry = {
      id,
      kind,
      meta: { ...shared, ...metadata, ...this.#moduleMeta(metadata) },
      data,
      origin: this.#origin(path, included),
    };
    this.#entries.push({ entry, positions: this.#positions, path });
  }

  /** Entries of a module say so in their metadata, where guests can find them by it. */
  #moduleMeta(own: Meta): Meta {
    const { module } = this.#source;
    if (module === undefined || own.module !== undefined) return {};
    return { module: module.name, ...(module.version !== undefined && { module_version: module.version }) };
  }

  #meta(meta: unknown, path: Path): Meta {
    if (meta === undefined || meta === null) return {};
    if (isRecord(meta)) return meta as Meta; // what YAML and JSON give is data
    this.#refuse(path, 'meta must be a table');
    return {};
  }

  #include(id: string, path: Path, fields: Record<string, Data>, meta: Meta) {
    const ofData = includeFiles(fields, this.#source);
    const ofMeta = includeFiles(meta, this.#source);
    for (const problem of ofData.problems)
      this.#refuse([...path, ...problem.path], `${id}: ${problem.message}`);
    for (const problem of ofMeta.problems) {
      this.#refuse([...path, 'meta', ...problem.path], `${id}: ${problem.message}`);
    }
    const metaFiles = Object.entries(ofMeta.included).map(
      ([field, file]) => [`meta.${field}`, file] as const,
    );
    return {
      data: ofData.value,
      metadata: ofMeta.value as Meta, // a table stays a table
      included: { ...ofData.included, ...Object.fromEntries(metaFiles) },
    };
  }

  #origin(path: Path, included: Readonly<Record<string, string>>): Origin {
    const { line, column } = this.#positions.key(path);
    const place = { path: this.#positions.source.path, line, column };
    const files = Object.keys(included).length === 0 ? place : { ...place, included };
    const { module } = this.#source;
    if (module === undefined) return { type: 'files', ...files };
    const { name, version } = module;
    return { type: 'module', module: name, ...(version !== undefined && { version }), ...files };
  }

  #refuse(path: Path, message: string): void {
    this.#problems.push(error(message, this.#place(path, 'value')));
  }

  #warn(path: Path, message: string, part: 'key' | 'value' = 'value'): void {
    this.#problems.push(warning(message, this.#place(path, part)));
  }

  #place(path: Path, part: 'key' | 'value'): Place {
    return { path: this.#positions.source.path, ...this.#positions[part](path) };
  }
}

type Head =
  | {
      readonly id: string;
      readonly kind: string;
      readonly meta: unknown;
      readonly fields: Record<string, Data>;
    }
  | { readonly path: Path; readonly problem: string };

/** What every entry has, apart from the fields of its kind. */
function readHead(written: unknown, namespace: string): Head {
  if (!isRecord(written)) return { path: [], problem: 'an entry must be a table with name and kind' };
  const { name, kind, meta, ...fields } = written;
  if (typeof name !== 'string' || name === '')
    return { path: ['name'], problem: 'an entry must have a name' };
  const id = `${namespace}:${name}`;
  if (!isEntryId(id))
    return { path: ['name'], problem: `the name '${name}' must be without blanks and colons` };
  if (typeof kind !== 'string' || kind === '') {
    return { path: ['kind'], problem: `${id}: an entry must have a kind, a text such as 'function.lua'` };
  }
  return { id, kind, meta, fields: fields as Record<string, Data> }; // what YAML and JSON give is data
}
