/** What the functions of this layer's guest modules find around the process that calls them. */
import type { Chance, Clock, Log } from '#base';
import type { Ref, Service } from '#plugin';
import type { Calls } from './calls.ts';
import type { Directory } from './directory.ts';
import type { DurableGate } from './durable-gate.ts';
import type { EventBus } from './event-bus.ts';
import type { Policy } from './policy.ts';
import type { Programs, View } from './program.ts';
import { running } from './running.ts';
import type { Scheduler } from './scheduler.ts';
import type { Peers, SharedNames } from './shared-names.ts';

export interface Surroundings {
  readonly scheduler: Scheduler;
  readonly directory: Directory;
  readonly names: SharedNames;
  readonly programs: Programs;
  readonly calls: Calls;
  readonly bus: EventBus;
  readonly peers: Peers;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly policy: Policy;
  readonly log: Log;
  readonly use: Use;
  /** Null as long as the node keeps no durable processes. */
  readonly gate: DurableGate | null;
}

/** Finds an entry's live value through a view, for modules that are given it by `call.use`. Throws a failure. */
export type Use = <P>(service: Service<P>, id: string, view: View) => Ref<P>;

/** Those of the running process. */
export function here(): Surroundings {
  return running.surroundings as Surroundings; // shard.ts gives its scheduler nothing else
}
