/** The standard libraries, put together: what every environment starts with. */
import { basic } from './library/base.ts';
import { coroutineLibrary } from './library/coroutine.ts';
import { mathLibrary } from './library/math.ts';
import { osLibrary } from './library/os.ts';
import { stringLibrary } from './library/string.ts';
import { tableLibrary } from './library/table.ts';
import { setStringLibrary } from './operations.ts';
import { STRING } from './types/type.ts';
import { typeGlobals } from './types/type-globals.ts';
import { callableAs } from './types/type-methods.ts';
import type { Value } from './value.ts';

setStringLibrary(stringLibrary);
// `string(value)` checks like a type; the table has no other metamethods, and guests never see this one.
stringLibrary.mt = callableAs(STRING);

/** The globals of the language: basic functions and library tables. Processes add `coroutine.spawn` and their own. */
export function standardGlobals(): Readonly<Record<string, Value>> {
  return {
    ...basic,
    ...typeGlobals,
    _VERSION: 'Lua 5.3',
    coroutine: coroutineLibrary(),
    math: mathLibrary,
    os: osLibrary,
    string: stringLibrary,
    table: tableLibrary,
    unpack: tableLibrary.getText('unpack'),
  };
}
