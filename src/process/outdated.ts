/** Tells the processes of a scheduler that run a program of which there is a newer version. */
import { accept } from './input.ts';
import type { Process } from './process.ts';
import type { Scheduler } from './scheduler.ts';

/** Who sees a version of its own has nothing newer to go on with. */
export function tellOutdatedProcesses(scheduler: Scheduler, hash: string, sources: readonly string[]): void {
  const concerns = ({ program, view }: Pick<Process, 'program' | 'view'>) =>
    program?.hash === hash && view === '';
  for (const process of [...scheduler.processes(concerns)]) {
    accept(process, { type: 'outdated', id: 0, sources });
  }
}
