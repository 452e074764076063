/**
 * Runs a Lua file on the engine as the built package has it: run-engine.ts PROGRAM FOLDER FILE [FOLDER]. PROGRAM is run-lua.ts as
 * one file (see contestant.ts); V8's compiled form of what earlier runs have called is kept in the first folder, as
 * `wippy` keeps it (src/cli/program-file.ts), and that of the Lua file in the second.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { runProgramFile } from '../src/cli/program-file.ts';

const [, , program, folder, file] = process.argv;
if (program === undefined || folder === undefined || file === undefined) {
  throw new TypeError('usage: run-engine.ts PROGRAM FOLDER FILE [FOLDER]');
}

const hash = createHash('sha256').update(readFileSync(program)).digest('hex').slice(0, 16);
process.argv.splice(2, 2);
runProgramFile({ url: pathToFileURL(program), hash, folder, words: ['run', file] });
