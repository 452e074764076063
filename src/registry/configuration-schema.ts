/** The sections of `.wippy.yaml`, with the values that hold when nothing is written. */
import { type Infer, t } from '#plugin';

const port = t.integer({ min: 0, max: 65535 });
const count = (standard: number) => t.integer({ min: 0, default: standard });
const yes = t.boolean.default(true);
const no = t.boolean.default(false);
const patterns = t.list(t.string).default([]);

const strictMode = t.boolean
  .describe('Refuse those without an actor or a scope; refused itself, as long as there are no policies.')
  .check((isStrict) =>
    isStrict ? 'cannot be kept yet: there are no security policies, and everything is allowed' : undefined,
  );

const logger = t.object({
  encoding: t.oneOf('console', 'json').default('console').describe('For people, or one JSON object a line.'),
});

const logmanager = t.object({
  propagate_downstream: yes.describe('Without it nothing is written.'),
  stream_to_events: no.describe('Lines are events of the system `logs` too.'),
  min_level: t
    .integer({ min: -1, max: 2, default: -1 })
    .describe('The least that is written: -1 debug, 0 info, 1 warn, 2 error.'),
});

const profiler = t.object({
  enabled: no,
  address: t.string.default('localhost:6060'),
  read_timeout: t.duration('15s'),
  write_timeout: t.duration('15s'),
  idle_timeout: t.duration('60s'),
});

const dumps = t.object({
  enabled: no.describe('What a process was doing when it failed is kept in a file, for `wippy dump show`.'),
  full: yes.describe('Code is compiled so that all locals can be shown, which makes it slower.'),
  keep: t.integer({ min: 1, max: 10_000, default: 20 }).describe('So many; the oldest go first.'),
});

const registry = t.object({
  enable_history: yes.describe('Keeps all versions, not only the latest.'),
  history_type: t
    .oneOf('memory', 'sqlite', 'postgres', 'nil')
    .default('memory')
    .describe('Where versions are kept.'),
  history_path: t.string.default('.wippy/registry.db').describe('The file of a history in SQLite.'),
  history_dsn: t.optional(t.secret).describe('The database of a history in PostgreSQL.'),
  history_schema: t.optional(t.string).describe('Its schema; `public` when it is left out.'),
  on_conflict: t
    .oneOf('live', 'files', 'fail')
    .default('live')
    .describe('Which side wins when an entry was changed both live and in the files.'),
  protected: t
    .list(
      t.object({
        entries: t.list(t.string).describe('Patterns of ids, such as `app.core:*`.'),
        actors: patterns.describe('Patterns of the actors that may change them.'),
      }),
    )
    .default([])
    .describe('Entries that only some actors may change while the application runs.'),
  rate: t
    .object({
      changes: count(0).describe('So many changes of one actor; 0 for as many as it likes.'),
      per: t.duration('1m').describe('Within so much time.'),
    })
    .default({}),
});

const durable = t.object({
  temporal: t
    .oneOf('server', 'embedded')
    .default('server')
    .describe(
      'Where workflows of temporal.worker entries run: on a Temporal server, or on the store of this node.',
    ),
  lease: t
    .duration('10s')
    .describe(
      'For how long a node of several on one store keeps its durable processes without a word; then others take them over.',
    ),
});

const watch = t.object({
  enabled: no.describe(
    '`wippy run` follows the files while it runs, as with --watch; commands and -x do not.',
  ),
  restart_outdated: no.describe(
    'Services whose process cannot go on to new code are started again, as with --restart-outdated.',
  ),
});

const lua = t.object({
  proto_cache_size: count(60_000),
  main_cache_size: count(10_000),
  cache: t
    .object({
      enabled: no,
      dir: t.string.default('.wippy/cache/lua'),
      mode: t.oneOf('readwrite', 'readonly', 'off').default('readwrite'),
      compile: t.object({ enabled: yes }).default({}),
      typecheck: t.object({ enabled: yes }).default({}),
    })
    .default({}),
  type_system: t.object({ enabled: no, strict: no }).default({}),
  eval: t.object({ cache_size: t.integer({ default: 256 }), cache_ttl: t.duration('0') }).default({}),
});

const otel = t.object({
  enabled: no,
  endpoint: t.string.default('localhost:4318'),
  protocol: t.oneOf('grpc', 'http/protobuf').default('http/protobuf'),
  service_name: t.string.default('wippy-runtime'),
  service_version: t.optional(t.string),
  insecure: yes,
  sample_rate: t.number({ min: 0, max: 1, default: 1 }),
  propagators: t.list(t.string).default(['tracecontext', 'baggage']),
  traces_enabled: yes,
  metrics_enabled: no,
  http: t.object({ enabled: yes, extract_headers: yes, inject_headers: yes }).default({}),
  process: t.object({ enabled: yes, trace_lifecycle: yes }).default({}),
  interceptor: t.object({ enabled: yes, order: t.integer({ default: 100 }) }).default({}),
  queue: t.object({ enabled: yes }).default({}),
  temporal: t.object({ enabled: no }).default({}),
});

const membership = t.object({
  bind_addr: t.string.default('0.0.0.0'),
  bind_port: port.default(7946),
  advertise_addr: t.optional(t.string),
  join_addrs: t.optional(t.string),
  secret_key: t.optional(t.secret),
  secret_file: t.optional(t.string),
  gossip_interval: t.duration('500ms'),
  push_pull_interval: t.duration('5s'),
  dead_node_reclaim_time: t.duration('30s'),
  probe_interval: t.duration('1s'),
  probe_timeout: t.duration('200ms'),
  tcp_timeout: t.duration('1s'),
  suspicion_mult: count(3),
});

const internode = t.object({
  bind_addr: t.string.default('0.0.0.0'),
  bind_port: port.default(0),
  auto_port: yes,
  advertise_addr: t.optional(t.string),
  advertise_port: port.default(0),
});

const raft = t.object({
  data_dir: t.string.default('~/.wippy/store'),
  enabled: yes,
  role: t.oneOf('server', 'client').default('server'),
  eligible: yes,
  priority: t.integer({ default: 100 }),
  bootstrap_expect: count(1),
  max_voters: t
    .integer({ min: 1, default: 5 })
    .check((voters) => (voters % 2 === 1 ? undefined : 'must be an odd number')),
  max_standbys: count(4),
  reconcile_debounce: t.duration('2s'),
  reconcile_timeout: t.duration('2s'),
  heartbeat_timeout: t.duration('3s'),
  election_timeout: t.duration('3s'),
  commit_timeout: t.duration('500ms'),
  snapshot_threshold: count(8192),
  snapshot_interval: t.duration('2m'),
  snapshot_retain: count(3),
  trailing_logs: count(10_240),
  max_append_entries: count(16),
  leader_probe_interval: t.duration('3s'),
  leader_probe_grace: count(3),
});

const cluster = t.object({
  enabled: no,
  name: t.optional(t.string),
  failure_domain: t.optional(t.string),
  membership: membership.default({}),
  internode: internode.default({}),
  raft: raft.default({}),
});

const lsp = t.object({
  enabled: no,
  address: t.string.default(':7777'),
  http_enabled: no,
  http_address: t.string.default(':7778'),
  http_path: t.string.default('/lsp'),
  http_allow_origin: t.string.default('*'),
  max_message_bytes: count(8_388_608),
});

const dispatcherHttp = t.object({
  timeout: t.duration('0'),
  max_idle_conns: count(0),
  max_idle_per_host: count(0),
  idle_conn_timeout: t.duration('0'),
  max_clients: count(0),
});

export const settingsSchema = t.object({
  version: t.oneOf(t.string, t.number()).default('1.0'),
  override: t.map(t.data).default({}).describe('Values over those of entries, by `namespace:entry:path`.'),
  disable: t
    .object({
      namespaces: patterns.describe('Namespaces that are left out.'),
      entries: patterns.describe('Entries that are left out.'),
    })
    .default({}),
  workspace: t
    .object({
      replacements: t
        .map(t.optional(t.string))
        .default({})
        .describe('Folders that stand in for modules, by their names.'),
    })
    .default({}),
  logger: logger.default({}),
  logmanager: logmanager.default({}),
  dumps: dumps.default({}),
  profiler: profiler.default({}),
  security: t.object({ strict_mode: strictMode.default(false) }).default({}),
  registry: registry.default({}),
  watch: watch.default({}),
  durable: durable.default({}),
  relay: t.object({ node_name: t.optional(t.string).describe('What the node is called.') }).default({}),
  supervisor: t
    .object({ host: t.object({ buffer_size: count(1024), worker_count: count(16) }).default({}) })
    .default({}),
  lua: lua.default({}),
  finder: t.object({ query_cache_size: count(1000), regex_cache_size: count(100) }).default({}),
  otel: otel.default({}),
  shutdown: t
    .object({ timeout: t.duration('30s').describe('What has not ended by then is ended by force.') })
    .default({}),
  metrics: t
    .object({
      buffer: t.object({ size: count(10_000) }).default({}),
      interceptor: t.object({ enabled: no }).default({}),
    })
    .default({}),
  prometheus: t.object({ enabled: no, address: t.optional(t.string) }).default({}),
  cluster: cluster.default({}),
  lsp: lsp.default({}),
  network_service: t
    .object({ state_dir: t.string.default('.wippy/net'), default_network: t.optional(t.ref('network.*')) })
    .default({}),
  dispatcher: t.object({ http: dispatcherHttp.default({}) }).default({}),
  modules: t.object({ registry_url: t.string.default('https://hub.wippy.ai') }).default({}),
  extensions: t.object({ enabled: yes, paths: patterns }).default({}),
  scheduler: t
    .object({ wasm_isolation: t.object({ enabled: no, reserved_cores: count(1) }).default({}) })
    .default({}),
  boot: t.data,
});

export type Settings = Infer<typeof settingsSchema>;
