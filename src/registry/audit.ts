/**
 * The audit trail: one line for each attempt to change the registry, whatever became of it. It lies in the history, beside
 * the versions.
 */
import type { EntryId } from '#plugin';

export type Act = 'apply' | 'files' | 'take' | 'move' | 'take back' | 'verdict' | 'consent';

export interface AuditLine {
  /** Grows by one from line to line. */
  readonly serial: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly actor: string;
  readonly act: Act;
  readonly outcome: 'done' | 'refused';
  /** The version that came of it or was moved to, or that a verdict is about. */
  readonly version?: number;
  /** The first of those that were to change, and how many there were. */
  readonly entries: readonly EntryId[];
  readonly count: number;
  readonly message: string;
  /** Why it was refused. */
  readonly refusal?: { readonly kind: string; readonly message: string };
}

/** So many ids a line names. */
const NAMED = 20;

export const AUDIT_LINES = 1000;

export function auditLine(
  line: Omit<AuditLine, 'entries' | 'count' | 'serial'>,
  serial: number,
  entries: readonly EntryId[],
): AuditLine {
  return { ...line, serial, entries: entries.slice(0, NAMED), count: entries.length };
}

/** The latest lines, in memory. */
export class AuditRing {
  readonly #lines: AuditLine[] = [];
  readonly #room: number;

  constructor(room: number = AUDIT_LINES) {
    this.#room = room;
  }

  record(line: AuditLine): void {
    this.#lines.push(line);
    // Thrown away in one go: a list that loses its first at each addition would be moved each time.
    if (this.#lines.length >= 2 * this.#room) this.#lines.splice(0, this.#lines.length - this.#room);
  }

  /** Oldest first. */
  latest(most: number): readonly AuditLine[] {
    return this.#lines.slice(-Math.min(most, this.#room));
  }
}
