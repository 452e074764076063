/** The node's own part in durable hosts: it has the store and the schedulers. */
import { defineService, type EntryId } from '#plugin';

export interface DurableSettings {
  /** What becomes of a process that fails with an error that nobody takes: it ends, or is held for a person. */
  readonly onError: 'fail' | 'hold';
  /** Bytes of one payload. */
  readonly maxPayload: number;
  /** Bytes of one saved state. */
  readonly maxState: number;
}

export interface DurableHosts {
  /** Processes can be spawned on the host; resolves when those that it has from before go on. */
  add(id: EntryId, settings: DurableSettings): Promise<void>;
  change(id: EntryId, settings: DurableSettings): void;
  /** Where workflows of temporal workers run, as the configuration says. */
  readonly temporal: 'server' | 'embedded';
  /** Its processes rest in the store until the host is there again. */
  stop(id: EntryId): Promise<void>;
}

const MEGABYTE = 1024 * 1024;

export const standardSettings: DurableSettings = {
  onError: 'fail',
  maxPayload: 2 * MEGABYTE,
  maxState: 64 * MEGABYTE,
};

export const durableHosts = defineService<DurableHosts>({
  name: 'node.durable',
  summary: 'The durable processes of this node.',
  methods: ['add', 'change', 'stop', 'temporal'],
});

/** The node provides it under this id, which no entry has. */
export const durableHostsId = 'system:durability';
