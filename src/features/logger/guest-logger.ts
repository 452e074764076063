/** A guest's logger: a name, and the fields of every line. Making another from it leaves it as it is. */
import { failure } from '#base';
import type { Value } from '#lua';
import type { Call } from '#plugin';
import { type GuestLevel, logSink, logSinkId } from './log-sink.ts';
import { type LogFields, loggableFields, messageText } from './loggable-value.ts';

export interface GuestLogger {
  readonly name: string;
  readonly fields: LogFields;
}

export const plainLogger: GuestLogger = { name: '', fields: {} };

export function write(
  logger: GuestLogger,
  level: GuestLevel,
  message: Value,
  fields: Value,
  call: Call,
): void {
  const sink = call.use(logSink, logSinkId).current;
  if (!sink.isEnabled(level)) return;
  sink.write({
    level,
    message: messageText(message),
    logger: logger.name === '' ? undefined : logger.name,
    fields: { ...logger.fields, ...loggableFields(fields) },
    pid: call.pid,
    entry: call.entry,
  });
}

export function withFields(logger: GuestLogger, fields: Value): GuestLogger {
  return { ...logger, fields: { ...logger.fields, ...loggableFields(fields) } };
}

export function named(logger: GuestLogger, name: Value): GuestLogger {
  if (typeof name !== 'string' || name === '') {
    throw failure('Invalid', 'the name of a logger must be a text that is not empty', { retryable: false });
  }
  const text = messageText(name);
  return { ...logger, name: logger.name === '' ? text : `${logger.name}.${text}` };
}
