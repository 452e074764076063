/** The source of chance of the running process: whoever runs processes sets it before a slice. */
import { SeededChance } from '#base';

export interface GuestChance {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** Begins again from a seed: the same seed gives the same numbers. */
  seed(seed: number): void;
}

/** Chance of the host until a guest asks for a seed. */
export class SeedableChance implements GuestChance {
  readonly #random: () => number;
  #seeded: SeededChance | undefined;

  constructor(random: () => number) {
    this.#random = random;
  }

  next(): number {
    return this.#seeded === undefined ? this.#random() : this.#seeded.random();
  }

  seed(seed: number): void {
    this.#seeded = new SeededChance(seed);
  }
}

export const chance: { current: GuestChance } = { current: new SeedableChance(Math.random) };

export function randomOf(): GuestChance {
  return chance.current;
}
