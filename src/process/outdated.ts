/** Tells the processes of a scheduler that run a program of which there is a newer version. */
import { accept } from './input.ts';
import type { Scheduler } from './scheduler.ts';

/** Who sees a version of its own has nothing newer to go on with. */
export function tellOutdatedProcesses(scheduler: Scheduler, hash: string, sources: readonly string[]): void {
  for (const process of [...scheduler.processes()]) {
    if (process.program?.hash === hash && process.view === '')
      accept(process, { type: 'outdated', id: 0, sources });
  }
}
