/**
 * Where the processes of a node live. Whether one lives is read from the slots of its scheduler, which lie in shared
 * memory, so the answer is exact and costs no round trip.
 */
import { type Pid, parsePid } from './pid.ts';
import type { Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import type { Slots } from './slots.ts';

export class Directory {
  readonly #scheduler: Scheduler;
  readonly incarnation: string;
  readonly #slots: readonly Slots[];

  /** `slots` are those of all schedulers of the node, by index. */
  constructor(scheduler: Scheduler, incarnation: number, slots: readonly Slots[]) {
    this.#scheduler = scheduler;
    this.incarnation = incarnation.toString(16);
    this.#slots = slots;
  }

  /** A living process of this scheduler. */
  find(pid: string): Process | undefined {
    return this.#scheduler.find(pid);
  }

  /** The parts of the pid of a living process on another scheduler of this node. */
  elsewhere(pid: string): Pid | undefined {
    const parts = parsePid(pid);
    if (parts === undefined || parts.node !== '' || parts.incarnation !== this.incarnation) return undefined;
    if (parts.scheduler === this.#scheduler.index) return undefined;
    const slots = this.#slots[parts.scheduler];
    return slots?.isAlive(parts.slot, parts.generation) === true ? parts : undefined;
  }

  /** A pid of another node, or of a former life of this one. */
  isForeign(pid: string): boolean {
    const parts = parsePid(pid);
    return parts !== undefined && parts.incarnation !== this.incarnation;
  }

  isAlive(pid: string): boolean {
    return this.find(pid) !== undefined || this.elsewhere(pid) !== undefined;
  }

  /** The mailbox length of a process elsewhere, as its scheduler last told it. */
  length(parts: Pid): number {
    return this.#slots[parts.scheduler]?.length(parts.slot) ?? 0;
  }
}
