/**
 * Runs a Lua file on the engine as the built package has it: run-engine.ts FOLDER FILE. In FOLDER stands run-lua.ts as one file
 * (see contestant.ts); V8's compiled form of what an earlier run has called is kept there, as `wippy` keeps it
 * (src/cli/program-file.ts).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runProgramFile } from '../src/cli/program-file.ts';

const [, , folder, file] = process.argv;
if (folder === undefined || file === undefined) throw new TypeError('usage: run-engine.ts FOLDER FILE');

const program = join(folder, 'run-lua.cjs');
const hash = createHash('sha256').update(readFileSync(program)).digest('hex').slice(0, 16);
process.argv.splice(2, 1);
runProgramFile({ url: pathToFileURL(program), hash, folder, words: ['run', file] });
