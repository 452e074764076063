/**
 * A process of a kept step, made in the code that it had or in other code.
 *
 *   Up5  Only what the process still has is moved: the layers below its last state hold frames that have returned since.
 */
import { Heap } from '#lua';
import { type Process, type Program, type Saving, saveProcess } from '#process';
import type { Population } from './population.ts';
import type { ProgramArchive } from './program-archive.ts';

export interface RebuildingOptions {
  readonly saving: () => Saving;
  readonly archive: ProgramArchive;
}

/** From its code, to the other one, and how many milliseconds later. */
interface Way {
  readonly from: Program;
  readonly to: Program;
  readonly elapsed: number;
}

/**
 * Shows it and forgets it again; nothing of it runs. `changedChunks`: sources whose chunk says something else. Throws a
 * SnapshotError for what cannot go on in the other code.
 */
export function rebuiltIn<T>(
  population: Population,
  { saving, archive }: RebuildingOptions,
  at: Parameters<Population['rebuilt']>[0],
  { from, to, elapsed }: Way,
  look: (process: Process, changedChunks: readonly string[]) => T,
): T {
  if (from.hash === to.hash) return population.rebuilt(at, to, elapsed, (process) => look(process, []));
  const move = archive.move(from, to);
  // Up5.
  const layer = population.rebuilt(at, from, elapsed, (process) =>
    saveProcess(process, saving(), new Heap()),
  );
  const state = { ...at, layers: [layer] };
  return population.rebuilt(state, to, 0, (process) => look(process, move.changedChunks), move);
}
