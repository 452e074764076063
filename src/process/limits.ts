/** What one process may use. */
export interface Limits {
  /** From this mailbox length on, a send costs its sender fuel in proportion to the length (M2). */
  readonly softMailbox: number;
  /** At this length a send is refused, retryable (M2). */
  readonly hardMailbox: number;
}

export const defaultLimits: Limits = { softMailbox: 1000, hardMailbox: 100_000 };

/** The fuel that a send to a mailbox of this length costs above its own work. */
export function floodCost(length: number, limits: Limits): number {
  return length < limits.softMailbox ? 0 : length >> 3;
}
