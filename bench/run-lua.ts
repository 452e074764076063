/** Runs a Lua file on our engine, preempted as in a node: run-lua.ts FILE. The time inside goes to standard error. */
import { readFileSync } from 'node:fs';
import { runChunk } from '#lua';

const name = process.argv[2];
if (name === undefined) throw new TypeError('usage: run-lua.ts FILE');

const start = process.hrtime.bigint();
const source = readFileSync(name, 'latin1');
const lines: string[] = [];
const stack = Number(process.execArgv.find((arg) => arg.startsWith('--stack-size='))?.split('=')[1] ?? 900);
runChunk({ source, name, print: (line) => lines.push(line), slice: stack * 2 });
process.stdout.write(lines.map((line) => `${line}\n`).join(''));
const inside = Number(process.hrtime.bigint() - start) / 1e6;
process.stderr.write(`{"inside_ms": ${inside.toFixed(3)}}\n`);
