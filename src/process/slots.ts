/**
 * The slots of one scheduler: which generation lives in each, and how long its mailbox is.
 *
 * On a node of several schedulers the numbers lie in shared memory, so that the others know at once, without asking,
 * whether a process lives and whether its mailbox is full. Only the owning scheduler writes. Alone it needs neither
 * lengths nor shared memory, which is the slower one by a tenth of a message.
 *
 *   Gn1  A slot's number is its generation times two, plus one while a process lives in it.
 *   Gn2  A generation is used once. A slot whose generations are used up is never taken again.
 */
import { MAX_GENERATION, MAX_SLOTS } from './pid.ts';

const FIRST = 1024;
const BYTES = 4;

export class Slots {
  readonly isShared: boolean;
  #states: Int32Array;
  #lengths: Int32Array;
  #used = 0;
  readonly #free: number[] = [];
  living = 0;

  constructor(isShared: boolean) {
    this.isShared = isShared;
    this.#states = isShared ? sharedNumbers() : new Int32Array(FIRST);
    this.#lengths = isShared ? sharedNumbers() : new Int32Array(0);
  }

  /** Takes a slot for a new process. */
  take(): number {
    const slot = this.#free.pop() ?? this.#fresh();
    const state = this.#states[slot] ?? 0;
    this.#states[slot] = state + 3;
    this.living++;
    return slot;
  }

  generation(slot: number): number {
    return (this.#states[slot] ?? 0) >>> 1;
  }

  release(slot: number): void {
    const state = (this.#states[slot] ?? 1) - 1;
    this.#states[slot] = state;
    if (this.isShared) this.#lengths[slot] = 0;
    this.living--;
    if (state >>> 1 < MAX_GENERATION) this.#free.push(slot);
  }

  isAlive(slot: number, generation: number): boolean {
    return this.#states[slot] === generation * 2 + 1;
  }

  /** The mailbox length of the slot's process, as its scheduler last told it. */
  length(slot: number): number {
    return this.#lengths[slot] ?? 0;
  }

  setLength(slot: number, length: number): void {
    this.#lengths[slot] = length;
  }

  #fresh(): number {
    const slot = this.#used++;
    if (slot >= MAX_SLOTS) throw new Error('no slot is left on this scheduler');
    if (slot >= this.#states.length) {
      this.#states = grown(this.#states);
      if (this.isShared) this.#lengths = grown(this.#lengths);
    }
    return slot;
  }
}

function sharedNumbers(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(FIRST * BYTES, { maxByteLength: MAX_SLOTS * BYTES }));
}

/** Shared memory grows where it is; the other kind is copied. */
function grown(array: Int32Array): Int32Array {
  const { buffer } = array;
  const size = Math.min(buffer.byteLength * 2, MAX_SLOTS * BYTES);
  if (buffer instanceof SharedArrayBuffer) {
    buffer.grow(size);
    return array;
  }
  const larger = new Int32Array(size / BYTES);
  larger.set(array);
  return larger;
}
