/** What a store is asked that several nodes share, besides what any store is asked. */
import type { Answering, StoreStatement } from '#plugin';
import type { Backend } from './backend.ts';
import type { Bytes, StoredInput, StoredState } from './records.ts';

/** What another node, or the store, wakes a node with. */
export type Wake =
  /** There are inputs from other nodes. */
  | { readonly type: 'inputs' }
  /** Some processes were handed over. */
  | { readonly type: 'free' }
  /** What this node wrote may lie for its processes unseen. */
  | { readonly type: 'unhandled' }
  /** Processes may have become this node's unseen. */
  | { readonly type: 'owned' }
  /** The store does not know this node: it is another one than before, or has forgotten it. */
  | { readonly type: 'unknown' }
  | { readonly type: 'name'; readonly name: string; readonly pid: string; readonly isSet: boolean }
  /** Names may have changed unseen. */
  | { readonly type: 'names' };

/** By the store's clock, in milliseconds since 1970. */
export interface Renewal {
  readonly now: number;
  /** When the first lease of another node is over that is not over yet; undefined when there is none. */
  readonly nextEnd: number | undefined;
}

/** Statements of the transaction that does the work: `Answering` of a call, with the answer as bytes. */
export interface InStore extends Pick<Answering, 'begin' | 'claim'> {
  write(body: Bytes): StoreStatement;
}

export interface SharedStore extends Backend {
  readonly isShared: true;
  /** Becomes a node of the store, with a lease of so many milliseconds (L1); gives the time of the store's clock. */
  join(incarnation: string, lease: number): Promise<number>;
  /** Undefined when the lease was over: then the node is none any more. */
  renew(lease: number): Promise<Renewal | undefined>;
  /** Takes over processes of these hosts whose node is gone; gives their pids. */
  take(hosts: readonly string[], most: number): Promise<readonly string[]>;
  /** The pids of all that live and are this node's. No question that was asked before gives it others afterwards. */
  owned(): Promise<readonly string[]>;
  /**
   * Takes over a process of any node, if it is in one of these states; false when it is in another, or this node's already.
   * The next step of its node there is lost (L2).
   */
  adopt(pid: string, states: readonly StoredState[]): Promise<boolean>;
  /**
   * Inputs from other nodes that no step consumed: for processes of this node, and for those of its processes that are
   * not durable. `isThorough`: also those that were on their way while a process changed hands.
   */
  arrived(isThorough: boolean): Promise<readonly StoredInput[]>;
  /** All inputs of this node's durable processes that no step consumed. */
  unhandled(): Promise<readonly StoredInput[]>;
  /** Inputs for processes that are not durable were handed over. */
  drop(ids: readonly number[]): Promise<void>;
  /** The processes of a host, or all, are for whoever wants them, at once. */
  handOver(host: string | undefined): Promise<void>;
  /** How work in the database of the store and its answer become one transaction (D10); not every store can. */
  answering?(pid: string, fence: number, operation: number): InStore;
  /** Is told from now on. */
  listen(woken: (what: Wake) => void): void;
}

export function isShared(backend: Backend): backend is SharedStore {
  return 'isShared' in backend;
}
