/** Looks at a process as it lies in the store, now or at a past step. Nothing of it runs. */
import type { Process } from '#process';
import type { Population } from './population.ts';
import { isEnd } from './runs.ts';
import type { Backend } from './store/backend.ts';

/** Undefined when that is not in the store. */
export async function examine<T>(
  population: Population,
  backend: Backend,
  { pid, step }: { readonly pid: string; readonly step: number | undefined },
  look: (process: Process) => T,
): Promise<T | undefined> {
  const stored = await (step === undefined ? backend.ask('process', pid) : backend.ask('state', pid, step));
  if (stored === undefined || stored.layers.length === 0) return undefined;
  if (step === undefined && isEnd(stored.state)) return undefined;
  const program = await population.code.programOf(stored.program, stored.entry);
  return population.rebuilt(stored, program, 0, look);
}
