/**
 * The log of a node: one line per event, readable on a terminal or as JSON for machines.
 *
 *   Lg1  Text under a field whose name speaks of a secret is written as `***`, at any depth.
 *   Lg2  A failure among the fields is written with kind, details, causes and, for bugs, the stack.
 *   Lg3  No value makes writing fail: circles, integers beyond 2^53 and odd objects are written as text.
 *
 * No library does this: after these rules there is nothing left for one to do but to put the line
 * together, and loading pino takes half as long as starting Node.
 */
import { consoleLine } from './console-line.ts';
import { loggable } from './loggable.ts';

export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log that adds these fields to each line. The field `logger` names its source. */
  child(fields: LogFields): Log;
  /** For callers whose fields are costly to make. */
  isEnabled(level: Exclude<LogLevel, 'silent'>): boolean;
}

export interface LogOptions {
  readonly level?: LogLevel;
  readonly format?: 'console' | 'json';
  readonly colour?: boolean;
  /** Receives each line with its line feed; the standard error stream by default. */
  readonly write?: (line: string) => void;
  readonly now?: () => number;
}

export function createLog(options: LogOptions = {}): Log {
  const { level = 'info', format = 'console', colour = false, now = Date.now } = options;
  if (level === 'silent') return silentLog;
  const write = options.write ?? writeToStandardError;
  const line = format === 'json' ? jsonLine : (event: LogFields) => consoleLine(event, colour);
  const emit = (event: LogFields) => write(line({ time: new Date(now()).toISOString(), ...event }));
  return new LineLog(logLevels.indexOf(level), emit, {});
}

/** A log that writes nothing. */
export const silentLog: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  child: () => silentLog,
  isEnabled: () => false,
};

class LineLog implements Log {
  readonly #lowest: number;
  readonly #emit: (event: LogFields) => void;
  readonly #fields: LogFields;

  constructor(lowest: number, emit: (event: LogFields) => void, fields: LogFields) {
    this.#lowest = lowest;
    this.#emit = emit;
    this.#fields = fields;
  }

  debug(message: string, fields?: LogFields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.#write('error', message, fields);
  }

  child(fields: LogFields): Log {
    return new LineLog(this.#lowest, this.#emit, { ...this.#fields, ...loggable(fields) });
  }

  isEnabled(level: Exclude<LogLevel, 'silent'>): boolean {
    return logLevels.indexOf(level) >= this.#lowest;
  }

  #write(level: Exclude<LogLevel, 'silent'>, message: string, fields: LogFields | undefined): void {
    if (this.isEnabled(level)) this.#emit({ level, ...this.#fields, ...loggable(fields), message });
  }
}

function jsonLine(event: LogFields): string {
  return `${JSON.stringify(event)}\n`;
}

/** Written before the call returns (but on Windows), so the last line before a crash is there. */
function writeToStandardError(line: string): void {
  process.stderr.write(line);
}
