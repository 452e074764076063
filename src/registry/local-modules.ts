/**
 * Finds the modules of an application on this machine: in the folders that replace them, otherwise
 * unpacked under `<modules>/vendor/<org>/<module>`. Nothing is fetched.
 */
import { posix } from 'node:path';
import { isRecord, suggestion } from '#base';
import type { FileTree } from './file-tree.ts';
import type { LockFile } from './lock-file.ts';
import { error, type Place, type Problem } from './problem.ts';
import { readText } from './read-text.ts';
import { SourceText } from './source-text.ts';
import { readYaml } from './yaml.ts';

export interface LocalModule {
  readonly name: string;
  readonly version?: string;
  /** The folder beside whose sources its own files are found. */
  readonly root: string;
  /** The folder of its entries. */
  readonly sources: string;
  /** Globs of paths below the root, and patterns of ids, that are left out. */
  readonly exclude: readonly string[];
}

export interface ModuleSearch {
  readonly files: FileTree;
  readonly lock: LockFile;
  /** Folders by module, from `workspace.replacements`; undefined removes one of the lock file. */
  readonly replacements: Readonly<Record<string, string | undefined>>;
  /** Modules that need not be here, since the runtime brings what is in them. */
  readonly provided?: ReadonlySet<string>;
}

/** Modules by their names; undefined is one that was looked for and cannot be read. */
export class LocalModules {
  readonly #search: ModuleSearch;
  readonly #replacements: ReadonlyMap<string, string>;
  readonly problems: Problem[] = [];

  constructor(search: ModuleSearch) {
    this.#search = search;
    const replacements = new Map(search.lock.replacements.map(({ from, to }) => [from, to]));
    for (const [name, folder] of Object.entries(search.replacements)) {
      if (folder === undefined) replacements.delete(name);
      else replacements.set(name, folder);
    }
    this.#replacements = replacements;
  }

  /** The modules that are there whether an entry asks for them or not: replacements first, as they are loaded. */
  get listed(): readonly string[] {
    return [...new Set([...this.#replacements.keys(), ...this.#search.lock.modules.map(({ name }) => name)])];
  }

  /** `place` is where somebody asked for it. */
  async find(name: string, place?: Place): Promise<LocalModule | undefined> {
    const { files, lock } = this.#search;
    const locked = lock.modules.find((module) => module.name === name);
    const replacement = this.#replacements.get(name);
    if (replacement !== undefined) {
      if (files.list(replacement) !== undefined) return this.#describe(name, replacement, undefined);
      this.problems.push(
        error(`the folder ${replacement}, which replaces the module ${name}, does not exist`, place),
      );
      return undefined;
    }
    const vendor = posix.join(lock.directories.modules, 'vendor');
    const folder = posix.join(vendor, name);
    if (files.list(folder) !== undefined) return this.#describe(name, folder, locked?.version);
    if (this.#search.provided?.has(name) !== true)
      this.problems.push(error(this.#missing(name, vendor), place));
    return undefined;
  }

  #missing(name: string, vendor: string): string {
    const [organisation = '', module = ''] = name.split('/');
    const packs = this.#search.files.list(posix.join(vendor, organisation)) ?? [];
    const pack = packs.find((item) => item.name.startsWith(`${module}-v`) && item.name.endsWith('.wapp'));
    if (pack !== undefined) {
      const path = posix.join(vendor, organisation, pack.name);
      return `the module ${name} is packed in ${path}, and packs cannot be read yet; unpack it into ${posix.join(vendor, name)}`;
    }
    const hint = suggestion(name, this.listed);
    return `the module ${name} is not on this machine: it is neither replaced by a folder nor under ${posix.join(vendor, name)}${hint}`;
  }

  async #describe(name: string, root: string, locked: string | undefined): Promise<LocalModule> {
    const manifest = await this.#read(posix.join(root, 'wippy.yaml'));
    const version = locked ?? (typeof manifest.version === 'string' ? manifest.version : undefined);
    const exclude = Array.isArray(manifest.exclude)
      ? manifest.exclude.filter((each) => typeof each === 'string')
      : [];
    const sources = await this.#sources(root);
    return { name, root, sources, exclude, ...(version !== undefined && { version }) };
  }

  /** Where the module's own lock file says, else in `src` when it has one, else everywhere in it. */
  async #sources(root: string): Promise<string> {
    const lock = await this.#read(posix.join(root, 'wippy.lock'));
    const named = isRecord(lock.directories) ? lock.directories.src : undefined;
    if (typeof named === 'string') return posix.join(root, named);
    const source = posix.join(root, 'src');
    return this.#search.files.list(source) === undefined ? root : source;
  }

  async #read(path: string): Promise<Record<string, unknown>> {
    const text = readText(this.#search.files, path);
    if (text === undefined) return {};
    const result = await readYaml(new SourceText(path, text));
    if (result.type === 'read') return isRecord(result.document.value) ? result.document.value : {};
    this.problems.push(...result.problems);
    return {};
  }
}
