/** The program: gives the command line to the shell, and its exit code to the system. */
import type { Worker } from 'node:worker_threads';
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { FileOutput } from './file-output.ts';
import { packageVersion } from './package-version.ts';
import { runCommandLine } from './shell.ts';
import { onInterrupt } from './signals.ts';

/**
 * `endEarly`: from then on the command itself says what an interrupt means. `storeThread`: that of the store of durable
 * processes, where it was begun already.
 */
export async function runProgram(endEarly: () => void, storeThread?: Worker): Promise<void> {
  // Nobody reads any more (`wippy ... | head`): what is left to say is said to nobody.
  const gone = () => process.exit(exitCodes.success);
  const out = new FileOutput(1, gone);
  const err = new FileOutput(2, gone);
  const code = await runCommandLine(process.argv.slice(2), commands, {
    directory: process.cwd(),
    environment: process.env,
    out,
    err,
    terminal: { input: () => process.stdin, output: out, error: err },
    version: packageVersion,
    storeThread,
    onInterrupt: (run) => {
      // Somebody listens all the time: what arrives meanwhile would be lost.
      const end = onInterrupt(run);
      endEarly();
      return end;
    },
  });
  // Handles that are still open, such as the standard input, keep nobody waiting.
  process.exit(code);
}
