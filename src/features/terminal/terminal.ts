/** The terminal as processes on a `terminal.host` have it. Texts are byte strings. */
import { defineCarried, defineService } from '#plugin';

export interface Terminal {
  /** Puts bytes on the way to the standard output. */
  write(bytes: string): void;
  writeError(bytes: string): void;
  /** Resolves when all that was written has left. */
  flush(): Promise<void>;
  /** At most so many bytes, as soon as there are some; undefined at the end of the input. */
  read(most: number): Promise<string | undefined>;
  /** A line without its end; undefined at the end of the input. */
  readLine(): Promise<string | undefined>;
  /** Raw mode counts: it ends when it was switched off as often as on. */
  setRaw(isOn: boolean): void;
  /** Ends raw mode, however often it was switched on. */
  reset(): void;
}

export const terminalService = defineService<Terminal>({
  name: 'terminal',
  summary: 'Standard input, output and error.',
  methods: ['write', 'writeError', 'flush', 'read', 'readLine', 'setRaw', 'reset'],
});

/** The node provides its own terminal under this id, which no entry has. */
export const nodeTerminalId = 'system:terminal';

/** The log of the node, which goes to the same terminal. */
export interface TerminalLog {
  hide(): void;
  show(): void;
}

export const terminalLog = defineService<TerminalLog>({
  name: 'node.terminal_log',
  summary: 'Keeps the log away from the terminal.',
  methods: ['hide', 'show'],
});

export const terminalLogId = 'system:terminal_log';

/** What stood on the command line behind the name of the command. */
export const commandLine = defineCarried<readonly string[]>('command line');
