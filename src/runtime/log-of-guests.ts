/** The log lines of guests in the log of the node: with the process that wrote them, and where it stands. */
import type { Log } from '#base';
import type { GuestLevel, GuestLine, LogSink } from '#features/logger';
import { guestLocation } from './guest-location.ts';

export class LogOfGuests implements LogSink {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  isEnabled(level: GuestLevel): boolean {
    return this.#log.isEnabled(level);
  }

  write({ level, message, logger, fields, pid, entry }: GuestLine): void {
    const location = guestLocation() ?? entry;
    this.#log[level](message, { logger: logger ?? entry, ...fields, pid, location });
  }
}
