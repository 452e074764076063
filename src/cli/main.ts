/** Where the program begins. All else but the thread of the store is loaded after it is known where compiled code is kept. */
import { cacheFolder, keepCompiledCode } from './compiled-code.ts';
import { beginEarlyStore } from './early-store-thread.ts';
import { runProgramFile } from './program-file.ts';
import { endWhenInterrupted } from './signals.ts';

/** The hash of the published program, put in its place by scripts/bundle.ts. */
declare const bundledProgram: string | undefined;

const endEarly = endWhenInterrupted();
if (typeof bundledProgram === 'string') {
  const url = new URL('./program.js', import.meta.url);
  const words = process.argv.slice(2);
  const folder = cacheFolder(process.cwd());
  const storeThread = beginEarlyStore(process.cwd(), words);
  // The file is the bundle of program.ts.
  const program = runProgramFile({
    url,
    hash: bundledProgram,
    folder,
    words,
  }) as typeof import('./program.ts');
  void program.runProgram(endEarly, storeThread);
} else {
  keepCompiledCode(cacheFolder(process.cwd()));
  void import('./program.ts').then(({ runProgram }) => runProgram(endEarly));
}
