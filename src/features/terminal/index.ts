/** The terminal: hosts whose process has it, and the module by which it is used. */
import { defineFeature, type ProvidedEntry } from '#plugin';
import { io } from './io-module.ts';
import { terminalHost } from './terminal-host.ts';

/** For applications that name it, or have the module on their list, and have not installed it. */
const providedHost: ProvidedEntry = {
  id: 'wippy.terminal:host',
  kind: 'terminal.host',
  module: 'wippy/terminal',
  meta: { comment: 'The terminal.' },
  data: () => ({ lifecycle: { auto_start: true } }),
};

export const terminal = defineFeature({
  name: 'terminal',
  summary: 'Standard input, output and error for processes.',
  kinds: [terminalHost],
  modules: [io],
  entries: [providedHost],
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
