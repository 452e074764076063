/**
 * Writes what was changed live into the files of the application (O5).
 *
 *   Ex1  Texts that a file holds (`file://`) are written into that file, everything else where the entry stands.
 *   Ex2  New entries go into the file of their namespace, or a new one where it would be looked for; code of several lines
 *        goes into a file beside it.
 *   Ex3  What comes out is read as a start would read it. Only changes after which the files say what is live are
 *        written; the others are left, and it is said why.
 *   Ex4  Nothing is written here: what comes out are the files as they are to be.
 */
import { posix } from 'node:path';
import type { Data } from '#base';
import type { EntryId } from '#plugin';
import { after, applyOps, type Entries, idOf, type Op, sameData, sameEntry } from '../change-set.ts';
import { parseEntryId, type StoredEntry } from '../entry.ts';
import type { FileTree } from '../file-tree.ts';
import type { Application } from '../load.ts';
import { hasErrors } from '../problem.ts';
import { readText } from '../read-text.ts';
import { writtenEntries } from '../registry-state.ts';
import { isTable, type Table } from '../value-path.ts';
import type { Exported, ExportRequest } from './export-request.ts';
import { JsonDraft } from './json-draft.ts';
import { type Draft, type FieldChange, newDefinitionFile, YamlDraft } from './yaml-draft.ts';

export class Exporter {
  readonly #request: ExportRequest;
  readonly #application: Application;
  readonly #written: Entries;

  constructor(request: ExportRequest, application: Application) {
    this.#request = request;
    this.#application = application;
    this.#written = writtenEntries(application.entries, application.overridden);
  }

  async export(): Promise<Exported> {
    const left: { id: EntryId; reason: string }[] = [];
    const able: Op[] = [];
    for (const op of this.#request.changes) {
      const reason = this.#refusal(op);
      if (reason === undefined) able.push(op);
      else left.push({ id: idOf(op), reason });
    }
    const { taken, files } = await this.#most(able);
    for (const op of able) {
      if (!taken.includes(op))
        left.push({ id: idOf(op), reason: 'its files cannot be made to say what is live' });
    }
    return { files, entries: taken.map(idOf), left };
  }

  /** Ex3: all, or those that can be taken one after the other. */
  async #most(ops: readonly Op[]) {
    const all = this.#drafted(ops);
    if (await this.#isTrue(all, ops)) return { taken: ops, files: all };
    const taken: Op[] = [];
    for (const op of ops) {
      if (await this.#isTrue(this.#drafted([...taken, op]), [...taken, op])) taken.push(op);
    }
    return { taken, files: this.#drafted(taken) };
  }

  async #isTrue(files: ReadonlyMap<string, string | undefined>, ops: readonly Op[]): Promise<boolean> {
    const application = await this.#request.load(laidOver(this.#request.files, files));
    if (hasErrors(application.problems) && !hasErrors(this.#application.problems)) return false;
    const found = writtenEntries(application.entries, application.overridden);
    const wanted = applyOps(this.#written, ops);
    if (found.size !== wanted.size) return false;
    return [...wanted].every(([id, entry]) => {
      const other = found.get(id);
      return other !== undefined && sameEntry(other, entry);
    });
  }

  /** What cannot be written into files. */
  #refusal(op: Op): string | undefined {
    const entry = after(op);
    const file = op.type === 'create' ? undefined : this.#written.get(idOf(op));
    if (op.type !== 'create' && file === undefined) return 'the files have changed meanwhile';
    if (file?.origin.type === 'module') return `it belongs to the module ${file.origin.module}`;
    if (file !== undefined && file.origin.type !== 'files') return 'it does not come from a file';
    if (entry === undefined || isTable(entry.data)) return undefined;
    return 'its data is no table, which a file has no form for';
  }

  #drafted(ops: readonly Op[]): ReadonlyMap<string, string | undefined> {
    const drafts = new Drafts(this.#request.files);
    for (const op of ops) this.#draft(op, drafts);
    return drafts.texts();
  }

  #draft(op: Op, drafts: Drafts): void {
    const file = this.#written.get(idOf(op));
    const { name } = parseEntryId(idOf(op));
    if (op.type === 'create') this.#create(op.entry, drafts);
    else if (file?.origin.type !== 'files') return;
    else if (op.type === 'delete') drafts.at(file.origin.path)?.remove(name);
    else {
      const { included = {} } = file.origin;
      const fields: FieldChange[] = [];
      for (const change of fieldChanges(file, op.entry)) {
        const source = included[change.steps.join('.')];
        // Ex1.
        if (source !== undefined && typeof change.value === 'string') drafts.put(source, change.value);
        else fields.push(change);
      }
      if (fields.length > 0) drafts.at(file.origin.path)?.update(name, fields);
    }
  }

  /** Ex2. */
  #create(entry: StoredEntry, drafts: Drafts): void {
    const { namespace, name } = parseEntryId(entry.id);
    const path = this.#fileOf(namespace);
    const fields = isTable(entry.data) ? entry.data : {};
    const { source } = fields;
    const code = posix.join(posix.dirname(path), `${name.replaceAll('/', '_')}.lua`);
    const hasOwnFile = typeof source === 'string' && source.includes('\n') && !drafts.has(code);
    if (hasOwnFile) drafts.put(code, source);
    const meta = Object.keys(entry.meta).length === 0 ? {} : { meta: entry.meta };
    const data = hasOwnFile ? { ...fields, source: `file://${posix.basename(code)}` } : fields;
    drafts.append(path, namespace, { name, kind: entry.kind, ...meta, ...data });
  }

  /** The file that most entries of the namespace stand in; otherwise where it would be, seen from the namespace above. */
  #fileOf(namespace: string): string {
    const counts = new Map<string, number>();
    const folders = new Map<string, string>();
    for (const { id, origin } of this.#written.values()) {
      if (origin.type !== 'files') continue;
      const own = parseEntryId(id).namespace;
      folders.set(own, posix.dirname(origin.path));
      if (own === namespace) counts.set(origin.path, (counts.get(origin.path) ?? 0) + 1);
    }
    const [most] = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
    if (most !== undefined) return most[0];
    const parts = namespace.split('.');
    for (let length = parts.length - 1; length > 0; length--) {
      const folder = folders.get(parts.slice(0, length).join('.'));
      if (folder !== undefined) return posix.join(folder, ...parts.slice(length), '_index.yaml');
    }
    return posix.join(this.#application.lock.directories.src, ...parts, '_index.yaml');
  }
}

/** The files that are being changed. */
class Drafts {
  readonly #files: FileTree;
  readonly #drafts = new Map<string, Draft | undefined>();
  readonly #plain = new Map<string, string>();
  readonly #new = new Map<string, { readonly namespace: string; readonly entries: Table[] }>();

  constructor(files: FileTree) {
    this.#files = files;
  }

  at(path: string): Draft | undefined {
    if (!this.#drafts.has(path)) {
      const text = readText(this.#files, path);
      const draft =
        text === undefined ? undefined : path.endsWith('.json') ? new JsonDraft(text) : new YamlDraft(text);
      this.#drafts.set(path, draft);
    }
    return this.#drafts.get(path);
  }

  has(path: string): boolean {
    return this.#plain.has(path) || this.#files.read(path) !== undefined;
  }

  put(path: string, text: string): void {
    this.#plain.set(path, text);
  }

  append(path: string, namespace: string, entry: Table): void {
    const draft = this.at(path);
    if (draft !== undefined) {
      draft.append(entry);
      return;
    }
    const file = this.#new.get(path) ?? { namespace, entries: [] };
    file.entries.push(entry);
    this.#new.set(path, file);
  }

  texts(): ReadonlyMap<string, string | undefined> {
    const result = new Map<string, string | undefined>(this.#plain);
    for (const [path, draft] of this.#drafts) if (draft !== undefined) result.set(path, draft.text());
    for (const [path, { namespace, entries }] of this.#new)
      result.set(path, newDefinitionFile(namespace, entries));
    return result;
  }
}

/** What a file must say differently, field by field. Lists are written whole. */
function fieldChanges(file: StoredEntry, live: StoredEntry): FieldChange[] {
  return [
    ...(file.kind === live.kind ? [] : [{ steps: ['kind'], value: live.kind }]),
    ...changesWithin(file.meta, live.meta, ['meta']),
    ...changesWithin(file.data, live.data, []),
  ];
}

function changesWithin(from: Data, to: Data, steps: readonly string[]): FieldChange[] {
  if (sameData(from, to)) return [];
  if (!isTable(from) || !isTable(to)) return [{ steps, value: to }];
  const keys = new Set([...Object.keys(from), ...Object.keys(to)]);
  return [...keys].flatMap((key) => changesWithin(from[key], to[key], [...steps, key]));
}

/** A tree with other files in it. */
function laidOver(below: FileTree, files: ReadonlyMap<string, string | undefined>): FileTree {
  const texts = new Map([...files].map(([path, text]) => [posix.normalize(path), text]));
  return {
    read: (path) => {
      const at = posix.normalize(path);
      if (!texts.has(at)) return below.read(path);
      const text = texts.get(at);
      return text === undefined ? undefined : Buffer.from(text, 'utf8');
    },
    list: (folder) => {
      const at = posix.normalize(folder).replace(/\/$/, '');
      const items = new Map((below.list(folder) ?? []).map((item) => [item.name, item]));
      for (const [path, text] of texts) {
        const way = posix.relative(at, path);
        if (way === '' || way.startsWith('..')) continue;
        const [name = '', ...rest] = way.split('/');
        if (rest.length > 0) items.set(name, { name, type: 'folder' });
        else if (text === undefined) items.delete(name);
        else items.set(name, { name, type: 'file' });
      }
      return items.size === 0
        ? below.list(folder)
        : [...items.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    },
  };
}
