/** One published state of the registry, known by what changed since its parent. */
import type { ChangeSet } from './change-set.ts';
import type { Verdict } from './verdict.ts';

export interface Version {
  /** 0 is what loading gave; each change adds one. */
  readonly id: number;
  /** The version that was current before; none for the first. */
  readonly parent: number | undefined;
  /** The actor who made it, or the process when nobody was known. */
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly message: string;
  readonly changes: ChangeSet;
  /** Of a guarded change. */
  readonly verdict?: Verdict;
}

/** `v3`. */
export function versionText({ id }: Pick<Version, 'id'>): string {
  return `v${id}`;
}
