/**
 * What the store has of a process's state: a full form and the layers on it, each of which says what one step has changed.
 *
 *   Kp2 A new full form is written when what lies on the last one has grown larger than it or has very many layers (more on
 *       a large one, so that its part in the cost of a step does not grow with it). It is written sooner for a process that
 *       has been read again: whoever is read after each step has all layers read each time.
 */
import type { Bytes } from './store/records.ts';

/** A full form that is smaller than this is as good as one of this size. */
const SMALLEST_FULL = 4096;
const MOST_LAYERS = 64;
const BYTES_FOR_LAYER = 512;
/** To read a layer and to make it anew takes as long as so many bytes of a full form take to be saved and written. */
const BYTES_TO_READ_LAYER = 1024;
const LEAST_LAYERS = 8;

export class Layers {
  #fullBytes = 0;
  #bytes = 0;
  #count = 0;
  /** Those that were read with the full form. */
  #read = 0;

  /** All of them in memory. */
  get bytes(): number {
    return this.#fullBytes + this.#bytes;
  }

  /** As they were read, the full form first. */
  read([full, ...rest]: readonly Bytes[]): void {
    this.#fullBytes = full?.length ?? 0;
    this.#count = rest.length;
    this.#read = rest.length;
    for (const { length } of rest) this.#bytes += length;
  }

  full(bytes: number): void {
    this.#fullBytes = bytes;
    this.#bytes = 0;
    this.#count = 0;
    this.#read = 0;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
    this.#count++;
  }

  /** A full form is to be written. */
  get isFullDue(): boolean {
    if (this.#fullBytes === 0) return true;
    const full = Math.max(this.#fullBytes, SMALLEST_FULL);
    if (this.#bytes > full || this.#count >= Math.max(MOST_LAYERS, full / BYTES_FOR_LAYER)) return true;
    // To read n layers, each after its step, takes n * n / 2: as much as the full form that spares it.
    return this.#read >= Math.max(LEAST_LAYERS, Math.sqrt((2 * full) / BYTES_TO_READ_LAYER));
  }
}
