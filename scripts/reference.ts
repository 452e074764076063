/** Writes the reference pages from the definitions: `npm run reference`. A test compares them. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { referenceFolder, referencePages } from './reference/pages.ts';

const root = join(import.meta.dirname, '..');
rmSync(join(root, referenceFolder), { recursive: true, force: true });
for (const [path, text] of referencePages()) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
