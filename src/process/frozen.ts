import { FROZEN, LuaTable, type Value } from '#lua';

/** Constants are shared by all processes. */
export function frozen(value: Value): Value {
  if (value instanceof LuaTable) {
    for (const [, inner] of value.entries()) frozen(inner);
    value.mark = FROZEN;
  }
  return value;
}
