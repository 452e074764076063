/**
 * One running node: the layers and the features put together around one application.
 *
 * It starts from below: processes, registry, live values, services. It ends in reverse: services in the
 * order of their needs, then what nobody supervises.
 *
 *   No1  Nothing of an application starts before all of it has been checked and prepared.
 *   No2  A service that fails to start is a failed service, never a node that does not start.
 *   No3  Ending is bounded by `shutdown.timeout`; what has not ended by then is ended by force.
 */
import {
  type Chance,
  type Clock,
  type Data,
  encodeUtf8,
  failure,
  hasStore,
  isRecord,
  type Log,
  type LogFields,
  SystemClock,
  storeFile,
  systemChance,
} from '#base';
import type { Backend } from '#durable';
import { features } from '#features';
import { durableHosts, durableHostsId } from '#features/durable';
import { variableDirectory, variableDirectoryId } from '#features/environment';
import { logSink, logSinkId } from '#features/logger';
import { nodeHosts, nodeHostsId, serviceProcess } from '#features/processes';
import { nodeSystem, nodeSystemId } from '#features/system';
import {
  commandLine,
  nodeTerminalId,
  type Streams,
  StreamTerminal,
  type Terminal,
  terminalLog,
  terminalLogId,
  terminalService,
} from '#features/terminal';
import { attach, decodeOrThrow, type EntryId, type Feature, type Service } from '#plugin';
import {
  asText,
  type Context,
  type Exit,
  fromData,
  type HandOver,
  incarnationOf,
  isDurable,
  Node,
  openPolicy,
  type Policy,
  type ProcessInfo,
  type Saving,
  under,
} from '#process';
import {
  describeConflict,
  Finder,
  type Followed,
  Gate,
  type History,
  isInUse,
  isLasting,
  namespaceOf,
  openBorrowed,
  openHistory,
  Registry,
  type Settings,
} from '#registry';
import { type Announcement, type ServiceState, Supervisor, securitySchema } from '#supervisor';
import { dumpsOf } from './dumps.ts';
import { DurabilityOfNode } from './durability-of-node.ts';
import type { EarlyStore } from './early-store.ts';
import { EntryPrograms } from './entry-programs.ts';
import { hostFor, noProcess } from './execution-choice.ts';
import { Guard } from './guard/guard.ts';
import { NodeHealth } from './guard/node-health.ts';
import { HostsOfNode } from './hosts-of-node.ts';
import { LiveEntries } from './live-entries.ts';
import { contextOf } from './live-value.ts';
import { LogOfGuests } from './log-of-guests.ts';
import { sharedLog } from './logging.ts';
import { moduleValues } from './module-values.ts';
import { linesFor } from './profiling.ts';
import { Compiler } from './program.ts';
import { Archive } from './program-archive.ts';
import type { Project } from './project.ts';
import { ServiceOrder } from './service-order.ts';
import { longestSliceOf } from './stack.ts';
import { nodeId, SystemOfNode } from './system-of-node.ts';
import { VariablesOfNode } from './variables-of-node.ts';
import { ViewsOfNode } from './views-of-node.ts';

export interface NodeOptions {
  readonly project: Project;
  readonly log: Log;
  readonly streams: Streams;
  /** Keeps the log away from the terminal, and lets it come back. */
  readonly hideLog?: (isHidden: boolean) => void;
  readonly clock?: Clock;
  readonly chance?: Chance;
  readonly schedulers?: number;
  /** Lines of the log are events of the bus too, of the system `logs`. */
  readonly shareLog?: boolean;
  /** The bytes that the node was told to keep to, for guests who ask. */
  readonly memoryLimit?: number | undefined;
  /** Somebody will look at where the time goes: lines are those of the sources. */
  readonly isProfiled?: boolean;
  /** It runs beside the node that has the history: then it begins where that one stands, and what it changes goes with it. */
  readonly mayBorrow?: boolean;
  /** Does heavy work of modules; without it that is done where it is asked for. */
  readonly handOver?: HandOver | undefined;
  /** Where durable processes are kept, in place of the store in the state folder. */
  readonly durableStore?: (() => Backend) | undefined;
  /** That of the state folder, if it was opened before the application was read. */
  readonly earlyStore?: EarlyStore | undefined;
  /** Milliseconds of running after which the step of a durable process ends when effects wait; for tests. */
  readonly longestStep?: number | undefined;
  /** The most fuel of a slice, in place of what the thread's stack admits; for tests. */
  readonly longestSlice?: number | undefined;
  /** In place of the databases of durable hosts; for tests. */
  readonly otherStore?: ((id: EntryId) => Backend) | undefined;
  /** Besides those of the house. */
  readonly features?: readonly Feature[] | undefined;
  /** Decides what processes may do; everything when it is left out. */
  readonly policy?: Policy;
}

/** One process that runs in place of a program of the shell. */
export interface Execution {
  readonly entry: EntryId;
  /** The only `terminal.host` when left out. */
  readonly host?: EntryId | undefined;
  readonly args: readonly string[];
}

export class RunningNode {
  readonly registry: Registry;
  readonly supervisor: Supervisor;
  readonly views: ViewsOfNode;
  /** Applies changes that are watched (see guard/guard.ts). */
  readonly guard: Guard;
  /** How programs and services do. */
  readonly health: NodeHealth;
  readonly processes: Node;
  readonly durability: DurabilityOfNode;
  readonly log: Log;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** Decides what processes may do, and those who ask at the control socket. */
  readonly policy: Policy;
  readonly #settings: Settings;
  readonly #programs: EntryPrograms;
  readonly #entries: LiveEntries;
  #isBorrowing = false;
  #beginning: PromiseWithResolvers<void> | undefined = Promise.withResolvers();
  #ending: Promise<void> | undefined;
  #exit: (code: number) => void = () => {};
  /** Resolves with the exit code that the application asks for. */
  readonly exit: Promise<number> = new Promise((resolve) => {
    this.#exit = resolve;
  });

  private constructor(options: NodeOptions, history: History) {
    const { project, streams, clock = new SystemClock(), chance = systemChance } = options;
    const log = options.shareLog === true ? this.#sharedLog(options.log) : options.log;
    this.log = log;
    this.clock = clock;
    this.policy = options.policy ?? openPolicy;
    this.#settings = project.settings;
    this.#programs = new EntryPrograms();
    const registryLog = log.child({ logger: 'registry' });
    const { registry } = project.settings;
    this.registry = new Registry({
      kinds: project.kindTable,
      clock,
      log: registryLog,
      finder: finderOf(project.settings),
      history,
      provided: features.flatMap(({ entries = [] }) => entries),
      gate: new Gate({ clock, protections: registry.protected, rate: registry.rate }),
    });
    const modules = moduleValues({
      features: [...features, ...(options.features ?? [])],
      registry: this.registry,
      viewOf: (name) => this.views.find(name),
      guard: () => this.guard,
      log,
      handOver: options.handOver,
    });
    const compiler = new Compiler(modules, {
      cache: project.code,
      keepsLocals: project.keepsLocals,
      lines:
        linesFor(process.execArgv, project.environment.NODE_OPTIONS) ??
        (options.isProfiled === true ? 'followed' : undefined),
    });
    let known: Saving | undefined;
    const saving = () => {
      known ??= { catalog: compiler.catalog, handles: modules.handles() };
      return known;
    };
    const dumps = dumpsOf(project, { clock, log: log.child({ logger: 'dumps' }), registry: this.registry });
    this.processes = new Node({
      ...(options.schedulers !== undefined && { schedulers: options.schedulers }),
      // With a chance of its own a node is to do the same each time.
      incarnation: options.chance === undefined ? incarnationOf(clock.now(), chance.random()) : clock.now(),
      clock,
      chance,
      log: log.child({ logger: 'processes' }),
      programs: this.#programs,
      use: (service, id, view) => this.#entries.reference(service, id, view),
      handles: modules.crossing,
      saving,
      ...(options.policy !== undefined && { policy: options.policy }),
      longestSlice: options.longestSlice ?? longestSliceOf(process.execArgv),
      ...(dumps !== undefined && { postMortem: dumps }),
    });
    const services = new ServiceOrder(this.registry);
    this.supervisor = new Supervisor({
      clock,
      random: () => chance.random(),
      log: log.child({ logger: 'supervisor' }),
      needs: (id) => services.needs(id),
      announce: (kind, state) => this.#announce(kind, state),
    });
    this.terminal = new StreamTerminal(streams);
    const hosts = new HostsOfNode(this.processes);
    this.durability = new DurabilityOfNode({
      node: this.processes,
      clock,
      chance,
      log: log.child({ logger: 'durable' }),
      file: () => storeFile(project.stateDirectory),
      isUsed: () => hasStore(project.stateDirectory),
      early: options.earlyStore,
      ...(options.durableStore !== undefined && { store: options.durableStore }),
      archive: new Archive(compiler, this.#programs),
      handles: modules.crossing,
      saving,
      resumer: modules.handles,
      temporal: project.settings.durable.temporal,
      lease: project.settings.durable.lease,
      beginning: () => this.#beginning?.promise,
      longestStep: options.longestStep,
      otherStore: options.otherStore,
    });
    const variables = new VariablesOfNode(this.registry, dumps?.secrets);
    const system = new SystemOfNode({
      id: () => nodeId(project.settings.relay.node_name, project.environment, project.directory),
      modules: () => modules.listed(),
      node: this.processes,
      hosts,
      supervisor: this.supervisor,
      exit: (code) => this.#exit(code),
    });
    if (options.memoryLimit !== undefined) system.set('memory_limit', options.memoryLimit);
    const hideLog = options.hideLog ?? (() => {});
    this.#entries = new LiveEntries({
      kinds: new Map(project.kinds.map((kind) => [kind.kind, kind])),
      kindTable: project.kindTable,
      surroundings: { clock, chance, log, node: this.processes, programs: this.#programs },
      supervisor: this.supervisor,
      compiler,
      check: project.check,
      kindOf: (id) => this.registry.graph.entries.get(id)?.kind,
      provided: provided([
        [nodeHostsId, nodeHosts, hosts],
        [durableHostsId, durableHosts, this.durability],
        [nodeTerminalId, terminalService, this.terminal],
        [terminalLogId, terminalLog, { hide: () => hideLog(true), show: () => hideLog(false) }],
        [variableDirectoryId, variableDirectory, variables],
        [logSinkId, logSink, new LogOfGuests(log)],
        [nodeSystemId, nodeSystem, system],
      ]),
      killed: (id) => hosts.kill(id),
    });
    this.views = new ViewsOfNode(this.registry, this.#entries);
    this.health = new NodeHealth({ node: this.processes, monotonic: () => clock.monotonic() });
    this.guard = new Guard({
      registry: this.registry,
      processes: this.processes,
      views: this.views,
      clock,
      log: registryLog,
      health: this.health,
      programOf: (id) => this.#programs.program(id),
      durable: () => this.durability.living(),
      keepsHistory: registry.enable_history && registry.history_type !== 'nil',
      publish: (kind, path, data) => this.#publish({ system: 'registry', kind, path, data }),
    });
    this.#programs.join(this.#entries);
    this.registry.join(services);
    this.registry.join(this.#entries);
    this.registry.watch((event) => this.#publish(event));
  }

  /** No1: all that is not supervised is live. Throws the failure of whatever cannot be prepared. */
  static async prepare(options: NodeOptions): Promise<RunningNode> {
    const { settings, directory } = options.project;
    const { history, isBorrowed } = await historyFor(options, settings, directory);
    try {
      return await RunningNode.#prepared(options, history, isBorrowed);
    } catch (thrown) {
      await history.close();
      throw thrown;
    }
  }

  static async #prepared(options: NodeOptions, history: History, isBorrowed: boolean): Promise<RunningNode> {
    const node = new RunningNode(options, history);
    node.#isBorrowing = isBorrowed;
    await node.#begin(options.project);
    // What is under watch is a matter of the node that has the history.
    if (!isBorrowed) await node.guard.resume();
    node.#entries.isStarted = true;
    return node;
  }

  async #begin({ application, settings }: Project): Promise<void> {
    const { conflicts } = await this.registry.start(application, {
      onConflict: settings.registry.on_conflict,
    });
    const log = this.log.child({ logger: 'registry' });
    for (const conflict of conflicts) log.warn(describeConflict(conflict), { entry: conflict.id });
  }

  /** Resolves when it has what the application keeps beyond its nodes, the history or durable processes: others can only ask it. */
  ownsState(): Promise<void> {
    if (this.#isBorrowing) return new Promise(() => {});
    return isLasting(this.#settings) ? Promise.resolve() : this.durability.opened;
  }

  /** What the files of the project say now, as far as nobody changed it live, comes into force. */
  follow({ application, settings }: Project): Promise<Followed> {
    return this.registry.follow(application, { onConflict: settings.registry.on_conflict });
  }

  /** Processes that go on with older code than their entries have; calls under way are none of them. */
  async outdated(): Promise<ProcessInfo[]> {
    const all = await this.processes.processes();
    return all.filter(({ isOutdated, host, entry }) => isOutdated && host !== entry);
  }

  /** Starts again the services whose process goes on with older code and did not ask to be told; gives their ids. */
  async restartOutdated(): Promise<EntryId[]> {
    const all = await this.outdated();
    // A durable process keeps its code until a person gives it other code.
    const left = all.filter(({ pid, isUpgradable }) => !isUpgradable && !isDurable(pid));
    const pids = new Set(left.map(({ pid }) => pid));
    const services = this.#entries
      .idsOf(serviceProcess)
      .filter((id) => pids.has(this.#entries.peek(serviceProcess, id, '')?.pid() ?? ''));
    await Promise.all(
      services.map(async (id) => {
        await this.supervisor.stop(id);
        await this.supervisor.start(id);
      }),
    );
    return services.sort();
  }

  /** No2: starts the services that start by themselves; resolves when each runs, failed, or waits for one that did. */
  async startServices(): Promise<void> {
    await this.supervisor.startAll();
    this.#beginning?.resolve();
    this.#beginning = undefined;
    await this.durability.resume();
    // An interrupt may have come meanwhile.
    if (this.#ending === undefined)
      this.log.info('runtime ready', { services: this.supervisor.states().length });
  }

  /** Runs a process with the terminal; resolves when it has ended. */
  async execute({ entry, host, args }: Execution): Promise<Exit> {
    const { entries } = this.registry.graph;
    const place = hostFor(host, this.#entries.idsOf(terminalService), entries);
    const program = this.#programs.process(entry, '');
    if (program === undefined) throw noProcess(entry, entries);
    const { status, details } = await this.supervisor.start(place);
    if (status !== 'Running') {
      throw failure(
        'Unavailable',
        `the host ${place} does not run${details === undefined ? '' : `: ${details}`}`,
      );
    }
    return new Promise((resolve, reject) => {
      this.processes
        .spawn(program, place, args.map(encodeUtf8), {
          attached: [attach(commandLine, args)],
          context: this.#commandContext(entry),
          onExit: resolve,
        })
        .catch(reject);
    });
  }

  /** No3. Called again it waits for the same end. */
  shutdown(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.log.info('shutting down');
    await this.guard.pause();
    await this.durability.close(this.#settings.shutdown.timeout);
    await this.supervisor.stopAll(this.#settings.shutdown.timeout);
    this.views.closeAll();
    await this.#entries.close();
    await this.registry.close();
    await this.terminal.flush();
  }

  /** Who acts in a process that is run as a command: `meta.command.security`, otherwise what the entry declares. */
  #commandContext(entry: EntryId): Context {
    const { meta } = this.registry.graph.entries.get(entry) ?? {};
    const given = isRecord(meta?.command) ? meta.command.security : undefined;
    if (given === undefined) return under(this.#programs.identity(entry, ''), { values: {} });
    const options = { namespace: namespaceOf(entry) };
    const place = `${entry}: meta.command.security`;
    return contextOf(entry, { security: decodeOrThrow(securitySchema, given, place, options) });
  }

  #publish({ system, kind, path, data }: SystemEvent): void {
    this.processes.publish({ system, kind, path, data: fromData(data, asText.write) });
  }

  #announce(kind: Announcement, { id, ...state }: ServiceState): void {
    this.health.told({ id, ...state });
    const data = { id, status: state.status, desired: state.desired, details: state.details };
    this.processes.publish({ system: 'supervisor', kind, path: id, data: fromData(data, asText.write) });
  }

  #sharedLog(log: Log): Log {
    return sharedLog(log, (level, message, { logger, ...fields }) => {
      const data = fromData({ message, ...plainFields(fields) }, asText.write);
      this.processes.publish({ system: 'logs', kind: level, path: String(logger ?? 'node'), data });
    });
  }
}

/** What can stand in an event: texts and numbers as they are, everything else as text. */
function plainFields(fields: LogFields): Record<string, Data> {
  const plain = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'number' || typeof value === 'boolean' ? value : String(value),
  ]);
  return Object.fromEntries(plain);
}

interface SystemEvent {
  readonly system: string;
  readonly kind: string;
  readonly path: string;
  readonly data: Data;
}

async function historyFor({ mayBorrow = false, log }: NodeOptions, settings: Settings, directory: string) {
  try {
    return { history: await openHistory(settings, directory), isBorrowed: false };
  } catch (thrown) {
    if (!mayBorrow || !isInUse(thrown)) throw thrown;
    log.info('another process has the history: what this one changes in the registry ends with it');
    return { history: await openBorrowed(settings, directory), isBorrowed: true };
  }
}

type Provided = readonly [id: EntryId, service: Service<unknown>, value: unknown];

function provided(list: readonly Provided[]) {
  return new Map(list.map(([id, service, value]) => [id, { service, value }] as const));
}

function finderOf({ finder }: Settings): Finder {
  return new Finder({ queryCacheSize: finder.query_cache_size, regexCacheSize: finder.regex_cache_size });
}
