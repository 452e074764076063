/**
 * The standard libraries, put together: what every environment starts with, and the library functions that are
 * written in Lua because they call guest code.
 */
import { EnvironmentShape } from './environment.ts';
import { basic } from './library/base.ts';
import { coroutineLibrary } from './library/coroutine.ts';
import { mathLibrary } from './library/math.ts';
import { osLibrary } from './library/os.ts';
import { stringLibrary } from './library/string.ts';
import { prelude, tableLibrary } from './library/table.ts';
import { type Fn, R, type Value } from './machine.ts';
import { setStringLibrary } from './operations.ts';
import { DONE, run, SLICED, Task } from './task.ts';
import { type CompileOptions, Unit } from './unit.ts';

setStringLibrary(stringLibrary);

/** The globals of the language: basic functions and library tables. Processes add `coroutine.spawn` and their own. */
export function standardGlobals(): Readonly<Record<string, Value>> {
  return {
    ...basic,
    _VERSION: 'Lua 5.3',
    coroutine: coroutineLibrary(),
    math: mathLibrary,
    os: osLibrary,
    string: stringLibrary,
    table: tableLibrary,
    unpack: tableLibrary.getText('unpack'),
  };
}

/** Names the source of `sort.lua`. It is read and compiled when a list is first sorted by a comparator. */
export function setPrelude(readSort: () => string, options: CompileOptions = {}): void {
  let sort: Fn | undefined;
  prelude.sort = () => {
    sort ??= compilePrelude(readSort(), 'table.sort', options);
    return sort;
  };
}

/** Runs a prelude's text in an environment of basic functions; its result is the function. */
function compilePrelude(source: string, name: string, options: CompileOptions): Fn {
  const environment = new EnvironmentShape(basic).make();
  const { fuel, task, coroutine } = R;
  const chunk = new Task(new Unit(source, name, options).load(environment), []);
  let outcome: number;
  do {
    R.fuel = 1000;
    outcome = run(chunk, undefined);
  } while (outcome === SLICED);
  R.fuel = fuel;
  R.task = task;
  R.coroutine = coroutine;
  if (outcome !== DONE) throw new Error(`the prelude ${name} failed: ${String(chunk.error)}`);
  return chunk.values[0] as Fn;
}
