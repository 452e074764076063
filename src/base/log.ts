/**
 * The log of a node: one line per event, readable on a terminal or as JSON for machines, by pino.
 *
 *   Lg1  Text under a field whose name speaks of a secret is written as `***`, at any depth.
 *   Lg2  A failure among the fields is written with kind, details, causes and, for bugs, the stack.
 *   Lg3  No value makes writing fail: circles, integers beyond 2^53 and odd objects are written as text.
 */
import pino from 'pino';
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
  const write = options.write ?? writeToStandardError();
  const shown = format === 'json' ? write : (line: string) => write(consoleLine(JSON.parse(line), colour));
  const settings: pino.LoggerOptions = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date(now()).toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
  };
  return new PinoLog(pino(settings, { write: shown }));
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

class PinoLog implements Log {
  readonly #pino: pino.Logger;

  constructor(logger: pino.Logger) {
    this.#pino = logger;
  }

  debug(message: string, fields?: LogFields): void {
    if (this.isEnabled('debug')) this.#pino.debug(loggable(fields), message);
  }

  info(message: string, fields?: LogFields): void {
    if (this.isEnabled('info')) this.#pino.info(loggable(fields), message);
  }

  warn(message: string, fields?: LogFields): void {
    if (this.isEnabled('warn')) this.#pino.warn(loggable(fields), message);
  }

  error(message: string, fields?: LogFields): void {
    if (this.isEnabled('error')) this.#pino.error(loggable(fields), message);
  }

  child(fields: LogFields): Log {
    return new PinoLog(this.#pino.child(loggable(fields)));
  }

  isEnabled(level: Exclude<LogLevel, 'silent'>): boolean {
    return this.#pino.isLevelEnabled(level);
  }
}

/** Written at once, so that the last line before a crash is there. */
function writeToStandardError(): (line: string) => void {
  const destination = pino.destination({ fd: 2, sync: true });
  return (line) => destination.write(line);
}
