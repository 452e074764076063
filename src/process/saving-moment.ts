/**
 * The moment from which what is left until a deadline counts in a state that is being saved: one for all of it, however long saving
 * takes. In milliseconds of the monotonic clock.
 */
let moment = Number.NaN;

/** Saving begins now. */
export function savesFrom(at: number): void {
  moment = at;
}

export function savingMoment(): number {
  return moment;
}
