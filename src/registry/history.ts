/**
 * The versions that were published, oldest first.
 *
 *   Hy1  A history says what the registry was, so a step is written before it is in force, whole or not at all.
 *   Hy2  Going back to a version adds none; what is applied then has that version as its parent, so versions form a tree.
 *   Hy3  Entries are kept as they are written: placeholders unresolved (O6), and without what lies over the files.
 *   Hy4  What the files said of an entry when they and the history last agreed is kept beside it (O4).
 *   Hy5  A history that outlives its process gives at the next start the version that was in force (O3).
 */
import { failure } from '#base';
import type { EntryId } from '#plugin';
import { type AuditLine, AuditRing } from './audit.ts';
import type { ChangeSet, Entries } from './change-set.ts';
import type { StoredEntry } from './entry.ts';
import type { Verdict } from './verdict.ts';
import type { Version } from './version.ts';

/** What files and history agree on from now on; undefined for entries that are in neither. */
export type Agreements = ReadonlyMap<EntryId, StoredEntry | undefined>;

/** Where a history stands (Hy5). */
export interface Head {
  readonly version: Version;
  readonly entries: Entries;
  /** Hy4. */
  readonly agreed: Entries;
}

export type Step =
  /** The first version: all that the files said. */
  | { readonly type: 'begin'; readonly version: Version; readonly entries: Entries }
  | {
      readonly type: 'append';
      readonly version: Version;
      readonly changes: ChangeSet;
      readonly agreed: Agreements;
    }
  /** Another version is the current one from now on; `changes` lead to it. */
  | { readonly type: 'move'; readonly to: number; readonly changes: ChangeSet }
  | { readonly type: 'agree'; readonly agreed: Agreements }
  /** What a guard found out about a version, in place of what it had. */
  | { readonly type: 'judge'; readonly id: number; readonly verdict: Verdict };

export interface History {
  /** Undefined when nothing has been written yet. */
  readonly head: Head | undefined;
  /** Oldest first. */
  readonly versions: readonly Version[];
  get(id: number): Version | undefined;
  /** What changed from a version's parent to it. Throws `NotFound`. */
  changes(id: number): ChangeSet | Promise<ChangeSet>;
  /** The id for the next version: one that no version had before. */
  readonly nextId: number;
  /** Hy1. */
  write(step: Step): void | Promise<void>;
  /** Keeps a line of the audit trail. */
  record(line: AuditLine): void | Promise<void>;
  /** The latest lines, oldest first. */
  recorded(most: number): readonly AuditLine[] | Promise<readonly AuditLine[]>;
  close(): void | Promise<void>;
}

/** The versions of a history by their ids, for those who keep them in memory. */
export class VersionList {
  readonly #versions: Version[];
  readonly #places: Map<number, number>;

  constructor(versions: readonly Version[] = []) {
    this.#versions = [...versions];
    this.#places = new Map(versions.map(({ id }, place) => [id, place]));
  }

  get all(): readonly Version[] {
    return this.#versions;
  }

  get(id: number): Version | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#versions[place];
  }

  get nextId(): number {
    return (this.#versions.at(-1)?.id ?? -1) + 1;
  }

  /** After a step that was written. */
  follow(step: Step): void {
    if (step.type === 'begin' || step.type === 'append') this.#add(step.version);
    else if (step.type === 'judge') this.#judge(step.id, step.verdict);
  }

  #add(version: Version): void {
    this.#places.set(version.id, this.#versions.length);
    this.#versions.push(version);
  }

  #judge(id: number, verdict: Verdict): void {
    const place = this.#places.get(id);
    const version = place === undefined ? undefined : this.#versions[place];
    if (place !== undefined && version !== undefined) this.#versions[place] = { ...version, verdict };
  }
}

export class MemoryHistory implements History {
  /** Nothing outlives this process. */
  readonly head = undefined;
  readonly #versions = new VersionList();
  readonly #changes = new Map<number, ChangeSet>();
  readonly #lines = new AuditRing();

  get versions(): readonly Version[] {
    return this.#versions.all;
  }

  get(id: number): Version | undefined {
    return this.#versions.get(id);
  }

  changes(id: number): ChangeSet {
    return this.#changes.get(id) ?? missing(id);
  }

  get nextId(): number {
    return this.#versions.nextId;
  }

  write(step: Step): void {
    this.#versions.follow(step);
    if (step.type === 'begin') this.#changes.set(step.version.id, []);
    else if (step.type === 'append') this.#changes.set(step.version.id, step.changes);
  }

  record(line: AuditLine): void {
    this.#lines.record(line);
  }

  recorded(most: number): readonly AuditLine[] {
    return this.#lines.latest(most);
  }

  close(): void {}
}

/** Keeps the latest version only: no way back, and no memory spent on one. */
export class LatestVersion implements History {
  readonly head = undefined;
  #latest: Version | undefined;
  readonly #lines = new AuditRing();

  get versions(): readonly Version[] {
    return this.#latest === undefined ? [] : [this.#latest];
  }

  get(id: number): Version | undefined {
    return this.#latest?.id === id ? this.#latest : undefined;
  }

  changes(id: number): ChangeSet {
    return missing(id);
  }

  get nextId(): number {
    return (this.#latest?.id ?? -1) + 1;
  }

  write(step: Step): void {
    if (step.type === 'begin' || step.type === 'append') this.#latest = step.version;
    else if (step.type === 'judge' && this.#latest?.id === step.id)
      this.#latest = { ...this.#latest, verdict: step.verdict };
  }

  record(line: AuditLine): void {
    this.#lines.record(line);
  }

  recorded(most: number): readonly AuditLine[] {
    return this.#lines.latest(most);
  }

  close(): void {}
}

export function missing(id: number): never {
  throw failure('NotFound', `the changes of version ${id} are not kept`, { retryable: false });
}
