/** The source of chance of the running process: whoever runs processes sets it before a slice. */
export interface Chance {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** Begins again from a seed; the same seed gives the same numbers. */
  seed?(seed: number): void;
}

const system: Chance = { next: Math.random };

export const chance: { current: Chance } = { current: system };

export function randomOf(): Chance {
  return chance.current;
}
