/** Tables of library functions: shared by all processes, read-only for guests. */
import { type Code, Fn, host, type Value } from '../machine.ts';
import { FROZEN, LuaTable } from '../table.ts';

/**
 * A frozen table of functions named `<library>.<name>`, in saved bytes too, and of constants. A function that keeps
 * frames comes ready made.
 */
export function library(
  name: string,
  functions: Readonly<Record<string, Code | Fn>>,
  constants: Readonly<Record<string, Value>> = {},
): LuaTable {
  const table = new LuaTable();
  for (const [key, code] of Object.entries(functions)) {
    table.setField(key, code instanceof Fn ? code : host(`${name}.${key}`, code));
  }
  for (const [key, value] of Object.entries(constants)) table.setField(key, value);
  table.mark = FROZEN;
  return table;
}
