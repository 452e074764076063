/**
 * The `logger` module. It is itself a logger: its functions are called with a colon, as methods, or with a dot;
 * with a colon the module stands in front of the arguments.
 */
import { Fn, LuaTable, type Value } from '#lua';
import { defineModule, fn, rest, t } from '#plugin';
import { named, plainLogger, withFields, write } from './guest-logger.ts';
import type { GuestLevel } from './log-sink.ts';
import { loggerHandle } from './logger-handle.ts';

const given = [rest('arguments', t.guest)] as const;

function level(of: GuestLevel, summary: string) {
  return fn({
    summary,
    args: given,
    returns: [],
    effect: 'local',
    run: (values, call) => {
      const from = startsWithModule(values) ? 1 : 0;
      write(plainLogger, of, values[from], values[from + 1], call);
    },
  });
}

export const logger = defineModule({
  name: 'logger',
  summary: 'Writes log lines with fields.',
  classes: ['io'],
  handles: [loggerHandle],
  functions: {
    debug: level('debug', 'Writes a line for those who look for a fault.'),
    info: level('info', 'Writes a line about what happens.'),
    warn: level('warn', 'Writes a line about what may become a fault.'),
    error: level('error', 'Writes a line about a fault.'),

    with: fn({
      summary: 'A logger with these fields on every line.',
      args: given,
      returns: t.handle(loggerHandle),
      effect: 'local',
      run: (values, call) => call.hold(loggerHandle, withFields(plainLogger, withoutModule(values)[0])),
    }),

    named: fn({
      summary: 'A logger with a name.',
      args: given,
      returns: t.handle(loggerHandle),
      effect: 'local',
      run: (values, call) => call.hold(loggerHandle, named(plainLogger, withoutModule(values)[0])),
    }),
  },
});

function withoutModule(values: readonly Value[]): readonly Value[] {
  return startsWithModule(values) ? values.slice(1) : values;
}

function startsWithModule(values: readonly Value[]): boolean {
  const first = values[0];
  // No table of fields has a function of this name.
  return first instanceof LuaTable && first.getText('named') instanceof Fn;
}
