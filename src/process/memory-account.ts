/** What is known of the memory and of the pace of one process. */

/** A run is looked at when the process has spent so much fuel since the last look. */
export const FUEL_PER_LOOK = 5000;
/** The same while the heap is small. */
export const FUEL_PER_SMALL_LOOK = 4 * FUEL_PER_LOOK;

/** A size that is being taken. */
export interface Measurement {
  readonly bytes: number;
  /** How much of it waits in the mailbox. */
  readonly mail: number;
  readonly isOver: boolean;
  /** Walks about so many values; true when the size is known, or known to be too much. */
  step(values: number): boolean;
}

export class MemoryAccount {
  /** The exact size when it was last taken, 0 before. */
  size = 0;
  /** Bytes that were allocated since then, as far as was seen. */
  allocated = 0;
  /** The fuel that was spent at the last look. */
  seen = 0;
  measuring: Measurement | null = null;
  /** Fuel of its slices when its work takes longer than that of others, otherwise 0 (Sc1). */
  pace = 0;
}
