/**
 * Tells the processes of a scheduler that their entry has other code now.
 *
 *   Ou1  Who runs another program than the entry has is told, whichever of its older programs that is.
 *   Ou2  Who runs the program that the entry has again, after a way back, has nothing newer to go on with.
 *   Ou3  Who sees a version of its own has nothing newer to go on with.
 */
import { accept } from './input.ts';
import type { Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';

export function tellOutdatedProcesses(
  scheduler: Scheduler,
  entry: string,
  hash: string,
  sources: readonly string[],
): void {
  const concerns = (one: Pick<Process, 'program' | 'view' | 'entry'>) =>
    one.entry === entry && one.view === '' && one.program !== null;
  for (const process of [...scheduler.processes(concerns)]) {
    if (process.program?.hash !== hash) accept(process, { type: 'outdated', id: 0, sources });
    // What it was told before and has not looked at would lead it from this code to the same.
    else if (process.outdated?.event === null) process.outdated = null;
  }
}
