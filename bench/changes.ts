/**
 * From a change to its first use, on one node with 10,000 entries: functions, a library, data that 1,000 processes
 * observe, the definition of a service, and files that are saved under a watched project.
 *
 * Each run is a fresh system process (changes-inside.ts, changes-saved.ts,
 * changes-kept.ts) and measures with its own clock.
 */
import { runChild } from './child.ts';
import { figuresIn, shown } from './figures.ts';
import { at } from './places.ts';
import { isAsked, type Settings } from './settings.ts';
import { textTable } from './text-table.ts';

const parts = ['inside', 'saved', 'kept'] as const;

export function benchChanges(settings: Settings): boolean {
  const figures = new Map<string, { readonly unit: string; readonly values: number[] }>();
  const notes: string[] = [];
  for (let round = 0; round < settings.runs; round++) {
    process.stderr.write(`\rchanges ${round + 1}/${settings.runs}`);
    for (const part of parts.filter((each) => isAsked(settings, each))) {
      const child = runChild({
        command: at('scripts', 'node.sh'),
        args: [at('bench', `changes-${part}.ts`)],
      });
      if (!child.ok) notes.push(`failed ${part}: ${child.reason}`);
      for (const { name, value, unit } of figuresIn(child.stdout)) {
        const known = figures.get(name);
        if (known === undefined) figures.set(name, { unit, values: [value] });
        else known.values.push(value);
      }
    }
  }
  process.stderr.write('\r\u001b[K');
  console.log(`\nchanges: medians of ${settings.runs} fresh processes, 10,000 entries`);
  console.log(textTable([...figures].map(([name, { unit, values }]) => [name, shown(values), unit])));
  for (const note of new Set(notes)) console.log(note);
  console.log('not measured: a history in PostgreSQL, more than one scheduler');
  return notes.length === 0;
}
