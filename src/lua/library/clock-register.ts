/** The clock of the running process: whoever runs processes sets it before a slice. */
export interface GuestClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Milliseconds since the runtime started, with fractions; never goes back. */
  elapsed(): number;
}

export const clock: { current: GuestClock } = {
  current: { now: Date.now, elapsed: () => process.uptime() * 1000 },
};

export function clockOf(): GuestClock {
  return clock.current;
}
