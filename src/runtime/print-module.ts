/**
 * `print` of guests: a line of the log, with who printed it and where.
 *
 * It is made like a module, of a function that writes and a prelude that turns values into text.
 */
import { decodeUtf8, type Log } from '#base';
import { arg, defineModule, fn, type Module, t } from '#plugin';
import { guestLocation } from './guest-location.ts';

export function printModule(log: Log): Module {
  const lines = log.child({ logger: 'print' });
  return defineModule({
    name: 'print',
    summary: 'Writes values to the log.',
    prelude: new URL('./print.lua', import.meta.url),
    functions: {
      print: fn({
        summary: 'Writes values, with blanks between, to the log.',
        args: [arg('text', t.bytes)],
        returns: [],
        effect: 'external',
        run: (text, call) => {
          if (!lines.isEnabled('info')) return;
          const { pid, entry } = call;
          lines.info(decodeUtf8(text), { pid, location: guestLocation('print.lua') ?? entry });
        },
      }),
    },
  });
}
