/** Which compiler this is: a hash of its sources, so that what another one made is never taken for its own. */
import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Put in its place by scripts/bundle.ts. */
declare const bundledCompiler: string | undefined;

export function compilerVersion(): string {
  return typeof bundledCompiler === 'string'
    ? bundledCompiler
    : hashOfCompiler(fileURLToPath(new URL('../lua', import.meta.url)));
}

/** `folder`: the layer `lua`. All of it counts: emitted code calls its operations by name. */
export function hashOfCompiler(folder: string): string {
  const digest = createHash('sha256');
  for (const file of globSync('**/*.ts', { cwd: folder }).sort()) {
    if (!/\.(test|testing)\.ts$/.test(file))
      digest.update(`${file}\n`).update(readFileSync(join(folder, file)));
  }
  return digest.digest('hex');
}
