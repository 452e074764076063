/** The store of durable processes, as all others meet it: who lives there, and the ways to reach them. */
import type { Data } from '#base';
import type { ErrorValue } from './error-value.ts';
import type { Exit } from './exit.ts';
import type { Tie } from './keeping.ts';
import type { Input } from './message.ts';
import type { Process, SpawnRequest } from './process.ts';
import type { WorkflowInfo } from './workflow-info.ts';

/** What comes from a durable process of another store, as it lies there. */
export interface Arriving {
  readonly to: string;
  readonly kind: string;
  readonly from: string;
  readonly body: Uint8Array<ArrayBuffer>;
  /** How that store counts it: what is not counted higher than the last one of its sender was received before. */
  readonly number: number;
}

/** `nobody`: the receiver does not live; `lost`: it is not known what became of it, or it was not stored; `damaged`: it cannot be read. */
export type Received = 'stored' | 'nobody' | 'lost' | 'damaged';

export interface DurableGate {
  /** The process lives, whether it is in memory or not. */
  isAlive(pid: string): boolean;
  /** What is known of a process; undefined for one that is not durable. */
  info(process: Process): WorkflowInfo | undefined;
  /** Attributes by which people find it, and notes for them; kept with its next step. */
  describe(process: Process, attributes: { readonly search?: Data; readonly memo?: Data }): void;
  /** Processes of the host are durable. */
  keeps(host: string): boolean;
  /** What a sender is told when no more messages may wait for the process. `more`: those that are on their way to it. */
  fullFor(pid: string, more?: number): ErrorValue | undefined;
  /** What workflows call on this host is an activity. */
  hasActivities(host: string): boolean;
  /** Puts something in; `done` is told when it is stored (D5), or with the error. */
  enter(to: string, what: Input | Tie, done?: (error: ErrorValue | undefined) => void): void;
  /**
   * Puts in what comes from another store, once; false when no store of this node has the host of the receiver. `exit`: how one
   * that does not live any more has ended, if that is known.
   */
  receive(input: Arriving, done: (received: Received, exit?: Exit) => void): boolean;
  /** Starts a process; `done` gets its pid when it is stored. */
  spawn(request: SpawnRequest, parent: string, done: (made: string | ErrorValue) => void): void;
  /** The same, for an operation of the parent that waits for the result; `refused` when nothing was started. */
  exec(request: SpawnRequest, parent: Process, operation: number, refused: (error: ErrorValue) => void): void;
}
