/** The standard libraries, put together: what every environment starts with. */
import { basic } from './library/base.ts';
import { coroutineLibrary } from './library/coroutine.ts';
import { mathLibrary } from './library/math.ts';
import { osLibrary } from './library/os.ts';
import { stringLibrary } from './library/string.ts';
import { tableLibrary } from './library/table.ts';
import { setStringLibrary } from './operations.ts';
import type { Value } from './value.ts';

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
