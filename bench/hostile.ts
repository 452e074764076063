/**
 * Programs that take what they can, and how well a neighbour on the same scheduler does meanwhile: round trips with a third
 * process every 2 ms, and a tick every 10 ms. The programs are those of `test/applications/hostile`.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { hostilePrograms } from '../test/applications/hostile/programs.ts';
import { runChild } from './child.ts';
import { at, withFolder } from './places.ts';
import { isAsked, type Settings } from './settings.ts';
import { textTable } from './text-table.ts';

const head = ['program', 'ends with', 'seconds', 'round trips', 'p99 ms', 'ticks', 'p99 ms apart'];

export function benchHostile(settings: Settings): boolean {
  if (settings.peersOnly) return true;
  return withFolder((folder) => {
    const cwd = join(folder, 'hostile');
    cpSync(at('test', 'applications', 'hostile'), cwd, { recursive: true });
    const rows: string[][] = [];
    let isGood = true;
    for (const [name, end] of Object.entries(hostilePrograms)) {
      if (!isAsked(settings, name)) continue;
      process.stderr.write(`\rhostile ${name.padEnd(30)}`);
      const args = ['run', '-x', 'app:observer', name, '2ms'];
      const child = runChild({ command: at('bin', 'wippy'), args, cwd });
      const row = child.stdout.trim().split('\n').at(-1)?.split('\t') ?? [];
      if (!child.ok || !end.test(row[1] ?? '')) isGood = false;
      rows.push(child.ok ? row : [name, child.reason]);
    }
    process.stderr.write('\r\u001b[K');
    console.log('\nhostile programs, one run each, with the default limits');
    console.log(textTable([head, ...rows]));
    return isGood;
  });
}
