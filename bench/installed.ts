import { cpSync, existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.ts';
import { at } from './places.ts';

/** The built package as an installation has it, made in a folder; without a build, the sources. The command to call. */
export function installed(folder: string, notes: string[]): string {
  const built = runChild({ command: at('scripts', 'build.sh'), args: [] });
  if (!built.ok || !existsSync(at('dist', 'cli', 'main.js'))) {
    notes.push(
      `not the built package but the sources: ${built.reason || 'the build made no dist/cli/main.js'}`,
    );
    return at('bin', 'wippy');
  }
  const target = join(folder, 'package');
  mkdirSync(target);
  for (const part of ['bin', 'dist', 'package.json'])
    cpSync(at(part), join(target, part), { recursive: true });
  symlinkSync(at('node_modules'), join(target, 'node_modules'));
  return join(target, 'bin', 'wippy');
}
