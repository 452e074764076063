/** What is asked of an export of live changes into files, and what comes of it. */
import type { EntryId } from '#plugin';
import type { ChangeSet } from '../change-set.ts';
import type { FileTree } from '../file-tree.ts';
import type { Application } from '../load.ts';

export interface ExportRequest {
  readonly files: FileTree;
  /** Reads the application of a tree like the one that is running. */
  readonly load: (files: FileTree) => Promise<Application>;
  /** What leads from the files to what is live. */
  readonly changes: ChangeSet;
}

export interface Exported {
  /** Files as they are to be, by their paths; undefined for those that go. */
  readonly files: ReadonlyMap<string, string | undefined>;
  readonly entries: readonly EntryId[];
  readonly left: readonly { readonly id: EntryId; readonly reason: string }[];
}
