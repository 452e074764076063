/** The registry's way to its audit trail: every attempt gets a line, numbered on from the last one that was kept. */
import { type Clock, type Log, toFailure } from '#base';
import type { EntryId } from '#plugin';
import { type Act, type AuditLine, auditLine } from './audit.ts';
import type { History } from './history.ts';
import type { Version } from './version.ts';

export type NewLine = Omit<AuditLine, 'serial' | 'time' | 'entries' | 'count'>;

export interface Attempt {
  readonly actor: string;
  readonly act: Act;
  readonly message: string;
}

type Trail = Pick<History, 'record' | 'recorded'>;

export class AuditTrail {
  readonly #trail: Trail;
  readonly #clock: Clock;
  readonly #log: Log;
  /** Of the last line; those of earlier starts are looked up for the first of this one. */
  #serial: Promise<number> | undefined;

  constructor(trail: Trail, clock: Clock, log: Log) {
    this.#trail = trail;
    this.#clock = clock;
    this.#log = log;
  }

  /** What cannot be kept is a matter of the log. */
  async record(line: NewLine, entries: readonly EntryId[]): Promise<void> {
    const time = this.#clock.now();
    try {
      await this.#trail.record(auditLine({ ...line, time }, await this.#next(), entries));
    } catch (cause) {
      this.#log.error('a line of the audit trail could not be kept', { act: line.act, cause });
    }
  }

  /** Whatever becomes of it is recorded. */
  async attempt(line: Attempt, entries: readonly EntryId[], run: () => Promise<Version>): Promise<Version> {
    try {
      const version = await run();
      await this.record({ ...line, outcome: 'done', version: version.id }, entries);
      return version;
    } catch (thrown) {
      const { kind, message } = toFailure(thrown);
      await this.record({ ...line, outcome: 'refused', refusal: { kind, message } }, entries);
      throw thrown;
    }
  }

  #next(): Promise<number> {
    const last = this.#serial ?? this.#lastKept();
    this.#serial = last.then((serial) => serial + 1);
    return this.#serial;
  }

  async #lastKept(): Promise<number> {
    return (await this.#trail.recorded(1)).at(-1)?.serial ?? 0;
  }
}
