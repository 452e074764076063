/**
 * The versions that were published, oldest first, and the way from one to another.
 *
 * A history says what the registry was, so it is written before a version is in force. Going back to
 * a version adds none; what is applied then has that version as its parent, so versions form a tree.
 */
import { failure } from '#base';
import { type AuditLine, AuditRing } from './audit.ts';
import { type ChangeSet, inverse, squash } from './change-set.ts';
import type { Verdict } from './verdict.ts';
import type { Version } from './version.ts';

export interface History {
  /** Oldest first. */
  readonly versions: readonly Version[];
  get(id: number): Version | undefined;
  /** The id for the next version: one that no version had before. */
  readonly nextId: number;
  /** Keeps a version, which is the current one from now on. */
  append(version: Version): void | Promise<void>;
  /** Another version is the current one from now on. */
  move(to: Version): void | Promise<void>;
  /** Keeps what a guard found out about a version, in place of what it had. */
  judge(id: number, verdict: Verdict): void | Promise<void>;
  /** Keeps a line of the audit trail. */
  record(line: AuditLine): void | Promise<void>;
  /** The latest lines, oldest first. */
  recorded(most: number): readonly AuditLine[] | Promise<readonly AuditLine[]>;
}

export class MemoryHistory implements History {
  readonly #versions: Version[] = [];
  readonly #byId = new Map<number, Version>();
  readonly #lines = new AuditRing();

  get versions(): readonly Version[] {
    return this.#versions;
  }

  get(id: number): Version | undefined {
    return this.#byId.get(id);
  }

  get nextId(): number {
    return (this.#versions.at(-1)?.id ?? -1) + 1;
  }

  append(version: Version): void {
    this.#versions.push(version);
    this.#byId.set(version.id, version);
  }

  move(): void {
    // Nothing outlives this process, so nobody will ask where it was.
  }

  judge(id: number, verdict: Verdict): void {
    const known = this.#byId.get(id);
    if (known === undefined) return;
    const judged = { ...known, verdict };
    this.#byId.set(id, judged);
    this.#versions[this.#versions.indexOf(known)] = judged;
  }

  record(line: AuditLine): void {
    this.#lines.record(line);
  }

  recorded(most: number): readonly AuditLine[] {
    return this.#lines.latest(most);
  }
}

/** Keeps the latest version only: no way back, and no memory spent on one. */
export class LatestVersion implements History {
  #latest: Version | undefined;
  readonly #lines = new AuditRing();

  get versions(): readonly Version[] {
    return this.#latest === undefined ? [] : [this.#latest];
  }

  get(id: number): Version | undefined {
    return this.#latest?.id === id ? this.#latest : undefined;
  }

  get nextId(): number {
    return (this.#latest?.id ?? -1) + 1;
  }

  append(version: Version): void {
    this.#latest = version;
  }

  move(): void {
    // There is only one version to move to.
  }

  judge(id: number, verdict: Verdict): void {
    if (this.#latest?.id === id) this.#latest = { ...this.#latest, verdict };
  }

  record(line: AuditLine): void {
    this.#lines.record(line);
  }

  recorded(most: number): readonly AuditLine[] {
    return this.#lines.latest(most);
  }
}

/** What leads from one version to another: back to the version both come from, then forth. */
export function changesBetween(history: Pick<History, 'get'>, from: Version, to: Version): ChangeSet {
  const back: Version[] = [];
  const forth: Version[] = [];
  let up = from;
  let down = to;
  // A parent is older than its children, so the younger of the two is the one to climb from.
  while (up.id !== down.id) {
    if (up.id > down.id) {
      back.push(up);
      up = parentOf(history, up);
    } else {
      forth.unshift(down);
      down = parentOf(history, down);
    }
  }
  return squash([
    ...back.flatMap(({ changes }) => inverse(changes)),
    ...forth.flatMap(({ changes }) => changes),
  ]);
}

function parentOf(history: Pick<History, 'get'>, version: Version): Version {
  const parent = version.parent === undefined ? undefined : history.get(version.parent);
  if (parent === undefined)
    throw failure('NotFound', `the history does not reach back beyond version ${version.id}`);
  return parent;
}
