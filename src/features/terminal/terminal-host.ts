/** Kind `terminal.host`: runs one process at a time, with the terminal of the node. */
import { limitFields } from '#features/lua-code';
import { nodeHosts, nodeHostsId } from '#features/processes';
import { defineKind, t } from '#plugin';
import { nodeTerminalId, type Terminal, terminalLog, terminalLogId, terminalService } from './terminal.ts';

const data = t.object({
  hide_logs: t.boolean.default(false).describe('Keeps the log away from the terminal while the host runs.'),
  limits: t.optional(limitFields).describe('What its process may use, whatever its entry asks for.'),
});

interface LiveTerminal extends Terminal {
  stop(): Promise<void>;
}

export const terminalHost = defineKind({
  kind: 'terminal.host',
  summary: 'Runs one process at a time, which has the terminal.',
  data,
  provides: terminalService,
  place: 'one',
  isSupervised: true,
  start: (entry, world): LiveTerminal => {
    const hosts = world.use(nodeHosts, nodeHostsId);
    const terminal = world.use(terminalService, nodeTerminalId).current;
    const log = entry.data.hide_logs ? world.use(terminalLog, terminalLogId).current : undefined;
    hosts.current.add(entry.id, { workers: 1, maxProcesses: 1, limits: entry.data.limits });
    log?.hide();
    return {
      write: (bytes) => terminal.write(bytes),
      writeError: (bytes) => terminal.writeError(bytes),
      flush: () => terminal.flush(),
      read: (most) => terminal.read(most),
      readLine: () => terminal.readLine(),
      setRaw: (isOn) => terminal.setRaw(isOn),
      reset: () => terminal.reset(),
      stop: async () => {
        await hosts.current.stop(entry.id);
        terminal.reset();
        log?.show();
      },
    };
  },
  update: 'restart',
  stop: (live) => live.stop(),
});
