/** What can be asked of any store of durable processes, with what is given and answered. */
import type {
  Bytes,
  CameLine,
  HoldRecord,
  LineFilter,
  NameRecord,
  ProcessLine,
  RestingProcess,
  StepLine,
  StoredInput,
  StoredProcess,
  StoredStep,
  Write,
  Written,
} from './records.ts';

/** From so many attempts on a process goes on by itself (K1). */
export const ALONE = 2;

export interface StoreMethods {
  /** One transaction: what is answered, all of the batch or its first writes; who asks then asks again for the others. */
  write(batch: readonly Write[]): Written[];
  /** Pids of all that live and are this node's, the oldest first. */
  living(): string[];
  /** All names, and who has them. */
  names(): NameRecord[];
  /**
   * They are about to go on. When their node was lost, those that have something to do have one attempt more; from `ALONE` on
   * only those whose turn it is (K1).
   */
  attempted(pids: readonly string[], isAlone: boolean): void;
  /** Those of them that may stay unread: by themselves they do nothing before their moment. */
  resting(pids: readonly string[]): RestingProcess[];
  process(pid: string): StoredProcess | undefined;
  /** Those of them that there are. */
  processes(pids: readonly string[]): StoredProcess[];
  /** Inputs for processes of other stores, in their order; of a store that nodes share they are among those that arrive. */
  away(): StoredInput[];
  /** A process as it was at a step; undefined when that is not kept. */
  state(pid: string, step: number): StoredStep | undefined;
  /** Kept steps before that one, the latest first. */
  steps(pid: string, before: number, limit: number): StepLine[];
  /** What came in with the kept steps after that one, in order. */
  came(pid: string, after: number): CameLine[];
  code(hash: string): Bytes | undefined;
  lines(filter: LineFilter): ProcessLine[];
  /** A process by its pid, the unique part of it, or a name; of several the newest that lives, or the newest. */
  line(id: string): ProcessLine | undefined;
  exit(pid: string): Bytes | undefined;
  /** Holds a process, or lets a held one go on; false when it was not in the other state (K3). */
  hold(pid: string, hold: HoldRecord): boolean;
}

export type Method = keyof StoreMethods;
export type Asked<M extends Method> = Parameters<StoreMethods[M]>;
export type Answer<M extends Method> = ReturnType<StoreMethods[M]>;

/** The unique part of a pid: when the process was started, and six bytes of chance. */
const TAIL = /^d([0-9a-f]{12})[0-9a-f]{12}$/;

/** When the process was started whose pid has this unique part; undefined for other texts. */
export function momentOf(tail: string): number | undefined {
  const moment = TAIL.exec(tail)?.[1];
  return moment === undefined ? undefined : Number.parseInt(moment, 16);
}
