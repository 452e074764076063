/**
 * Reads files of entries, one by one, and keeps what came of each, so that the next reading of an application costs what
 * changed since.
 *
 *   Df1  A file gives what it gave before as long as it, and all files that its entries include, are the same objects.
 *   Df2  When a file has changed, its entries that are as they were are the same objects as before.
 */
import { posix } from 'node:path';
import { sameEntry } from './change-set.ts';
import {
  type DefinedEntry,
  type DefinitionFile,
  type DefinitionSource,
  readDefinitionFile,
} from './definition-file.ts';
import type { StoredEntry } from './entry.ts';
import type { FileTree } from './file-tree.ts';
import { isSameOrigin } from './origin.ts';
import type { YamlDocument } from './plain-yaml.ts';
import { type Problem, warning } from './problem.ts';
import { SourceText } from './source-text.ts';
import { readYaml } from './yaml.ts';

/** One file with all that was asked for when it was read. */
interface Known {
  readonly root: string;
  readonly module: string | undefined;
  readonly bytes: Uint8Array;
  readonly asked: ReadonlyMap<string, unknown>;
  readonly file: DefinitionFile;
}

const nothing: DefinitionFile = { entries: [], problems: [] };

export class DefinitionFiles {
  readonly #known = new Map<string, Known>();
  readonly #documents = new WeakMap<Uint8Array, YamlDocument | readonly Problem[]>();

  async read(path: string, source: Omit<DefinitionSource, 'folder'>): Promise<DefinitionFile> {
    const bytes = source.files.read(path);
    if (bytes === undefined) return nothing;
    const known = this.#known.get(path);
    const { root, files } = source;
    const module = source.module && `${source.module.name} ${source.module.version ?? ''}`;
    const isSame = known?.bytes === bytes && known.root === root && known.module === module;
    if (isSame && isUpToDate(known, files)) return known.file;
    const asking = new Asking(files);
    const read = await this.#read(path, bytes, { ...source, files: asking });
    const file =
      known === undefined ? read : { ...read, entries: keptEntries(read.entries, known.file.entries) };
    this.#known.set(path, { root, module, bytes, asked: asking.asked, file });
    return file;
  }

  async #read(
    path: string,
    bytes: Uint8Array,
    source: Omit<DefinitionSource, 'folder'>,
  ): Promise<DefinitionFile> {
    const document = await this.#document(path, bytes);
    if (!('positions' in document)) return { entries: [], problems: document };
    const file = readDefinitionFile(document, { ...source, folder: posix.dirname(path) });
    return file ?? (isIndex(path) ? { entries: [], problems: [noEntries(path, document.value)] } : nothing);
  }

  async #document(path: string, bytes: Uint8Array): Promise<YamlDocument | readonly Problem[]> {
    let document = this.#documents.get(bytes);
    if (document === undefined) {
      document = await documentOf(path, bytes);
      this.#documents.set(bytes, document);
    }
    return document;
  }
}

/** What a file holds, or what keeps it from being read. */
async function documentOf(path: string, bytes: Uint8Array): Promise<YamlDocument | readonly Problem[]> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  // Nothing else can be a definition file, and nothing else is worth the time to parse it.
  if (!text.includes('namespace')) return isIndex(path) ? [noEntries(path, undefined)] : [];
  const result = await readYaml(new SourceText(path, text));
  if (result.type === 'read') return result.document;
  return isIndex(path) || looksLikeDefinitions(text) ? result.problems : [];
}

/** A file of this name is meant to define some. */
function noEntries(path: string, value: unknown): Problem {
  const hasNamespace = typeof value === 'object' && value !== null && 'namespace' in value;
  const lacks = hasNamespace ? 'no list of entries' : 'no namespace';
  return warning(`the file has ${lacks}, so it defines no entries`, { path });
}

/** A tree that remembers what it was asked for and what it gave. */
class Asking implements FileTree {
  readonly asked = new Map<string, unknown>();
  readonly #files: FileTree;

  constructor(files: FileTree) {
    this.#files = files;
  }

  read(path: string): Uint8Array | undefined {
    const bytes = this.#files.read(path);
    this.asked.set(`file ${path}`, bytes);
    return bytes;
  }

  list(folder: string) {
    const items = this.#files.list(folder);
    this.asked.set(`folder ${folder}`, items);
    return items;
  }
}

/** Df1. */
function isUpToDate({ asked }: Known, files: FileTree): boolean {
  for (const [what, given] of asked) {
    const path = what.slice(what.indexOf(' ') + 1);
    if ((what.startsWith('file ') ? files.read(path) : files.list(path)) !== given) return false;
  }
  return true;
}

/** Df2. */
function keptEntries(entries: readonly DefinedEntry[], before: readonly DefinedEntry[]): DefinedEntry[] {
  const known = new Map(before.map(({ entry }) => [entry.id, entry]));
  return entries.map((defined) => {
    const old = known.get(defined.entry.id);
    return old !== undefined && isSame(old, defined.entry) ? { ...defined, entry: old } : defined;
  });
}

function isSame(one: StoredEntry, other: StoredEntry): boolean {
  return sameEntry(one, other) && isSameOrigin(one.origin, other.origin);
}

function isIndex(path: string): boolean {
  return /^_index\.(ya?ml|json)$/.test(posix.basename(path));
}

/** Broken files that were never meant for us (templates, settings of other tools) are none of our business. */
function looksLikeDefinitions(text: string): boolean {
  return /^["'{\s]*namespace["']?\s*:/m.test(text);
}
