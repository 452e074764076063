/** The clock of the running process: whoever runs processes sets it before a slice. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since the runtime started, with fractions; never goes back. */
  elapsed(): number;
}

const system: Clock = { now: Date.now, elapsed: () => performance.now() };

export const clock: { current: Clock } = { current: system };

export function clockOf(): Clock {
  return clock.current;
}
