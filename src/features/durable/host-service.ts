/** The node's own part in durable hosts: it has the store and the schedulers. */
import type { DurableHostSettings } from '#durable';
import type { PostgresServer } from '#features/sql';
import { defineService, type EntryId } from '#plugin';

/** A store that several nodes share. */
export interface HostStore {
  readonly id: EntryId;
  /** Where it is now. */
  server(): PostgresServer;
  readonly schema: string;
}

export interface DurableHosts {
  /** Processes can be spawned on the host once this resolves. `says` is told what hinders its store, and when nothing does. */
  add(
    id: EntryId,
    settings: DurableHostSettings,
    store: HostStore | undefined,
    says: (problem?: string) => void,
  ): Promise<void>;
  change(id: EntryId, settings: DurableHostSettings): void;
  /** Where workflows of temporal workers run, as the configuration says. */
  readonly temporal: 'server' | 'embedded';
  /** Its processes rest in the store until the host is there again. */
  stop(id: EntryId): Promise<void>;
}

export const durableHosts = defineService<DurableHosts>({
  name: 'node.durable',
  summary: 'The durable processes of this node.',
  methods: ['add', 'change', 'stop', 'temporal'],
});

/** The node provides it under this id, which no entry has. */
export const durableHostsId = 'system:durability';
