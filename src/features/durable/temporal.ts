/**
 * Kinds `temporal.client` and `temporal.worker`. With `durable.temporal: embedded` a worker is a host of the node's own
 * durable processes, and no server is asked for anything.
 */
import { failure } from '#base';
import { defaultHostSettings } from '#durable';
import { type Host, hostService } from '#features/processes';
import { defineKind, defineService, t, type World } from '#plugin';
import { durableHosts, durableHostsId } from './host-service.ts';

const text = t.optional(t.string);
const flag = t.optional(t.boolean);
const size = t.optional(t.integer({ min: 0 }));
const rate = t.optional(t.number({ min: 0 }));
const span = t.optional(t.duration());

const auth = t.object({
  type: t.oneOf('none', 'api_key', 'mtls').default('none'),
  api_key: t.optional(t.secret),
  api_key_file: text,
  api_key_env: text,
  cert_file: text,
  key_file: text,
  cert_pem: text,
  key_pem: t.optional(t.secret),
  key_pem_env: text,
});

const tls = t.object({
  enabled: flag,
  ca_file: text,
  server_name: text,
  insecure_skip_verify: flag,
});

const client = t.object({
  address: t.string.describe('host:port of the server; not used on the embedded engine.'),
  namespace: t.string.default('default'),
  tq_prefix: t.string.default(''),
  connection_timeout: t.duration('10s'),
  keep_alive_time: t.duration('30s'),
  keep_alive_timeout: t.duration('10s'),
  auth: auth.default({}),
  tls: tls.default({}),
  health_check: t.object({ enabled: flag, interval: t.duration('30s') }).default({}),
});

export interface TemporalClient {
  readonly namespace: string;
  /** Stands before the names of all its queues. */
  readonly prefix: string;
}

const clientService = defineService<TemporalClient>({
  name: 'temporal.client',
  summary: 'A connection to a Temporal server, or what stands for it on the embedded engine.',
  methods: ['namespace', 'prefix'],
});

export const temporalClient = defineKind({
  kind: 'temporal.client',
  summary: 'A connection to a Temporal server; on the embedded engine a name.',
  data: client,
  provides: clientService,
  place: 'one',
  isSupervised: true,
  start: ({ id, data: { namespace, tq_prefix: prefix } }, world) => {
    refuseServer(id, world);
    return { namespace, prefix };
  },
  update: 'restart',
  stop: 'drop',
});

const options = t.object({
  identity: text,
  max_concurrent_activity_execution_size: size,
  max_concurrent_workflow_task_execution_size: size,
  max_concurrent_local_activity_execution_size: size,
  max_concurrent_session_execution_size: size,
  max_concurrent_eager_activity_execution_size: size,
  max_concurrent_activity_task_pollers: size,
  max_concurrent_workflow_task_pollers: size,
  worker_activities_per_second: rate,
  worker_local_activities_per_second: rate,
  task_queue_activities_per_second: rate,
  sticky_schedule_to_start_timeout: span,
  worker_stop_timeout: span,
  deadlock_detection_timeout: span,
  max_heartbeat_throttle_interval: span,
  default_heartbeat_throttle_interval: span,
  enable_logging_in_replay: flag,
  enable_session_worker: flag,
  disable_workflow_worker: flag,
  local_activity_worker_only: flag,
  disable_eager_activities: flag,
  disable_registration_aliasing: flag,
  deployment_name: text,
  build_id: text,
  build_id_env: text,
  use_versioning: flag,
  default_versioning_behavior: t.optional(t.oneOf('pinned', 'auto_upgrade')),
});

interface LiveWorker extends Host {
  stop(): Promise<void>;
}

export const temporalWorker = defineKind({
  kind: 'temporal.worker',
  summary: 'Runs workflows and activities; on the embedded engine a host of durable processes.',
  data: t.object({
    client: t.ref(clientService),
    task_queue: t.string.describe('The name of the queue; on the embedded engine a name.'),
    worker_options: options.default({}),
  }),
  provides: hostService,
  place: 'one',
  isSupervised: true,
  start: async ({ id, data: { client, task_queue } }, world): Promise<LiveWorker> => {
    refuseServer(id, world);
    const hosts = world.use(durableHosts, durableHostsId);
    const { namespace, prefix } = world.use(clientService, client).current;
    const settings = { ...defaultHostSettings, queue: { name: `${prefix}${task_queue}`, namespace } };
    await hosts.current.add(id, settings, undefined, (problem) => world.says(problem));
    return { settings: () => ({}), stop: () => hosts.current.stop(id) };
  },
  update: 'restart',
  stop: (live) => live.stop(),
});

function refuseServer(id: string, world: World): void {
  if (world.use(durableHosts, durableHostsId).current.temporal === 'embedded') return;
  throw failure(
    'Unavailable',
    `${id} needs a Temporal server, which this version cannot speak to; 'durable: {temporal: embedded}' in .wippy.yaml runs its workflows on the store of this node`,
    { retryable: false },
  );
}
