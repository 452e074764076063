/** What a node tells of its registry, as the commands know it. It is of the same protocol, so nothing else comes. */
import type { Data } from '#base';
import type { Match } from '#registry';

export interface ToldEntry {
  readonly id: string;
  readonly kind: string;
  readonly meta: Readonly<Record<string, Data>>;
  /** Of entries that were asked for whole. */
  readonly data?: Data;
  readonly origin?: string;
  /** Where the words stand that were looked for. */
  readonly matches?: readonly Match[];
}

export interface ToldChange {
  readonly kind: 'entry.create' | 'entry.update' | 'entry.delete';
  readonly entry: ToldEntry;
  readonly previous?: ToldEntry;
  /** The places of secrets that changed. */
  readonly secrets?: readonly string[];
}

export interface ToldVersion {
  readonly id: number;
  readonly parent: number | null;
  readonly author: string;
  readonly time: number;
  readonly message: string;
  readonly counts?: { readonly create: number; readonly update: number; readonly delete: number };
  readonly verdict?: { readonly state: string; readonly summary: string };
}

/** Of a change. */
export interface Done {
  /** The version in force then. */
  readonly version: number;
  readonly changes: readonly ToldChange[];
  /** Milliseconds. */
  readonly took: number;
  /** Of a guarded change. */
  readonly verdict?: ToldVerdict;
}

export interface ToldVerdict {
  readonly state: 'watching' | 'kept' | 'taken back' | 'stuck';
  readonly summary: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** One of the problems for which changes were refused. */
export interface ToldProblem {
  readonly id: string;
  readonly path?: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}
