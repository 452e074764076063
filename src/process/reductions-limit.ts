/**
 * How much one process may compute in its life, or one call.
 *
 *   Rl1  It is looked at between slices, each few thousand reductions, and ends as killed when it has used more than its
 *        limit; no `pcall` takes that.
 */
import { type AbnormalExit, overLimit } from './exit.ts';
import type { Process } from './process.ts';

/** How the process ends if it has used more than it may, otherwise nothing. */
export function overReductions({ entry, limits, reductions, actor }: Process): AbnormalExit | undefined {
  if (reductions <= limits.reductions || actor !== null) return undefined;
  return overLimit(`reductions limit exceeded: ${entry} has used more than ${limits.reductions} reductions`);
}
