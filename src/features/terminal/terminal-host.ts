/** Kind `terminal.host`: runs one process at a time, with the terminal of the node. */
import { limitFields } from '#features/lua-code';
import { nodeHosts, nodeHostsId } from '#features/processes';
import { defineKind, type Infer, t } from '#plugin';
import { nodeTerminalId, type Terminal, terminalLog, terminalLogId, terminalService } from './terminal.ts';

const data = t.object({
  hide_logs: t.boolean.default(false).describe('Keeps the log away from the terminal while the host runs.'),
  limits: t.optional(limitFields).describe('What its process may use, whatever its entry asks for.'),
});

interface LiveTerminal extends Terminal {
  change(settings: Infer<typeof data>): void;
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
    const log = world.use(terminalLog, terminalLogId);
    let hidesLog = false;
    const hide = (isHidden: boolean) => {
      if (isHidden && !hidesLog) log.current.hide();
      if (!isHidden && hidesLog) log.current.show();
      hidesLog = isHidden;
    };
    hosts.current.add(entry.id, settingsOf(entry.data));
    hide(entry.data.hide_logs);
    return {
      change: (next) => {
        hosts.current.change(entry.id, settingsOf(next));
        hide(next.hide_logs);
      },
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
        hide(false);
      },
    };
  },
  update: (live, next) => ({ commit: () => live.change(next.data) }),
  stop: (live) => live.stop(),
});

function settingsOf({ limits }: Infer<typeof data>) {
  return { workers: 1, maxProcesses: 1, limits };
}
