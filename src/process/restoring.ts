/**
 * What the forms of saved states need to know while a process is restored: whose they are, and where it goes on. Set
 * for the time of one restore; restoring runs no guest code and does not wait.
 */
import type { Clock } from '#base';
import { SnapshotError } from '#lua';
import type { AnyHandle } from '#plugin';
import type { HandleTypes } from './handle-types.ts';
import type { Program, Programs } from './program.ts';
import type { Timers } from './timers.ts';

/** Handles of features by name, and the guest's types of them. */
export interface KnownHandles {
  readonly types: HandleTypes;
  handle(name: string): AnyHandle | undefined;
}

export interface Restoring {
  /** A `Process`: the files of its parts know each other in one direction only. */
  readonly process: object;
  /** What it runs: the first place where a program is looked for. */
  readonly program: Program | null;
  /** Through which version of the entries it sees. */
  readonly view: string;
  readonly around: {
    readonly programs: Programs;
    readonly clock: Clock;
    readonly scheduler: { readonly timers: Timers };
  };
  readonly handles: KnownHandles;
  /** From when on counts what was left until its deadlines, in milliseconds of the monotonic clock (D12). */
  readonly savedAt: number;
}

let current: Restoring | null = null;

export function restoring(): Restoring {
  if (current === null) throw new Error('nothing is being restored');
  return current;
}

/** A handle of a feature. Throws a SnapshotError when there is none of that name. */
export function handleNamed(name: string): AnyHandle {
  const handle = restoring().handles.handle(name);
  if (handle === undefined) throw new SnapshotError(`it holds a '${name}', which is unknown here`);
  return handle;
}

export function whileRestoring<T>(what: Restoring, run: () => T): T {
  const outer = current;
  current = what;
  try {
    return run();
  } finally {
    current = outer;
  }
}
