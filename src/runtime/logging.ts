/** The log of a node as its settings and its command line ask for it. */
import { createLog, type Log, type LogFields, type LogLevel, logLevels } from '#base';

export interface LogChoice {
  /** The least that is written. */
  readonly level: LogLevel;
  readonly format: 'console' | 'json';
  readonly colour: boolean;
  /** Receives each line with its line feed. */
  readonly write: (line: string) => void;
  readonly now: () => number;
}

/** `logmanager.min_level`: -1 debug, 0 info, 1 warn, 2 error. */
export function levelOf(wanted: LogLevel, minimum: number): LogLevel {
  const least = logLevels[minimum + 1] ?? 'debug';
  return logLevels[Math.max(logLevels.indexOf(wanted), logLevels.indexOf(least))] ?? wanted;
}

export function nodeLog({ level, format, colour, write, now }: LogChoice): Log {
  return createLog({ level, format, colour, write, now });
}

/** Tells each event to a listener as well: the bus. */
export function sharedLog(log: Log, tell: (level: string, message: string, fields: LogFields) => void): Log {
  return new SharedLog(log, tell, {});
}

class SharedLog implements Log {
  readonly #log: Log;
  readonly #tell: (level: string, message: string, fields: LogFields) => void;
  readonly #fields: LogFields;

  constructor(
    log: Log,
    tell: (level: string, message: string, fields: LogFields) => void,
    fields: LogFields,
  ) {
    this.#log = log;
    this.#tell = tell;
    this.#fields = fields;
  }

  debug(message: string, fields?: LogFields): void {
    this.#log.debug(message, fields);
    this.#tell('debug', message, { ...this.#fields, ...fields });
  }

  info(message: string, fields?: LogFields): void {
    this.#log.info(message, fields);
    this.#tell('info', message, { ...this.#fields, ...fields });
  }

  warn(message: string, fields?: LogFields): void {
    this.#log.warn(message, fields);
    this.#tell('warn', message, { ...this.#fields, ...fields });
  }

  error(message: string, fields?: LogFields): void {
    this.#log.error(message, fields);
    this.#tell('error', message, { ...this.#fields, ...fields });
  }

  child(fields: LogFields): Log {
    return new SharedLog(this.#log.child(fields), this.#tell, { ...this.#fields, ...fields });
  }

  isEnabled(): boolean {
    return true;
  }
}
