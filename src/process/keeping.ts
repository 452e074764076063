/**
 * Durable processes, as this layer knows them: somebody keeps them, commits what they do step by step, and lets it out
 * only then. The layer `durable` does it; here is what it is asked and told.
 */
import type { Answering, StoreStatement } from '#plugin';
import type { Exit } from './exit.ts';
import type { Input } from './message.ts';
import type { Operation, Operations } from './pending.ts';

/** Who keeps one process. */
export interface Keeper {
  /** The process has run and can go on no further by itself, or, with `isReady`, its slice was used up. */
  rested(isReady: boolean): void;
  /** An input has come in. */
  accepted(input: Input): void;
  /** The process is gone from its scheduler; those that are tied to it are told by the keeper. */
  ended(exit: Exit): void;
  /** Runs something that the world notices, once all that led to it is committed; never when that is lost. */
  afterCommit(run: () => void): void;
  /** How the answer to an operation is stored, where the store lies in the database of that entry (D10). */
  answering(database: string, operation: number): StoreAnswering | undefined;
}

/** As `Answering`, with the answer as a process gets it. */
export interface StoreAnswering extends Omit<Answering, 'write'> {
  write(outcome: Exit): StoreStatement;
}

/** What reaches a kept process besides inputs: the acts of others that change its ties, or end it. */
export interface Tie {
  readonly type: 'monitor' | 'unmonitor' | 'link' | 'unlink' | 'terminate';
  readonly from: string;
}

/** Begins an operation that the world notices, unless its process has given it up meanwhile. */
export function whenCommitted(
  keeper: Keeper,
  process: { readonly operations: Operations | null },
  operation: Operation,
  run: () => void,
): void {
  keeper.afterCommit(() => {
    if (process.operations?.get(operation.id) === operation) run();
  });
}

const tail = /\|d[0-9a-f]{24}\}$/;

/** Pids of durable processes are no places of a scheduler: they stay when the node starts anew. */
export function isDurable(pid: string): boolean {
  return pid.length > 27 && tail.test(pid);
}

/** `moment`: milliseconds since 1970; `chance`: 6 bytes or more. */
export function durablePid(host: string, moment: number, chance: Uint8Array): string {
  const unique = Array.from(chance.subarray(0, 6), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `{${host}|d${moment.toString(16).padStart(12, '0')}${unique}}`;
}

/** The host of a durable process. */
export function hostOf(pid: string): string {
  return pid.slice(1, pid.lastIndexOf('|'));
}
