/** One step of the registry from a state to the next. */
import type { EntryId } from '#plugin';
import type { ChangeSet } from './change-set.ts';
import type { Step } from './history.ts';
import type { KnownFiles } from './known-files.ts';
import type { ApplyOptions } from './registry-options.ts';
import type { Version } from './version.ts';

export interface Move {
  readonly version: Version;
  readonly changes: ChangeSet;
  readonly step: Step | undefined;
  /** What the files say from then on. */
  readonly files: KnownFiles;
  readonly options: ApplyOptions;
  /** Entries over which something else lies. */
  readonly relaid?: Iterable<EntryId>;
}
