/**
 * Reads an application from its files: lock file and configuration, entry files, overrides, what is
 * disabled, requirements; then checks all entries as one.
 *
 *   O2  Profiles, overrides and requirements are applied to the files as a whole, before validation.
 *       What this gives is what two states of the files are compared by.
 *   O6  Entries keep their placeholders; values laid over them by the configuration or the command
 *       line are known apart (`overridden`), so that no history keeps them.
 *
 * Every problem is collected; the entries can be used when none of them is an error.
 */
import { posix } from 'node:path';
import type { EntryId, ProvidedEntry } from '#plugin';
import { sameEntry } from './change-set.ts';
import { readConfiguration } from './configuration.ts';
import type { Settings } from './configuration-schema.ts';
import type { DefinedEntry, DefinitionSource } from './definition-file.ts';
import { readDefinitionFiles } from './definition-folder.ts';
import { disableEntries } from './disable.ts';
import type { EarlierReadings } from './earlier-readings.ts';
import type { StoredEntry } from './entry.ts';
import { EntryGraph } from './entry-graph.ts';
import type { FileTree } from './file-tree.ts';
import type { KindTable } from './kind-table.ts';
import { type EntryProblem, excludedIds, link } from './link.ts';
import { LocalModules } from './local-modules.ts';
import { emptyLockFile, type LockFile, readLockFile } from './lock-file.ts';
import { describeOrigin, placeOf } from './origin.ts';
import { applyOverrides, type Override } from './override.ts';
import type { YamlDocument } from './plain-yaml.ts';
import type { Path } from './positions.ts';
import { error, hasErrors, type Place, type Problem, warning } from './problem.ts';
import { missingProvided } from './provided.ts';
import { readText } from './read-text.ts';
import { References } from './references.ts';
import { SourceText } from './source-text.ts';
import { validateEntries } from './validate.ts';
import { isTable } from './value-path.ts';
import { readYaml } from './yaml.ts';

export interface LoadOptions {
  readonly files: FileTree;
  readonly kinds: KindTable;
  /** Configuration files in order; `.wippy.yaml`, when there is one, if left out. */
  readonly configurations?: readonly string[];
  /** `wippy.lock` if left out. */
  readonly lockFile?: string;
  readonly profiles?: readonly string[];
  /** `section.path=value`. */
  readonly set?: readonly string[];
  /** `namespace:entry:path=value`. */
  readonly override?: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What the runtime brings along. */
  readonly provided?: readonly ProvidedEntry[];
  /** What earlier readings of the same application found; of what did not change nothing is read or checked again. */
  readonly earlier?: EarlierReadings;
}

export interface Application {
  readonly settings: Settings;
  readonly lock: LockFile;
  /** Without a lock file there are no entries; worth a word to the user. */
  readonly hasLockFile: boolean;
  readonly entries: ReadonlyMap<EntryId, StoredEntry>;
  /** The same without overrides, for what the history keeps (O6). Only those that differ. */
  readonly overridden: ReadonlyMap<EntryId, StoredEntry>;
  readonly problems: readonly Problem[];
  /** The configuration or the lock file is not what was asked for, so the entries may be others than those that are meant. */
  readonly isMisread: boolean;
  /** The place of a value in the files, or of the entry when it came from elsewhere. */
  place(id: EntryId, path?: Path, part?: 'key' | 'value'): Place | undefined;
}

export async function loadApplication(options: LoadOptions): Promise<Application> {
  return new Loader(options).load();
}

class Loader {
  readonly #options: LoadOptions;
  readonly #problems: Problem[] = [];
  readonly #defined = new Map<EntryId, DefinedEntry>();

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  async load(): Promise<Application> {
    const { settings, overrides } = await this.#configuration();
    const { lock, hasLockFile } = await this.#lockFile();
    const isMisread = hasErrors(this.#problems);
    if (hasLockFile) await this.#readSources(lock, settings);
    const written = new Map([...this.#defined].map(([id, { entry }]) => [id, entry]));
    const { provided = [] } = this.#options;
    const modules = lock.modules.map(({ name }) => name);
    for (const entry of missingProvided(written.values(), provided, (id) => written.has(id), { modules }))
      written.set(entry.id, entry);
    const { entries, overridden } = this.#link(written, overrides, settings);
    return {
      settings,
      lock,
      hasLockFile,
      entries,
      overridden,
      problems: this.#problems,
      isMisread,
      place: (id, path, part) => this.#place(id, path, part) ?? originPlace(entries.get(id)),
    };
  }

  async #configuration(): Promise<{ settings: Settings; overrides: readonly Override[] }> {
    const { profiles, set, override, environment, configurations } = this.#options;
    const documents: YamlDocument[] = [];
    for (const path of configurations ?? ['.wippy.yaml']) {
      const document = await this.#document(path);
      if (document !== undefined) documents.push(document);
      else if (configurations !== undefined && this.#options.files.read(path) === undefined) {
        this.#problems.push(error(`the configuration file ${path} does not exist`));
      }
    }
    const given = { ...(profiles && { profiles }), ...(set && { set }), ...(override && { override }) };
    const result = readConfiguration({ documents, environment, ...given });
    this.#problems.push(...result.problems);
    return result;
  }

  async #lockFile(): Promise<{ lock: LockFile; hasLockFile: boolean }> {
    const path = this.#options.lockFile ?? 'wippy.lock';
    if (this.#options.files.read(path) === undefined) return { lock: emptyLockFile, hasLockFile: false };
    const document = await this.#document(path);
    if (document === undefined) return { lock: emptyLockFile, hasLockFile: true };
    const { lock, problems } = readLockFile(document);
    this.#problems.push(...problems);
    return { lock: { ...lock, ...relativeTo(posix.dirname(path), lock) }, hasLockFile: true };
  }

  /** A configuration or lock file; undefined when it is not there or broken. */
  async #document(path: string): Promise<YamlDocument | undefined> {
    const text = readText(this.#options.files, path);
    if (text === undefined) return undefined;
    const result = await readYaml(new SourceText(path, text));
    if (result.type === 'read') return result.document;
    this.#problems.push(...result.problems);
    return undefined;
  }

  async #readSources(lock: LockFile, settings: Settings): Promise<void> {
    const { files } = this.#options;
    const source = lock.directories.src;
    if (files.list(source) === undefined) {
      this.#problems.push(warning(`the source folder ${source} does not exist`));
    } else {
      const isModules = (path: string) => path === lock.directories.modules;
      await this.#readFolder(source, { files, root: source }, isModules);
    }
    await this.#readModules(lock, settings);
  }

  async #readModules(lock: LockFile, settings: Settings): Promise<void> {
    const replacements = this.#relativeReplacements(settings);
    const { files, provided = [] } = this.#options;
    const modules = new LocalModules({
      files,
      lock,
      replacements,
      provided: new Set(provided.map(({ module }) => module)),
    });
    const done = new Set<string>();
    // Modules name further modules, so the dependencies are looked at until there is nothing new.
    for (let before = -1; before < done.size; ) {
      before = done.size;
      const places = this.#dependencies();
      for (const name of [...modules.listed, ...places.keys()]) {
        await this.#readModule(modules, name, places.get(name), done);
      }
    }
    this.#problems.push(...modules.problems);
  }

  /** What the configuration says is relative to the folder of its first file. */
  #relativeReplacements(settings: Settings): Record<string, string | undefined> {
    const base = posix.dirname(this.#options.configurations?.[0] ?? '.wippy.yaml');
    const relative = (folder: string) => (posix.isAbsolute(folder) ? folder : posix.join(base, folder));
    const entries = Object.entries(settings.workspace.replacements);
    return Object.fromEntries(entries.map(([name, folder]) => [name, folder && relative(folder)]));
  }

  /** The modules that entries ask for, and where. */
  #dependencies(): Map<string, Place | undefined> {
    const places = new Map<string, Place | undefined>();
    for (const { entry } of this.#defined.values()) {
      if (entry.kind !== 'ns.dependency' || !isTable(entry.data)) continue;
      const { component } = entry.data;
      const isName = typeof component === 'string' && component.includes('/');
      if (isName && !places.has(component)) places.set(component, this.#place(entry.id, ['component']));
    }
    return places;
  }

  async #readModule(
    modules: LocalModules,
    name: string,
    place: Place | undefined,
    done: Set<string>,
  ): Promise<void> {
    if (done.has(name)) return;
    done.add(name);
    const module = await modules.find(name, place);
    if (module === undefined) return;
    const { version, root, sources, exclude } = module;
    const { files } = this.#options;
    const source = { files, root, module: { name, ...(version !== undefined && { version }) } };
    const globs = exclude.filter((pattern) => !pattern.includes(':'));
    const isExcluded = (path: string) =>
      globs.some((glob) => posix.matchesGlob(posix.relative(root, path), glob));
    await this.#readFolder(sources, source, isExcluded, excludedIds(exclude));
  }

  async #readFolder(
    folder: string,
    source: Omit<DefinitionSource, 'folder'>,
    isSkipped: (path: string) => boolean,
    isExcluded?: (id: EntryId) => boolean,
  ): Promise<void> {
    const { entries, problems } = await readDefinitionFiles(
      folder,
      source,
      isSkipped,
      this.#options.earlier?.definitions,
    );
    this.#problems.push(...problems);
    for (const defined of entries) {
      const { id } = defined.entry;
      if (isExcluded?.(id) === true) continue;
      const first = this.#defined.get(id);
      if (first === undefined) this.#defined.set(id, defined);
      else this.#problems.push(duplicate(defined, first));
    }
  }

  #link(written: ReadonlyMap<EntryId, StoredEntry>, overrides: readonly Override[], settings: Settings) {
    const laidOver = applyOverrides(written, overrides);
    this.#problems.push(...laidOver.problems);
    const { entries, disabled } = disableEntries(laidOver.entries, settings.disable);
    const linked = link(entries, { disabled });
    const overridden = this.#withoutOverrides(written, laidOver.entries, linked.entries, settings);
    const { kinds } = this.#options;
    const { earlier } = this.#options;
    const all = earlier?.shared(linked.entries) ?? linked.entries;
    const found = [
      ...linked.problems,
      ...(earlier?.validate(all, disabled) ??
        validateEntries({ graph: new EntryGraph(all, kinds, new References(kinds)), disabled })),
    ];
    this.#problems.push(...found.map((problem) => this.#placed(problem, all)));
    return { entries: all, overridden };
  }

  /** O6: those that overrides changed, directly or through requirements, as they are without them. */
  #withoutOverrides(
    written: ReadonlyMap<EntryId, StoredEntry>,
    laidOver: ReadonlyMap<EntryId, StoredEntry>,
    linked: ReadonlyMap<EntryId, StoredEntry>,
    settings: Settings,
  ): ReadonlyMap<EntryId, StoredEntry> {
    if (written === laidOver) return new Map();
    const { entries, disabled } = disableEntries(written, settings.disable);
    const plain = link(entries, { disabled });
    return new Map(
      [...plain.entries].filter(([id, entry]) => {
        const other = linked.get(id);
        return other !== undefined && !sameEntry(entry, other);
      }),
    );
  }

  #placed(
    { id, path, severity, message }: EntryProblem,
    entries: ReadonlyMap<EntryId, StoredEntry>,
  ): Problem {
    // What the schema does not know is pointed at by its name.
    const place =
      this.#place(id, path, severity === 'warning' ? 'key' : 'value') ?? originPlace(entries.get(id));
    return { severity, message: `${id}: ${message}`, ...(place && { place }) };
  }

  #place(id: EntryId, path: Path = [], part: 'key' | 'value' = 'value'): Place | undefined {
    const defined = this.#defined.get(id);
    if (defined === undefined) return undefined;
    const { positions } = defined;
    return { path: positions.source.path, ...positions[part]([...defined.path, ...path]) };
  }
}

/** What a lock file names is relative to the folder it stands in. */
function relativeTo(folder: string, { directories, replacements }: LockFile) {
  const inside = (path: string) =>
    posix.isAbsolute(path) ? posix.normalize(path) : posix.join(folder, path);
  return {
    directories: { modules: inside(directories.modules), src: inside(directories.src) },
    replacements: replacements.map(({ from, to }) => ({ from, to: inside(to) })),
  };
}

function duplicate(second: DefinedEntry, first: DefinedEntry): Problem {
  const { id, origin } = second.entry;
  const message = `${id} is defined twice; the first definition is at ${describeOrigin(first.entry.origin)}`;
  return error(message, placeOf(origin));
}

function originPlace(entry: StoredEntry | undefined): Place | undefined {
  return entry && placeOf(entry.origin);
}
