/** The guest module `io`: the terminal of a process that runs on a `terminal.host`. */
import { failure, isFailure } from '#base';
import { arg, type Call, defineHandle, defineModule, fn, rest, t } from '#plugin';
import { commandLine, type Terminal, terminalService } from './terminal.ts';

const standardLength = 1024;

/** Ends raw mode with the process that asked for it; guests never see the value. */
const rawMode = defineHandle<Terminal>({
  name: 'io.raw_mode',
  summary: 'Raw mode of the terminal.',
  crosses: 'never',
  methods: {},
  close: (terminal) => terminal.reset(),
});

/** What stands in a pid between the brace, or the node, and the unique part. */
const hostOf = /^\{(?:[^@|{}]+@)?([^|{}]+)\|/;

function terminalOf(call: Call): Terminal {
  const [, host] = hostOf.exec(call.pid) ?? [];
  try {
    if (host !== undefined) return call.use(terminalService, host).current;
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
  }
  throw failure('Unavailable', 'the process has no terminal: it does not run on a terminal.host', {
    retryable: false,
  });
}

export const io = defineModule({
  name: 'io',
  summary: 'Reads from and writes to the terminal.',
  classes: ['io'],
  handles: [rawMode],
  functions: {
    write: fn({
      summary: 'Writes values, one right behind the other, to the standard output.',
      args: [rest('values', t.bytes)],
      shows: true,
      returns: t.boolean,
      effect: 'external',
      isOutput: true,
      run: (texts, call) => {
        terminalOf(call).write(texts.join(''));
        return true;
      },
    }),

    print: fn({
      summary: 'Writes values, with tabs between and a line feed behind, to the standard output.',
      args: [rest('values', t.bytes)],
      shows: true,
      returns: t.boolean,
      effect: 'external',
      isOutput: true,
      run: (texts, call) => {
        terminalOf(call).write(`${texts.join('\t')}\n`);
        return true;
      },
    }),

    eprint: fn({
      summary: 'Writes values, with tabs between and a line feed behind, to the standard error.',
      args: [rest('values', t.bytes)],
      shows: true,
      returns: t.boolean,
      effect: 'external',
      isOutput: true,
      run: (texts, call) => {
        terminalOf(call).writeError(`${texts.join('\t')}\n`);
        return true;
      },
    }),

    read: fn({
      summary: 'At most n bytes of the standard input, as soon as there are some; nil at its end.',
      args: [arg('n', t.integer({ default: standardLength }))],
      returns: t.optional(t.bytes),
      effect: 'external',
      isOutput: true,
      run: (n, call) => terminalOf(call).read(n > 0 ? n : standardLength),
    }),

    readline: fn({
      summary: 'The next line of the standard input without its end; nil at the end of the input.',
      args: [],
      returns: t.optional(t.bytes),
      effect: 'external',
      isOutput: true,
      run: (call) => terminalOf(call).readLine(),
    }),

    raw: fn({
      summary:
        'Switches raw mode on, or off when it was switched off as often as on. It ends with the process.',
      args: [arg('enable', t.boolean.default(true))],
      returns: t.boolean,
      effect: 'external',
      isOutput: true,
      run: (enable, call) => {
        const terminal = terminalOf(call);
        terminal.setRaw(enable);
        if (enable) call.hold(rawMode, terminal);
        return true;
      },
    }),

    flush: fn({
      summary: 'Waits until all that was written has left.',
      args: [],
      returns: t.boolean,
      effect: 'external',
      isOutput: true,
      run: async (call) => {
        await terminalOf(call).flush();
        return true;
      },
    }),

    args: fn({
      summary: 'What stood on the command line behind the name of the command.',
      args: [],
      returns: t.list(t.string),
      effect: 'local',
      run: (call) => [...(call.carried(commandLine) ?? [])],
    }),
  },
});
