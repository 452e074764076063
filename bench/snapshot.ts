/** Sizes of snapshots, and the time they take: a process as workflows are, on the image of its program. */
import { runChild } from './child.ts';
import { at } from './places.ts';
import type { Settings } from './settings.ts';
import type { SnapshotFigures } from './snapshot-times.ts';
import { median } from './statistics.ts';
import { grouped, shortNumber, textTable } from './text-table.ts';

const PROCESSES = 4000;

export function benchSnapshot(settings: Settings): boolean {
  if (settings.peersOnly) return true;
  const found: SnapshotFigures[] = [];
  for (let run = 0; run < settings.runs; run++) {
    process.stderr.write(`\rsnapshot ${run + 1}/${settings.runs}`);
    const child = runChild({
      command: at('scripts', 'node.sh'),
      args: [at('bench', 'snapshot-times.ts'), String(PROCESSES)],
    });
    if (!child.ok) {
      console.log(`snapshot failed: ${child.reason}`);
      return false;
    }
    found.push(JSON.parse(child.stdout));
  }
  process.stderr.write('\r\u001b[K');
  report(found);
  return true;
}

function report(found: readonly SnapshotFigures[]): void {
  const [sizes] = found;
  if (sizes === undefined) return;
  const time = (step: keyof SnapshotFigures['times']) =>
    shortNumber(median(found.map(({ times }) => times[step])));
  console.log('\nsnapshot: three libraries of 300 lines, a state of 20 fields, two coroutines');
  console.log(
    textTable([
      ['', 'bytes', 'microseconds'],
      ['the image of the program: making it', grouped(sizes.image), time('image')],
      ['a process from the image', '', time('instance')],
      ['its first snapshot on the image: saving', grouped(sizes.snapshot), time('save')],
      ['the same: restoring', '', time('restore')],
      ['a delta after one field has changed: saving', grouped(sizes.delta), time('delta')],
    ]),
  );
}
