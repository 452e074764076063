/**
 * What the module `system` asks the node for. All answers are of this node and need no network; where the node
 * has several schedulers, they may take a moment.
 */
import { defineService, type EntryId } from '#plugin';
import type { ProcessInfo } from '#process';
import type { ServiceState } from '#supervisor';

export interface ModuleInfo {
  readonly name: string;
  readonly description: string;
  readonly classes: readonly string[];
}

export interface HostInfo {
  readonly id: EntryId;
  /** Schedulers that its processes are spread over. */
  readonly workers: number;
  readonly processes: number;
  /** Slices that its processes have run. */
  readonly executed: number;
  /** Processes that are waiting for their turn. */
  readonly queueDepth: number;
}

/** Numbers that are set for the node while it runs. */
export type NodeSetting = 'memory_limit' | 'gc_percent' | 'max_procs';

export interface NodeSystem {
  readonly id: string;
  /** Ends the node in good order, with this exit code. */
  exit(code: number): void;
  modules(): readonly ModuleInfo[];
  hosts(): readonly HostInfo[] | Promise<readonly HostInfo[]>;
  processes(): readonly ProcessInfo[] | Promise<readonly ProcessInfo[]>;
  services(): readonly ServiceState[] | Promise<readonly ServiceState[]>;
  /** Undefined as long as nobody has set it. */
  setting(name: NodeSetting): number | undefined;
  set(name: NodeSetting, value: number): void;
}

export const nodeSystem = defineService<NodeSystem>({
  name: 'node.system',
  summary: 'This node: its modules, hosts, processes, services and settings.',
  methods: ['exit', 'modules', 'hosts', 'processes', 'services', 'setting', 'set'],
});

/** The node provides it under this id, which no entry has. */
export const nodeSystemId = 'system:node';
