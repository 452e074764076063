/** The guest module `ctx`: the values that came down the chain of calls and spawns. */
import { toFailure } from '#base';
import { LuaTable, library, ret2, type Value } from '#lua';
import { withValues } from './context.ts';
import { errorFromFailure, notFound } from './error-value.ts';
import { refuse, wrongText } from './guest.ts';
import { fromData, onlyData } from './lua-data.ts';
import { self } from './running.ts';

function get(key: Value): Value {
  if (typeof key !== 'string' || key === '') return refuse(wrongText('the key', key));
  const { values } = self().context;
  if (!Object.hasOwn(values, key)) return refuse(notFound(`no context value ${key}`));
  return ret2(fromData(values[key]), undefined);
}

function all(): Value {
  const table = fromData(self().context.values);
  return ret2(table instanceof LuaTable ? table : new LuaTable(), undefined);
}

/** For this process and what it starts from now on. */
function set(key: Value, value: Value): Value {
  if (typeof key !== 'string' || key === '') return refuse(wrongText('the key', key));
  const process = self();
  try {
    process.context = withValues(process.context, { [key]: onlyData(value, key) });
    return true;
  } catch (thrown) {
    return refuse(errorFromFailure(toFailure(thrown)));
  }
}

export const ctxModule: LuaTable = library('ctx', {
  get: (_, key) => get(key),
  all,
  set: (_, key, value) => set(key, value),
});
