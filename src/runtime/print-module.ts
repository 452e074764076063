/** `print` of guests: a line of the log, with who printed it and where. */
import { decodeUtf8, type Log } from '#base';
import { defineModule, fn, type Module, rest, t } from '#plugin';
import { guestLocation } from './guest-location.ts';

export function printModule(log: Log): Module {
  const lines = log.child({ logger: 'print' });
  return defineModule({
    name: 'print',
    summary: 'Writes values to the log.',
    functions: {
      print: fn({
        summary: 'Writes values, with blanks between, to the log.',
        args: [rest('values', t.bytes)],
        shows: true,
        returns: [],
        effect: 'external',
        isOutput: true,
        run: (texts, call) => {
          if (!lines.isEnabled('info')) return;
          const { pid, entry } = call;
          lines.info(decodeUtf8(texts.join(' ')), { pid, location: guestLocation() ?? entry });
        },
      }),
    },
  });
}
