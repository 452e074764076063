/**
 * Programs as this layer knows them: by hash, never by the registry. Who runs a node says what an entry's id stands
 * for; versions, views and compilation are behind it.
 */
import type { Fn } from '#lua';
import type { Identity } from '#plugin';
import type { GivenLimits } from './limits.ts';

export interface Program {
  readonly hash: string;
  /** The entry's id, for people. */
  readonly entry: string;
  /** The function of the chunk's table that is run; undefined: the chunk's value itself. */
  readonly method: string | undefined;
  /** A function that, run as a task, runs the chunk with its imports and returns its value. */
  load(): Fn;
  /** Whether all processes may run this one function, which an instance's chunk gave: nothing in it can ever change. */
  isConstant?(body: Fn): boolean;
  /** The function that all of them run, once one was found that they may. */
  body?: Fn | undefined;
  /** Itself, or what it imports, by hash: also when the entries have gone on. */
  part?(hash: string): Program | undefined;
  /** The entries, of its own and what it imports, that have other code than in that program. */
  changedSince?(older: Program): readonly string[];
  /** It is the code of a workflow, known by this name. */
  readonly workflow?: string | undefined;
  /** What each of its processes may use; defaults where it is left out. */
  readonly limits?: GivenLimits | undefined;
}

/** Through which version of the entries a process sees (V1); '' is the current one as it moves. */
export type View = string;

export interface Pool {
  readonly type: 'inline' | 'lazy' | 'static' | 'adaptive';
  /** static: calls at the same time on the whole node; undefined elsewhere. */
  readonly workers?: number | undefined;
  /** static: calls that may wait for a worker. */
  readonly buffer?: number | undefined;
  /** lazy, adaptive: instances that are kept. */
  readonly maxSize?: number | undefined;
}

export interface Retry {
  readonly maxAttempts?: number | undefined;
  /** Milliseconds. */
  readonly initialDelay?: number | undefined;
  readonly backoffFactor?: number | undefined;
}

export interface CallDefaults {
  /** Milliseconds. */
  readonly timeout?: number | undefined;
  readonly retry?: Retry | undefined;
}

/** A function entry as it is called. The same object while the entry stays the same: pools hang on it. */
export interface Callable {
  readonly program: Program;
  readonly pool: Pool;
  readonly defaults?: CallDefaults | undefined;
  /** As whom it runs, when its entry says so. */
  readonly identity?: Identity | undefined;
  /** The host of the call's pid: the function's id when it is left out. */
  readonly host?: string | undefined;
}

/** What runtime gives to this layer. The answers may change between two calls: they follow the registry. */
export interface Programs {
  /** The program of a process entry, for spawn, exec and upgrade. */
  process(id: string, view: View): Program | undefined;
  /** As whom the processes of an entry run, when it says so. */
  identity(id: string, view: View): Identity | undefined;
  /** A function entry, or a process entry that is called like one. */
  function(id: string, view: View): Callable | undefined;
  /** A program that another scheduler of the node has named; the entry is the one it was started for. */
  byHash(hash: string, entry: string, view: View): Program | undefined;
}
