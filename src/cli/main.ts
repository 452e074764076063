/** Where the program begins. All else is loaded after it is known where compiled code is kept. */
import { cacheFolder, keepCompiledCode } from './compiled-code.ts';
import { runProgramFile } from './program-file.ts';
import { endWhenInterrupted } from './signals.ts';

/** The hash of the published program, put in its place by scripts/bundle.ts. */
declare const bundledProgram: string | undefined;

const endEarly = endWhenInterrupted();
if (typeof bundledProgram === 'string') {
  const url = new URL('./program.js', import.meta.url);
  const folder = cacheFolder(process.cwd());
  // The file is the bundle of program.ts.
  const program = runProgramFile({
    url,
    hash: bundledProgram,
    folder,
    words: process.argv.slice(2),
  }) as typeof import('./program.ts');
  void program.runProgram(endEarly);
} else {
  keepCompiledCode(cacheFolder(process.cwd()));
  void import('./program.ts').then(({ runProgram }) => runProgram(endEarly));
}
