/** Where the log lines of guests go. */
import type { Data, LogLevel } from '#base';
import { defineService, type EntryId, type Pid } from '#plugin';

export type GuestLevel = Exclude<LogLevel, 'silent'>;

export interface GuestLine {
  readonly level: GuestLevel;
  readonly message: string;
  /** The names of the logger, joined by dots. */
  readonly logger?: string | undefined;
  /** What the guest says beside; errors are records of kind, message and so on. */
  readonly fields: Readonly<Record<string, Data>>;
  readonly pid: Pid;
  readonly entry: EntryId;
}

export interface LogSink {
  /** Lines of other levels are not even put together: most of what guests log is for those who debug. */
  isEnabled(level: GuestLevel): boolean;
  write(line: GuestLine): void;
}

export const logSink = defineService<LogSink>({
  name: 'node.log',
  summary: 'The log of this node, for the lines of guests.',
  methods: ['isEnabled', 'write'],
});

/** The node provides it under this id, which no entry has. */
export const logSinkId = 'system:log';
