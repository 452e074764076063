/**
 * What guests can do with types: check values, compare types, look into them.
 *
 *   Ty7  `T(value)` gives the value or raises, `T:is(value)` gives `value, nil` or `nil, err`.
 *   Ty8  `T.name` is the type of a field; where there is none, the method. `T:name()` is always the method.
 *   Ty9  What a kind of type does not have is an empty list or nil, so code can ask before it knows the kind.
 */
import { getter } from '../field-access.ts';
import {
  Cell,
  type Fn,
  Frame,
  host,
  hostClosure,
  nameHost,
  push,
  R,
  raise,
  ret2,
  SLICE,
  type Value,
} from '../machine.ts';
import { shownType, touch } from '../operations.ts';
import { FROZEN, LuaTable } from '../table.ts';
import { Check } from './check.ts';
import type { Form } from './form.ts';
import { isTypeMethod } from './method-names.ts';
import { errorOf } from './problem.ts';
import { isSameType, isSubtype } from './subtype.ts';
import { ANY, type Field, namedType, type Type, typeOf } from './type.ts';
import { typeNameOf, typeText } from './type-text.ts';
import { typeHandle, typeIn, typeValue } from './type-value.ts';

/** Runs a check to its end, or leaves a frame that goes on with it. */
function proceed(frame: Fn, check: Check, done: (check: Check, isFine: boolean) => Value): Value {
  const answer = check.run();
  if (answer !== undefined) return done(check, answer);
  R.why = SLICE;
  return push(new Frame(frame, 0, check, undefined, undefined, undefined, null));
}

function checked(check: Check, isFine: boolean): Value {
  return isFine ? check.value : raise(problemOf(check), 1);
}

function answered(check: Check, isFine: boolean): Value {
  return isFine ? ret2(check.value, undefined) : ret2(undefined, problemOf(check));
}

function problemOf({ problem }: Check): Value {
  return problem === undefined ? 'the value is of another type' : errorOf(problem);
}

/** `T(value)`. */
export const cast: Fn = host(
  'type.cast',
  (self, type, value) => {
    const of = typeIn(type);
    return of === undefined ? notType('cast', type) : proceed(self, new Check(of, value), checked);
  },
  { resume: (frame) => proceed(cast, frame.a as Check, checked) },
);

const is: Fn = host(
  'type.is',
  (self, type, value) => {
    const of = typeIn(type);
    return of === undefined ? notType('is', type) : proceed(self, new Check(of, value), answered);
  },
  { resume: (frame) => proceed(is, frame.a as Check, answered) },
);

function notType(name: string, value: Value): Value {
  return raise(`bad argument #1 to '${name}' (type expected, got ${shownType(value)})`, 1);
}

function method(name: string, run: (type: Type) => Value): Fn {
  return nameHost(
    host(`type.${name}`, (_self, value) => {
      const type = typeIn(value);
      return type === undefined ? notType(name, value) : run(type);
    }),
  );
}

/** `string`, `record`, `optional`; names that nothing declares are `unknown`. */
function kindOf(type: Type): string {
  const { form } = type.bare;
  if (form.kind !== 'named') return form.kind;
  return KINDS.has(form.name) ? form.name : 'unknown';
}

const KINDS: ReadonlySet<string> = new Set([
  'number',
  'integer',
  'string',
  'boolean',
  'nil',
  'any',
  'never',
  'table',
  'function',
  'thread',
  'userdata',
  'error',
]);

/** The type inside, of a type of this kind. */
function inside(kind: Form['kind'], at: number): (type: Type) => Value {
  return ({ bare }) => {
    const member = bare.form.kind === kind ? bare.members[at] : undefined;
    return member === undefined ? undefined : typeValue(member);
  };
}

/** The type of a field as it is read: optional where the field is. */
function fieldType({ type, isOptional }: Field): Type {
  if (!isOptional || type.bare.form.kind === 'optional') return type;
  return typeOf({ kind: 'optional', of: { kind: 'given', type, ...CLOSED }, ...CLOSED });
}

const CLOSED = { depth: 0, isOpen: false } as const;

/** Walks over what a type has, one at each call: the place is in a cell, so that it can be saved. */
const walk = hostClosure('type.walk', (self) => {
  const [of, what, place] = self.up as [Value, string, Cell]; // made with these, right below
  const type = typeIn(of);
  const at = place.v as number;
  if (type === undefined) return undefined;
  if (place.mark !== 0) touch(place);
  place.v = at + 1;
  if (what === 'fields') {
    const field = type.fields[at];
    return field === undefined ? undefined : ret2(field.name, typeValue(fieldType(field)));
  }
  const found = what === 'variants' ? variantsOf(type)[at] : parametersOf(type)[at];
  return found === undefined ? undefined : typeValue(found);
});

function variantsOf({ bare }: Type): readonly Type[] {
  return bare.form.kind === 'union' || bare.form.kind === 'intersection' ? bare.members : NONE;
}

function parametersOf({ bare }: Type): readonly Type[] {
  const { form } = bare;
  return form.kind === 'function' ? form.parameters.map((each) => bare.inner(each)) : NONE;
}

const NONE: readonly Type[] = [];

/** The first result; a function that gives none gives nil. */
function resultOf({ bare }: Type): Value {
  const { form } = bare;
  if (form.kind !== 'function')
    return form.kind === 'named' && form.name === 'function' ? typeValue(ANY) : undefined;
  const [first] = form.returns;
  return typeValue(first === undefined ? namedType('nil') : bare.inner(first));
}

function walker(what: string): Fn {
  return method(what, (type) => walk(typeValue(type), what, new Cell(0)));
}

const methods: Readonly<Record<string, Fn>> = {
  is,
  kind: method('kind', kindOf),
  name: method('name', typeNameOf),
  fields: walker('fields'),
  elem: method('elem', inside('array', 0)),
  key: method('key', inside('map', 0)),
  val: method('val', inside('map', 1)),
  inner: method('inner', inside('optional', 0)),
  variants: walker('variants'),
  params: walker('params'),
  ret: method('ret', resultOf),
};

/** The reading of methods behind the fast path: those of types before their fields (Ty8). */
export function methodGetter(name: string): (object: Value) => Value {
  const get = getter(name);
  const found = methods[name];
  if (found === undefined) return get;
  return (object) => (typeIn(object) === undefined ? get(object) : found);
}

/** Ty8. */
const index = host('type.index', (_self, value, name) => {
  const field =
    typeof name === 'string' ? typeIn(value)?.fields.find((each) => each.name === name) : undefined;
  if (field !== undefined) return typeValue(fieldType(field));
  return typeof name === 'string' && isTypeMethod(name) ? methods[name] : undefined;
});

/** A comparison of two types; with anything else nothing is equal, and an order is an error. */
function comparison(name: string, compare: (a: Type, b: Type) => boolean): Fn {
  return host(`type.${name}`, (_self, a, b) => {
    const left = typeIn(a);
    const right = typeIn(b);
    if (left !== undefined && right !== undefined) return compare(left, right);
    return name === '__eq' ? false : raise(`attempt to compare ${shownType(a)} with ${shownType(b)}`, 1);
  });
}

const metamethods: Readonly<Record<string, Value>> = {
  __index: index,
  __call: cast,
  __eq: comparison('__eq', isSameType),
  __le: comparison('__le', isSubtype),
  __lt: comparison('__lt', (a, b) => isSubtype(a, b) && !isSubtype(b, a)),
  __tostring: method('__tostring', typeText),
  __name: 'type',
  __metatable: 'type',
};

for (const [name, value] of Object.entries(metamethods)) typeHandle.metatable.setField(name, value);
typeHandle.metatable.mark = FROZEN;

/** The metatable by which a library table is called like a type: `string(value)`. */
export function callableAs(type: Type): LuaTable {
  const metatable = new LuaTable();
  const call: Fn = host(`type.cast.${typeNameOf(type)}`, (_self, _library, value) =>
    cast.code(cast, typeValue(type), value),
  );
  metatable.setField('__call', call);
  metatable.setField('__metatable', false);
  metatable.mark = FROZEN;
  return metatable;
}
