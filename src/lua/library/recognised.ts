/** Basic functions that emitted code recognises by identity: `next` in loops, `select` with extra arguments. */
import { fail, host, raise, ret2, retN, type Value } from '../machine.ts';
import { textToNumber } from '../number-text.ts';
import { shownType } from '../operations.ts';
import { LuaTable, nextValue } from '../table.ts';

function badArgument(n: number, name: string, problem: string): Value {
  return fail(`bad argument #${n} to '${name}' (${problem})`);
}

export const next = host('next', (_self, table, key) => {
  if (!(table instanceof LuaTable)) return badArgument(1, 'next', `table expected, got ${shownType(table)}`);
  const found = table.next(key);
  if (found === false && nextValue === undefined) return raise("invalid key to 'next'");
  return found === undefined ? undefined : ret2(found, nextValue);
});

export const select = host('select', (_self, n, ...args) => {
  if (n === '#') return args.length;
  const at =
    typeof n === 'number'
      ? Math.floor(n)
      : typeof n === 'string'
        ? Number(textToNumber(n) ?? Number.NaN)
        : Number.NaN;
  if (Number.isNaN(at)) return badArgument(1, 'select', `number expected, got ${shownType(n)}`);
  if (at < 0)
    return -at > args.length
      ? badArgument(1, 'select', 'index out of range')
      : retN(args.slice(args.length + at));
  return at === 0 ? badArgument(1, 'select', 'index out of range') : retN(args.slice(at - 1));
});
