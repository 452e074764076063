/** What rows of both stores have in common: columns and their names. */
import type { ProcessLine, StoredState } from './records.ts';

export type Row = Record<string, unknown>;

export function maybe(value: unknown): number | undefined {
  return value === null ? undefined : Number(value);
}

export function processLine(row: Row, names: readonly string[]): ProcessLine {
  return {
    pid: String(row.pid),
    startedAs: row.started_as === null ? undefined : String(row.started_as),
    entry: String(row.entry),
    host: String(row.host),
    state: String(row.state) as StoredState, // only the stores put one there
    step: Number(row.step),
    attempts: Number(row.attempts),
    startedAt: Number(row.started_at),
    changedAt: Number(row.changed_at),
    beginAt: Number(row.begin_at),
    names,
    problem: String(row.problem),
    retryAt: maybe(row.retry_at),
    failures: Number(row.failures),
    forkOf: row.fork_pid === null ? undefined : { pid: String(row.fork_pid), step: Number(row.fork_step) },
    attributes: String(row.attributes),
  };
}
