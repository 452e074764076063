/** What the functions of this layer's guest modules find around the process that calls them. */
import type { Chance, Clock } from '#base';
import type { Calls } from './calls.ts';
import type { Directory } from './directory.ts';
import type { EventBus } from './event-bus.ts';
import type { Policy } from './policy.ts';
import type { Programs } from './program.ts';
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
}

/** Those of the running process. */
export function here(): Surroundings {
  return running.surroundings as Surroundings; // shard.ts gives its scheduler nothing else
}
