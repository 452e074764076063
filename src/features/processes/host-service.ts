/** Hosts of processes, as other entries and the node see them. */
import { defineService, type EntryId, type Limits } from '#plugin';

export interface HostSettings {
  /** Over how many schedulers its processes are spread; all of the node when left out. */
  readonly workers?: number | undefined;
  /** The most processes at a time; 0 is without limit. */
  readonly maxProcesses?: number | undefined;
  /** Milliseconds of rest after which its processes are kept as bytes; never when left out. */
  readonly hibernateAfter?: number | undefined;
  /** What each of its processes may use. */
  readonly limits?: Limits | undefined;
}

/** What a host is to others: they name it, and the node runs processes on it. */
export interface Host {
  settings(): HostSettings;
}

export const hostService = defineService<Host>({
  name: 'process.host',
  summary: 'Runs processes.',
  methods: ['settings'],
});

/** The node's own part in hosts: it owns the schedulers on which their processes run. */
export interface NodeHosts {
  /** From now on processes can be spawned on the host. */
  add(id: EntryId, settings: HostSettings): void;
  /** New processes are bound by other settings. */
  change(id: EntryId, settings: HostSettings): void;
  /** Asks all processes of the host to end; resolves when the last is gone, and the host with it. */
  stop(id: EntryId): Promise<void>;
}

export const nodeHosts = defineService<NodeHosts>({
  name: 'node.hosts',
  summary: 'The hosts of this node.',
  methods: ['add', 'change', 'stop'],
});

/** The node provides it under this id, which no entry has. */
export const nodeHostsId = 'system:hosts';
