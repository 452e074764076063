/**
 * What came to a process since a step that it goes back to, although it went back before.
 *
 * Pure: the kept steps after the earliest one that matters go in, with what waits; what is to come again goes out.
 *
 *   Ss1  Going back hands a process anew what came since, so what was undone is counted once: as it came afterwards.
 *   Ss2  A step that was undone itself had some of that already: so many of what came afterwards are left out, from the
 *        first on, for what comes again does so in its order.
 */
import type { InputRecord } from './store/records.ts';

export interface StepSince {
  readonly number: number;
  readonly came: readonly InputRecord[];
  /** The step from which the process went on, when this one gave it other code. */
  readonly backTo: number | undefined;
}

/** `steps` in their order: those after `step` and after each step to which the process went back since. */
export function cameSince(
  steps: readonly StepSince[],
  step: number,
  waiting: readonly InputRecord[],
): InputRecord[] {
  const byNumber = new Map(steps.map((each) => [each.number, each]));
  const last = steps.at(-1)?.number ?? step;
  return [...cameBetween(byNumber, step, last, waiting)];
}

function cameBetween(
  steps: ReadonlyMap<number, StepSince>,
  after: number,
  last: number,
  waiting: readonly InputRecord[],
): readonly InputRecord[] {
  let came = waiting;
  let number = last;
  while (number > after) {
    const at = steps.get(number);
    const backTo = at?.backTo;
    if (backTo === undefined) {
      came = [...(at?.came ?? []), ...came];
      number -= 1;
    } else if (backTo >= after) number = backTo;
    else return came.slice(cameBetween(steps, backTo, after, []).length);
  }
  return came;
}

/** After which step `cameSince` has to know all. */
export function earliest(steps: Iterable<Pick<StepSince, 'number' | 'backTo'>>, step: number): number {
  let least = step;
  for (const { number, backTo } of steps)
    if (number > step && backTo !== undefined) least = Math.min(least, backTo);
  return least;
}
