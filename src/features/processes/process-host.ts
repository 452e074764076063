/** Kind `process.host`: where processes run. It spreads them over the schedulers of the node. */
import { failure } from '#base';
import { limitFields } from '#features/lua-code';
import { defineKind, type Infer, t } from '#plugin';
import { type Host, hostService, nodeHosts, nodeHostsId } from './host-service.ts';

const host = t.object({
  workers: t
    .optional(t.integer({ min: 1 }))
    .describe('Schedulers of the node that are used; all when left out.'),
  queue_size: t.integer({ min: 1, default: 1024 }).describe('Is checked and reported, and bounds nothing.'),
  local_queue_size: t
    .integer({ min: 1, default: 256 })
    .describe('Is checked and reported, and bounds nothing.'),
  max_processes: t.integer({ min: 0, default: 0 }).describe('The most living processes; 0 is without limit.'),
});

const data = t.object({
  host: host.default({}),
  hibernate_after: t
    .optional(t.duration())
    .describe(
      'Processes that rested so long are kept as bytes until their next message; never when left out.',
    ),
  limits: t
    .optional(limitFields)
    .describe('What each of its processes may use, whatever its entry asks for.'),
});

interface LiveHost extends Host {
  current: ReturnType<typeof settingsOf>;
  stop(): Promise<void>;
}

export const processHost = defineKind({
  kind: 'process.host',
  summary: 'Runs processes.',
  data,
  provides: hostService,
  place: 'one',
  isSupervised: true,
  start: (entry, world): LiveHost => {
    const hosts = world.use(nodeHosts, nodeHostsId);
    const current = settingsOf(entry.data);
    hosts.current.add(entry.id, current);
    const live: LiveHost = {
      current,
      settings: () => live.current,
      stop: () => hosts.current.stop(entry.id),
    };
    return live;
  },
  update: (live, next, world) => {
    const settings = settingsOf(next.data);
    for (const key of ['queue_size', 'local_queue_size'] as const) {
      if (settings[key] === live.current[key]) continue;
      throw failure('Invalid', `${next.id}: host.${key} cannot change while the host runs`, {
        retryable: false,
      });
    }
    return {
      commit: () => {
        live.current = settings;
        world.use(nodeHosts, nodeHostsId).current.change(next.id, settings);
      },
    };
  },
  stop: (live) => live.stop(),
});

function settingsOf({ host: given, limits, hibernate_after }: Infer<typeof data>) {
  const { workers, max_processes, queue_size, local_queue_size } = given;
  return {
    workers,
    maxProcesses: max_processes,
    queue_size,
    local_queue_size,
    hibernateAfter: hibernate_after,
    limits,
  };
}
