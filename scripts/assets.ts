/** Completes dist/: how its files import each other, and what is not JavaScript (preludes, pages). */
import { cpSync, globSync, writeFileSync } from 'node:fs';

const imports = { '#*': './*/index.js' };
writeFileSync('dist/package.json', `${JSON.stringify({ type: 'module', imports }, undefined, 2)}\n`);

for (const asset of globSync('src/**/*.*', {
  exclude: (path) => /\.(ts|md|test\.lua)$/.test(String(path)),
})) {
  cpSync(asset, asset.replace(/^src/, 'dist'));
}
