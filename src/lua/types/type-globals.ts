/** The types that all code has by name, and `typeof`. */
import { Fn, fail, host, Userdata, type Value } from '../machine.ts';
import { typeName } from '../operations.ts';
import { ANY, BOOLEAN, INTEGER, NUMBER, namedType, STRING, type Type } from './type.ts';
import { typeIn, typeValue } from './type-value.ts';

/**
 * `typeof(x)`: the type that `x` was declared with, which the compiler hands over as second argument. Otherwise what
 * can be seen of the value: all numbers are `number`, all tables `table`.
 */
const typeof_ = host('typeof', (_self, ...args) => {
  if (args.length === 0) return fail("bad argument #1 to 'typeof' (value expected)");
  const [value, declared] = args;
  return typeValue(typeIn(declared) ?? typeOfValue(value));
});

function typeOfValue(value: Value): Type {
  if (value instanceof Fn) return namedType('function');
  if (value instanceof Userdata && value.handle.name === 'error') return namedType('error');
  return namedType(typeName(value));
}

export const typeGlobals: Readonly<Record<string, Value>> = {
  typeof: typeof_,
  number: typeValue(NUMBER),
  integer: typeValue(INTEGER),
  boolean: typeValue(BOOLEAN),
  Number: typeValue(NUMBER),
  Integer: typeValue(INTEGER),
  String: typeValue(STRING),
  Boolean: typeValue(BOOLEAN),
  Any: typeValue(ANY),
};
