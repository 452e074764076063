/** Where the program begins. All else is loaded after it is known where compiled code is kept. */
import { keepCompiledCode } from './compiled-code.ts';

keepCompiledCode(process.cwd());
void import('./program.ts').then(({ runProgram }) => runProgram());
