/** The terminal: hosts whose process has it, and the module by which it is used. */
import { defineFeature } from '#plugin';
import { io } from './io-module.ts';
import { terminalHost } from './terminal-host.ts';

export const terminal = defineFeature({
  name: 'terminal',
  summary: 'Standard input, output and error for processes.',
  kinds: [terminalHost],
  modules: [io],
});

export { type InputStream, type OutputStream, type Streams, StreamTerminal } from './stream-terminal.ts';
export {
  commandLine,
  nodeTerminalId,
  type Terminal,
  type TerminalLog,
  terminalLog,
  terminalLogId,
  terminalService,
} from './terminal.ts';
