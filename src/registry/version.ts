/** One published state of the registry. What changed since its parent is kept by the history. */
import type { Verdict } from './verdict.ts';

export interface Version {
  /** 0 is what the first loading gave; each change adds one. */
  readonly id: number;
  /** The version that was current before; none for the first. */
  readonly parent: number | undefined;
  /** The actor who made it, or the process when nobody was known; `files` when the files changed. */
  readonly author: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly message: string;
  /** Of a guarded change. */
  readonly verdict?: Verdict;
}

/** `v3`. */
export function versionText({ id }: Pick<Version, 'id'>): string {
  return `v${id}`;
}
