/**
 * Runs a Lua file on our engine, preempted as in a node: run-lua.ts FILE [FOLDER]. Its compiled form is kept in the folder, as in
 * that of an installation. The time inside goes to standard error.
 */
import { readFileSync } from 'node:fs';
import { runChunk } from '#lua';
import { CodeFiles } from '../src/runtime/code-files.ts';

const [, , name, folder] = process.argv;
if (name === undefined) throw new TypeError('usage: run-lua.ts FILE [FOLDER]');

const start = process.hrtime.bigint();
const cache = folder === undefined ? undefined : new CodeFiles(folder, { compiler: 'bench' });
const source = readFileSync(name, 'latin1');
const lines: string[] = [];
const stack = Number(process.execArgv.find((arg) => arg.startsWith('--stack-size='))?.split('=')[1] ?? 900);
runChunk({ source, name, print: (line) => lines.push(line), slice: stack * 2, cache });
process.stdout.write(lines.map((line) => `${line}\n`).join(''));
const inside = Number(process.hrtime.bigint() - start) / 1e6;
process.stderr.write(`{"inside_ms": ${inside.toFixed(3)}}\n`);
cache?.write();
