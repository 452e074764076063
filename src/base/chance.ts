/** Chance, as everything in the system is handed it: tests bring a seed and see the same run again. */
import { randomFillSync } from 'node:crypto';

export interface Chance {
  /** A number from 0 up to, but not including, 1. Not for secrets. */
  random(): number;
  /** Bytes that nobody can foresee, fit for keys and identifiers. */
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

export const systemChance: Chance = {
  random: () => Math.random(),
  bytes: (length) => randomFillSync(new Uint8Array(length)),
};

/** The four words of a generator's state. */
export type ChanceState = readonly [number, number, number, number];

/**
 * The same seed gives the same numbers on every machine: the generator sfc32 (C. Doty-Humphrey,
 * PractRand), whose state is four words and can be saved.
 */
export class SeededChance implements Chance {
  readonly #state: Uint32Array;

  constructor(seed: number | string) {
    this.#state = Uint32Array.of(...words(String(seed)));
    for (let round = 0; round < 12; round++) this.#next();
  }

  random(): number {
    // 53 bits, as many as a double has.
    return ((this.#next() >>> 5) * 2 ** 26 + (this.#next() >>> 6)) / 2 ** 53;
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) bytes[index] = this.#next() >>> 24;
    return bytes;
  }

  save(): ChanceState {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    return [a, b, c, counter];
  }

  restore(state: ChanceState): void {
    this.#state.set(state);
  }

  #next(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state;
    const result = (a + b + counter) >>> 0;
    this.#state[0] = b ^ (b >>> 9);
    this.#state[1] = c + (c << 3);
    this.#state[2] = ((c << 21) | (c >>> 11)) + result;
    this.#state[3] = counter + 1;
    return result;
  }
}

/** Four words from a text, by FNV-1a with a different start for each. */
function words(text: string): [number, number, number, number] {
  const word = (start: number) => {
    let hash = start;
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    return hash >>> 0;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x85ebca6b), 1];
}
