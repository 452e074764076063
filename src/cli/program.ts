/** The program: gives the command line to the shell, and its exit code to the system. */
import { commands } from './commands.ts';
import { exitCodes } from './exit-codes.ts';
import { packageVersion } from './package-version.ts';
import { runCommandLine } from './shell.ts';
import { onInterrupt } from './signals.ts';

export async function runProgram(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Nobody reads any more (`wippy ... | head`): what is left to say is said to nobody.
      if (error.code === 'EPIPE') process.exit(exitCodes.success);
      throw error;
    });
  }

  const code = await runCommandLine(process.argv.slice(2), commands, {
    directory: process.cwd(),
    environment: process.env,
    out: { write: (text) => void process.stdout.write(text), isTerminal: process.stdout.isTTY === true },
    err: { write: (text) => void process.stderr.write(text), isTerminal: process.stderr.isTTY === true },
    terminal: { input: () => process.stdin, output: process.stdout, error: process.stderr },
    version: packageVersion,
    onInterrupt,
  });

  // Handles that are still open, such as the standard input, keep nobody waiting.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
