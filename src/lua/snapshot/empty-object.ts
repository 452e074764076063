/** Objects of a snapshot before their content is read: others may refer to them already. */
import { Cell, Coroutine, Fn, Frame, type HandleType, Userdata, type Value } from '../machine.ts';
import { LuaTable } from '../table.ts';
import type { ByteReader } from './bytes.ts';
import { KIND } from './format.ts';
import { SnapshotError } from './snapshot-error.ts';

const unfilled = new Fn(
  () => {
    throw new SnapshotError('a function without content was called');
  },
  [],
  { name: 'unfilled', code: () => undefined, resume: () => undefined, unit: undefined, index: 0 },
);
const noHandle: HandleType = { name: '', metatable: new LuaTable() };

/** One of a kind that is no state's; a text comes with its content. */
export function emptyObject(kind: number, reader: ByteReader): Value {
  switch (kind) {
    case KIND.TABLE:
      return new LuaTable();
    case KIND.FUNCTION:
      return new Fn(unfilled.code, [], unfilled.proto);
    case KIND.CELL:
      return new Cell(undefined);
    case KIND.COROUTINE:
      return new Coroutine(unfilled);
    case KIND.FRAME:
      return new Frame(unfilled, 0, undefined, undefined, undefined, undefined, null);
    case KIND.LIST:
      return [];
    case KIND.USERDATA:
      return new Userdata(noHandle, undefined);
    case KIND.TEXT:
      return reader.text();
    default:
      throw new SnapshotError(`it holds an object of the unknown kind ${kind}`);
  }
}

/** The list of a table that has none. */
export function noItems(): Value[] {
  return new LuaTable().arr;
}
