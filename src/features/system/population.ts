/** `system.hosts` and `system.supervisor`: what runs on this node. */
import { failure } from '#base';
import { arg, defineModule, fn, t } from '#plugin';
import type { ProcessInfo } from '#process';
import type { ServiceState } from '#supervisor';
import { nodeOf, permit } from './access.ts';

const id = t.text('the id of an entry', (text) => text !== '');

const hostInfo = t.object({
  id: t.string,
  workers: t.integer(),
  processes: t.integer(),
  executed: t.integer(),
  stolen: t.integer(),
  queue_depth: t.integer(),
});

const processInfo = t.object({
  pid: t.string,
  host: t.string,
  source: t.string,
  state: t.string,
  steps: t.integer(),
  started_at: t.int64,
  parent: t.optional(t.string),
  actor_id: t.optional(t.string),
  outdated: t.boolean,
  upgradable: t.boolean,
  stats: t.object({
    mailbox: t.integer(),
    inputs: t.integer(),
    coroutines: t.integer(),
    links: t.integer(),
    monitors: t.integer(),
    scheduler: t.integer(),
  }),
});

const serviceState = t.object({
  id: t.string,
  status: t.string,
  desired: t.string,
  retry_count: t.integer(),
  last_update: t.int64,
  started_at: t.int64,
  details: t.optional(t.string),
});

export const hosts = defineModule({
  name: 'hosts',
  summary: 'The hosts of processes.',
  functions: {
    list: fn({
      summary: 'All hosts, with what they do. Processes never move, so none are stolen.',
      args: [],
      returns: t.list(hostInfo),
      effect: 'read',
      run: async (call) => {
        permit(call, 'system.read', 'hosts');
        const all = await nodeOf(call).hosts();
        return all.map(({ queueDepth, ...host }) => ({ ...host, stolen: 0, queue_depth: queueDepth }));
      },
    }),

    processes: fn({
      summary: 'The processes of one host.',
      args: [arg('host_id', id)],
      returns: t.list(processInfo),
      effect: 'read',
      run: async (host, call) => {
        permit(call, 'system.read', 'hosts');
        const all = await nodeOf(call).processes();
        return all.filter((each) => each.host === host).map(guestProcess);
      },
    }),
  },
});

function guestProcess(info: ProcessInfo) {
  return {
    pid: info.pid,
    host: info.host,
    source: info.entry,
    state: info.state,
    steps: info.reductions,
    started_at: BigInt(Math.round(info.startedAt)) * 1_000_000n,
    parent: info.parent === '' ? undefined : info.parent,
    actor_id: info.actor === '' ? undefined : info.actor,
    outdated: info.isOutdated,
    upgradable: info.isUpgradable,
    stats: {
      mailbox: info.mailbox,
      inputs: info.inputs,
      coroutines: info.fibers,
      links: info.links,
      monitors: info.watchers,
      scheduler: info.scheduler,
    },
  };
}

export const supervisor = defineModule({
  name: 'supervisor',
  summary: 'The supervised services.',
  functions: {
    state: fn({
      summary: 'The state of one service.',
      args: [arg('service_id', id)],
      returns: serviceState,
      effect: 'read',
      run: async (wanted, call) => {
        permit(call, 'system.read', 'supervisor');
        const found = (await nodeOf(call).services()).find((each) => each.id === wanted);
        if (found === undefined) throw failure('NotFound', `no service ${wanted}`, { retryable: false });
        return guestState(found);
      },
    }),

    states: fn({
      summary: 'The states of all services.',
      args: [],
      returns: t.list(serviceState),
      effect: 'read',
      run: async (call) => {
        permit(call, 'system.read', 'supervisor');
        return (await nodeOf(call).services()).map(guestState);
      },
    }),
  },
});

function guestState(state: ServiceState) {
  return {
    id: state.id,
    status: state.status,
    desired: state.desired,
    retry_count: state.retryCount,
    last_update: state.lastUpdate,
    started_at: state.startedAt,
    details: state.details,
  };
}
