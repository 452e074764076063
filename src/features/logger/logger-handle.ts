/** A logger with fields or a name of its own. */
import { arg, defineHandle, type Handle, method, t } from '#plugin';
import { type GuestLogger, named, withFields, write } from './guest-logger.ts';
import type { GuestLevel } from './log-sink.ts';

export const loggerHandle: Handle<GuestLogger, GuestLogger> = defineHandle<GuestLogger, GuestLogger>({
  name: 'logger.Logger',
  summary: 'Writes log lines that have its name and its fields.',
  crosses: 'copy',
  methods: {
    debug: level('debug', 'Writes a line for those who look for a fault.'),
    info: level('info', 'Writes a line about what happens.'),
    warn: level('warn', 'Writes a line about what may become a fault.'),
    error: level('error', 'Writes a line about a fault.'),

    with: method({
      summary: 'A logger with more fields on every line.',
      args: [arg('fields', t.guest)],
      returns: t.handle(() => loggerHandle),
      effect: 'local',
      run: (logger: GuestLogger, fields, call) => call.hold(loggerHandle, withFields(logger, fields)),
    }),

    named: method({
      summary: 'A logger with one more name, behind a dot.',
      args: [arg('name', t.guest)],
      returns: t.handle(() => loggerHandle),
      effect: 'local',
      run: (logger: GuestLogger, name, call) => call.hold(loggerHandle, named(logger, name)),
    }),
  },
  save: (logger) => logger,
  restore: (logger) => logger,
});

function level(of: GuestLevel, summary: string) {
  return method({
    summary,
    args: [arg('message', t.guest), arg('fields', t.guest)],
    returns: [],
    effect: 'local',
    run: (logger: GuestLogger, message, fields, call) => write(logger, of, message, fields, call),
  });
}
