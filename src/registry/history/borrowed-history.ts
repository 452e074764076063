/**
 * The history of another process, looked at while that one goes on: it begins where the other stood, and what is written
 * then stays in this process.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type AuditLine, AuditRing } from '../audit.ts';
import type { ChangeSet } from '../change-set.ts';
import type { Settings } from '../configuration-schema.ts';
import { type Head, type History, MemoryHistory, type Step, VersionList } from '../history.ts';
import type { Version } from '../version.ts';
import { type Opened, SqliteFile } from './sqlite-file.ts';

/** As far as it can be looked at; a server lets only its owner do so, and then this one has nothing to begin with. */
export function borrowHistory({ registry }: Pick<Settings, 'registry'>, directory: string): History {
  const path = resolve(directory, registry.history_path);
  if (registry.history_type !== 'sqlite' || !existsSync(path)) return new MemoryHistory();
  const file = SqliteFile.open(path);
  try {
    return new BorrowedHistory(path, file.read());
  } finally {
    file.close();
  }
}

class BorrowedHistory implements History {
  readonly head: Head | undefined;
  readonly #path: string;
  readonly #versions: VersionList;
  /** Of the versions that were made here. */
  readonly #changes = new Map<number, ChangeSet>();
  readonly #lines = new AuditRing();

  constructor(path: string, { head, versions }: Opened) {
    this.#path = path;
    this.head = head;
    this.#versions = new VersionList(versions);
  }

  get versions(): readonly Version[] {
    return this.#versions.all;
  }

  get(id: number): Version | undefined {
    return this.#versions.get(id);
  }

  get nextId(): number {
    return this.#versions.nextId;
  }

  changes(id: number): ChangeSet {
    const own = this.#changes.get(id);
    if (own !== undefined) return own;
    const file = SqliteFile.open(this.#path);
    try {
      return file.changes(id);
    } finally {
      file.close();
    }
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
