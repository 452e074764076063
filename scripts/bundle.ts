/**
 * Makes the program that is published: a few files of JavaScript, and the assets that they read.
 *
 *   node scripts/bundle.ts FOLDER
 *
 * Loading hundreds of files one by one takes longer than all that `wippy run` does for a small application.
 *
 *   Bu1  One file holds what every command needs, four are what threads run. What the source imports in the middle of a function is a file of
 *        its own.
 *   Bu2  Packages and modules of Node are loaded when one of their exports is first used. That is why the files are
 *        CommonJS, where it can be done at any place.
 *   Bu3  A file that the source names by `new URL('./name', import.meta.url)` lies beside the program, so no two may
 *        have one name.
 *   Bu4  Names stay as they are, so that stacks can be read.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, transform } from 'esbuild';
import { hashOfCompiler } from '../src/runtime/compiler-version.ts';

const [folder = 'dist'] = process.argv.slice(2);
const place = join(folder, 'cli');
const source = join(import.meta.dirname, '../src');

const options = {
  platform: 'node',
  target: 'node26',
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/** Bu2: `late` gives an object whose first use loads what is meant. */
const head = `'use strict';
const fileUrl = require('node:url').pathToFileURL(__filename).href;
function late(load) {
  let loaded;
  return new Proxy({}, { get: (_, name) => (loaded ??= load())[name] });
}`;

const outside = /^var (\w+) = ((?:__toESM\()?require\("(?!\.)[^"]+"\)(?:, 1)?\)?);$/gm;

/** Bu1, as a module. */
async function bundled(file: string, facts: Readonly<Record<string, string>>): Promise<string> {
  const { outputFiles } = await build({
    ...options,
    bundle: true,
    format: 'esm',
    packages: 'external',
    entryPoints: [join(source, file)],
    // What is loaded first loads the program by its file.
    external: file === 'cli/main.ts' ? ['./program.ts'] : [],
    define: Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, JSON.stringify(value)])),
    write: false,
  });
  const [output] = outputFiles;
  if (output === undefined) throw new Error(`${file} came to nothing`);
  return output.text;
}

/** Bu2: modules as CommonJS. */
async function required(module: string): Promise<string> {
  const { code } = await transform(module, {
    // Default exports of packages are what Node takes for them.
    sourcefile: 'module.mjs',
    ...options,
    format: 'cjs',
    // What is imported in the middle of a function is required there.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'fileUrl' },
  });
  return `${head}\n${code.replace(outside, 'var $1 = late(() => $2);')}`;
}

/** What takes less time to read, and means the same to V8: only white space is left out. */
async function packed(text: string): Promise<string> {
  return (await transform(text, { ...options, minifyWhitespace: true, lineLimit: 160 })).code;
}

/** Bu3. */
function copyAsset(name: string): void {
  const [asset, ...others] = globSync(`**/${name}`, { cwd: source });
  if (asset === undefined || others.length > 0) throw new Error(`${name} is not one file of the source`);
  copyFileSync(join(source, asset), join(place, name));
}

/** Writes one file with its assets; gives the hash of it. */
async function make(file: string, facts: Readonly<Record<string, string>> = {}): Promise<string> {
  const text = await required(await bundled(file, facts));
  const code = await packed(text);
  const name = basename(file, '.ts');
  writeFileSync(join(place, `${name}.js`), code, 'latin1');
  for (const [, asset = ''] of text.matchAll(/new URL\("\.\/([^"]+)", fileUrl\)/g)) {
    if (asset !== 'program.js') copyAsset(asset);
  }
  return createHash('sha256').update(code, 'latin1').digest('hex').slice(0, 16);
}

mkdirSync(place, { recursive: true });
// What the program makes of Lua is kept between starts, by the compiler that made it.
const bundledCompiler = hashOfCompiler(join(source, 'lua'));
const bundledProgram = await make('cli/program.ts', { bundledCompiler });
await make('cli/main.ts', { bundledProgram });
await make('runtime/service-thread.ts', { bundledCompiler });
await make('durable/store/store-thread.ts');
await make('registry/history/sqlite-thread.ts');
await make('features/sql/database-thread.ts');
writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ type: 'commonjs' })}\n`);
