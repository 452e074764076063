/**
 * Those whose entry has got other code while they were in the store alone learn it when they go on (Ou1, Ou2). Who has been
 * told before knows.
 */
import { accept, type Process, type Shard } from '#process';

export function tellNewerCode(process: Process, { programs }: Shard): void {
  const { program, entry, view, outdated } = process;
  const now = program === null || view !== '' ? undefined : programs.process(entry, '');
  if (now === undefined) return;
  const isNewer = now.hash !== program?.hash;
  if (isNewer && outdated === null) {
    const sources = (program && now.changedSince?.(program)) ?? [entry];
    // Who does not ask to be told owes the store no step for it.
    if (process.isUpgradable) accept(process, { type: 'outdated', id: 0, sources });
    else process.outdated = { sources, event: null };
  } else if (!isNewer && outdated?.event === null) process.outdated = null;
}
