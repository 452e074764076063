/**
 * Many small byte strings in few large ones. What is taken out leaves a gap; a slab that is mostly gaps is emptied into
 * the newest one, so what lies here takes at most about twice its size.
 */

const SIZE = 1 << 20;
/** A slab is emptied when less than this share of it is in use. */
const SPARSE = 0.5;

class Slab {
  readonly bytes: Buffer;
  used = 0;
  /** Bytes that are in use. */
  living = 0;
  readonly held: Stored[] = [];

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
  }
}

/** A byte string that lies in a slab. */
export class Stored {
  slab: Slab;
  at: number;
  /** The place among those of its slab; -1 when it is gone. */
  place = -1;
  readonly length: number;

  constructor(slab: Slab, at: number, length: number) {
    this.slab = slab;
    this.at = at;
    this.length = length;
  }

  /** A view, good until the next `put` or `take`. */
  get bytes(): Uint8Array {
    return this.slab.bytes.subarray(this.at, this.at + this.length);
  }
}

export class Slabs {
  #newest = new Slab(SIZE);
  /** Bytes in use. */
  living = 0;

  put(bytes: Uint8Array): Stored {
    const slab = this.#room(bytes.length);
    const stored = new Stored(slab, slab.used, bytes.length);
    this.#enter(slab, stored, bytes);
    this.living += bytes.length;
    return stored;
  }

  /** Takes a copy out and forgets it here. */
  take(stored: Stored): Uint8Array {
    const bytes = stored.bytes.slice();
    this.drop(stored);
    return bytes;
  }

  drop(stored: Stored): void {
    const { slab, place } = stored;
    if (place < 0) return;
    const last = slab.held.pop();
    if (last !== undefined && last !== stored) {
      slab.held[place] = last;
      last.place = place;
    }
    stored.place = -1;
    slab.living -= stored.length;
    this.living -= stored.length;
    if (slab === this.#newest || slab.living >= slab.bytes.length * SPARSE) return;
    for (const other of slab.held.splice(0)) {
      const { bytes } = other;
      const target = this.#room(other.length);
      other.slab = target;
      other.at = target.used;
      this.#enter(target, other, bytes);
    }
  }

  #room(length: number): Slab {
    if (this.#newest.used + length > this.#newest.bytes.length)
      this.#newest = new Slab(Math.max(SIZE, length));
    return this.#newest;
  }

  #enter(slab: Slab, stored: Stored, bytes: Uint8Array): void {
    slab.bytes.set(bytes, slab.used);
    slab.used += bytes.length;
    slab.living += bytes.length;
    stored.place = slab.held.push(stored) - 1;
  }
}
