/**
 * What the files of an application say, as the registry knows it: their entries as they are written, what overrides lay
 * over them, and what was agreed on with the history (O4). It is never changed; what is settled gives the next.
 */
import { failure } from '#base';
import type { EntryId } from '#plugin';
import { type ChangeSet, type Entries, opBetween } from './change-set.ts';
import type { Agreements } from './history.ts';
import { LayeredMap } from './layered-map.ts';
import { type FileState, Overlay } from './overlay.ts';
import { type EntryConflict, type OnConflict, reconcile } from './reconcile.ts';
import { writtenEntries } from './registry-state.ts';

export interface Settlement {
  readonly changes: ChangeSet;
  readonly agreed: Agreements;
  /** What is known of the files from then on. */
  readonly files: KnownFiles;
}

export class KnownFiles {
  readonly written: Entries;
  readonly overlay: Overlay;
  readonly #agreed: Entries;

  private constructor(written: Entries, overlay: Overlay, agreed: Entries) {
    this.written = written;
    this.overlay = overlay;
    this.#agreed = agreed;
  }

  /** As if all that they say had been agreed on, unless something else was. */
  static of(files: FileState, agreed?: Entries): KnownFiles {
    const written = writtenEntries(files.entries, files.overridden);
    return new KnownFiles(written, new Overlay(files), agreed ?? written);
  }

  /** The files as they are now, with what was agreed on before. */
  reread(files: FileState): KnownFiles {
    return KnownFiles.of(files, this.#agreed);
  }

  /** What is to be done so that what is live follows the files. */
  reconcile(
    live: Entries,
    onConflict: OnConflict,
  ): Settlement & { readonly conflicts: readonly EntryConflict[] } {
    const sides = { agreed: this.#agreed, files: this.written, live };
    const { changes, agreed, conflicts } = reconcile(sides, onConflict);
    // Both agree but for the conflicts.
    const open = conflicts.map((conflict) => [conflict.id, conflict.agreed] as const);
    const files = new KnownFiles(this.written, this.overlay, LayeredMap.over(this.written).next(open));
    return { changes, agreed, conflicts, files };
  }

  /** Settles one entry. Throws `Invalid` when there is nothing to settle. */
  take(side: 'files' | 'live', id: EntryId, live: Entries): Settlement {
    const file = this.written.get(id);
    const op = side === 'files' ? opBetween(live.get(id), file) : undefined;
    if (op === undefined && opBetween(this.#agreed.get(id), file) === undefined) {
      const reason = side === 'files' ? 'is what the files say already' : 'was not changed in the files';
      throw failure('Invalid', `${id} ${reason}`, { retryable: false });
    }
    const agreed = new Map([[id, file]]);
    return { changes: op === undefined ? [] : [op], agreed, files: this.#settled(agreed) };
  }

  #settled(settled: Agreements): KnownFiles {
    if (settled.size === 0) return this;
    return new KnownFiles(this.written, this.overlay, LayeredMap.over(this.#agreed).next(settled));
  }
}
