import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { host, R, Userdata, type Value } from '../machine.ts';
import { LuaTable, recordOf, tableOf } from '../table.ts';
import { Check } from './check.ts';
import { NotationError, type Part, type Row, readTypes, writeType } from './notation.ts';
import { isSameType, isSubtype } from './subtype.ts';
import { ANY, type Type } from './type.ts';
import { typeIn, typeValue, typeValueOf } from './type-value.ts';

const PLENTY = 1e9;

function checks(type: Type, value: Value): boolean {
  R.fuel = PLENTY;
  const answer = new Check(type, value).run();
  assert.notEqual(answer, undefined);
  return answer === true;
}

/** With a stop at every chance, and by way of its saved form at each. */
function checksInSteps(type: Type, value: Value): boolean {
  let check = new Check(type, value);
  for (;;) {
    R.fuel = 0;
    const answer = check.run();
    if (answer !== undefined) return answer;
    const parts = Check.save(check);
    check = new Check(ANY, undefined);
    Check.fill(check, parts);
  }
}

/** A type that fast-check can shrink: without names and circles. */
type Plan =
  | string
  | readonly ['literal', string | number | boolean]
  | readonly ['optional' | 'array' | 'map', Plan]
  | readonly ['union', readonly Plan[]]
  | readonly ['both', Plan, Plan]
  | readonly ['record', readonly (readonly [string, Plan])[]]
  | readonly ['min' | 'max_len', number, Plan];

const names = ['a', 'b', 'c'];

const { plan } = fc.letrec<{ plan: Plan; record: Plan }>((tie) => ({
  plan: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('number', 'integer', 'string', 'boolean', 'nil', 'any', 'never', 'table'),
    fc.tuple(fc.constant('literal' as const), fc.constantFrom('x', 'y', 1, 2.5, true)),
    fc.tuple(fc.constantFrom('optional' as const, 'array' as const, 'map' as const), tie('plan')),
    fc.tuple(fc.constant('union' as const), fc.array(tie('plan'), { minLength: 1, maxLength: 3 })),
    tie('record'),
    fc.tuple(fc.constant('both' as const), tie('record'), tie('record')),
    fc.tuple(
      fc.constantFrom('min' as const, 'max_len' as const),
      fc.integer({ min: 0, max: 2 }),
      tie('plan'),
    ),
  ),
  record: fc.tuple(
    fc.constant('record' as const),
    fc
      .tuple(tie('plan'), tie('plan'), tie('plan'))
      .map((of) => names.map((name, i) => [name, of[i] ?? 'any'] as const)),
  ),
}));

function typeOfPlan(of: Plan): Type {
  const rows: Row[] = [];
  const add = (...row: Part[]): number => rows.push(row) - 1;
  const write = (each: Plan): number => {
    if (typeof each === 'string') return add('n', each);
    switch (each[0]) {
      case 'literal':
        return add('l', each[1]);
      case 'optional':
        return add('o', write(each[1]));
      case 'array':
        return add('a', write(each[1]), false);
      case 'map':
        return add('m', add('n', 'string'), write(each[1]), false);
      case 'union':
        return add('u', each[1].map(write));
      case 'both':
        return add('i', [write(each[1]), write(each[2])]);
      case 'record':
        return add(
          'r',
          each[1].map(([name, inner]) => [name, write(inner), false, false]),
        );
      default:
        return add('@', write(each[2]), each[0], [each[1]]);
    }
  };
  const root = write(of);
  const [type] = readTypes(JSON.stringify({ rows, roots: [root] }));
  assert.ok(type);
  return type;
}

/** The rules as plain recursion. */
function holds(of: Plan, value: Value): boolean {
  if (typeof of === 'string') return isBasic(of, value);
  switch (of[0]) {
    case 'literal':
      return value === of[1];
    case 'optional':
      return value === undefined || holds(of[1], value);
    case 'union':
      return of[1].some((each) => holds(each, value));
    case 'both':
      return holds(of[1], value) && holds(of[2], value);
    case 'array': {
      if (!(value instanceof LuaTable)) return false;
      const entries = [...value.entries()];
      const inner = of[1];
      return entries.every(
        ([key, each]) => typeof key === 'number' && key <= value.length() && holds(inner, each),
      );
    }
    case 'map': {
      const inner = of[1];
      return (
        value instanceof LuaTable &&
        [...value.entries()].every(([key, each]) => typeof key === 'string' && holds(inner, each))
      );
    }
    case 'record':
      return value instanceof LuaTable && of[1].every(([name, inner]) => holds(inner, value.getText(name)));
    default:
      return fits(of[0], of[1], value) && holds(of[2], value);
  }
}

function fits(name: 'min' | 'max_len', limit: number, value: Value): boolean {
  if (name === 'min') return typeof value !== 'number' || value >= limit;
  const length = typeof value === 'string' ? value.length : value instanceof LuaTable ? value.length() : 0;
  return length <= limit;
}

function isBasic(name: string, value: Value): boolean {
  switch (name) {
    case 'any':
      return true;
    case 'never':
      return false;
    case 'nil':
      return value === undefined;
    case 'integer':
      return Number.isSafeInteger(value);
    case 'table':
      return value instanceof LuaTable;
    default:
      return typeof value === name;
  }
}

const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Value>(undefined, 'x', 'y', '', 1, 2.5, 3, true, false),
    fc.constant(host('f', () => undefined)),
    fc
      .array(
        tie('value').filter((value) => value !== undefined),
        { maxLength: 3 },
      )
      .map((items) => tableOf(items)),
    fc
      .dictionary(fc.constantFrom(...names), tie('value'))
      .map((record) => recordOf(record as Record<string, Value>)),
  ),
}));

test('a check answers as the rules read as plain recursion do', () => {
  fc.assert(
    fc.property(plan, anyValue, (of, value) => assert.equal(checks(typeOfPlan(of), value), holds(of, value))),
  );
});

test('a check that stops at every value, saved and restored each time, gives the same answer', () => {
  fc.assert(
    fc.property(plan, anyValue, (of, value) =>
      assert.equal(checksInSteps(typeOfPlan(of), value), holds(of, value)),
    ),
  );
});

test('what is of a type is of every type that this is a subtype of', () => {
  fc.assert(
    fc.property(plan, plan, anyValue, (a, b, value) => {
      fc.pre(isSubtype(typeOfPlan(a), typeOfPlan(b)));
      if (holds(a, value)) assert.ok(holds(b, value));
    }),
    { numRuns: 300 },
  );
});

test('every type is its own subtype, whatever unions it is written with', () => {
  fc.assert(
    fc.property(plan, plan, (a, b) => {
      assert.ok(isSameType(typeOfPlan(a), typeOfPlan(a)));
      assert.ok(isSubtype(typeOfPlan(a), typeOfPlan(['union', [b, a]])));
      assert.ok(isSameType(typeOfPlan(['union', [a, b]]), typeOfPlan(['union', [b, a]])));
    }),
  );
});

test('Ty6: a type that was written and read is the same value', () => {
  fc.assert(
    fc.property(plan, (of) => {
      const value = typeValue(typeOfPlan(of));
      const text = writeType(typeOfPlan(of));
      assert.equal(typeValueOf(text), value);
      assert.equal(writeType(typeIn(value) as Type), text); // it was made of one
    }),
  );
});

test('G3: bytes that are no type are refused', () => {
  const bad = [
    '',
    'null',
    '{}',
    '{"rows":[],"roots":[0]}',
    '{"rows":[["o",0]],"roots":[0]}',
    '{"rows":[["u",[1]],["n","any"]],"roots":[0]}',
    '{"rows":[["d","A",[],1]],"roots":[0]}',
    '{"rows":[["x"]],"roots":[0]}',
    '{"rows":[["l64","x"]],"roots":[0]}',
    '{"rows":[["r",[[1,0]]]],"roots":[0]}',
    '{"rows":[null],"roots":[0]}',
    '{"rows":[["l",{}]],"roots":[0]}',
    `{"rows":[["n","any"],${Array.from({ length: 2000 }, (_, i) => `["o",${i}]`).join(',')}],"roots":[2000]}`,
  ];
  for (const text of bad) assert.throws(() => typeValueOf(text), NotationError, text);
  const fill = (...parts: Value[]) => Check.fill(new Check(ANY, undefined), parts);
  assert.throws(() => fill(), TypeError);
  assert.throws(() => fill(new Userdata({ name: 'x', metatable: new LuaTable() }, 1)), TypeError);
});

test('Va8: a check of deep data needs no stack, costs what it looks at, and stops where the fuel ends', () => {
  const rows: Row[] = [
    ['d', 'Chain', [], 2],
    ['o', 0],
    ['r', [['next', 1, false, false]]],
  ];
  const [chain] = readTypes(JSON.stringify({ rows, roots: [0] }));
  assert.ok(chain);
  let deep = recordOf({});
  for (let i = 1; i < 300_000; i++) deep = recordOf({ next: deep });
  const check = new Check(chain, deep);
  let stops = 0;
  let spent = 0;
  for (let answer: boolean | undefined; answer === undefined; stops++) {
    R.fuel = 1000;
    answer = check.run();
    spent += 1000 - R.fuel;
    if (answer !== undefined) assert.equal(answer, true);
  }
  assert.ok(spent > 60_000 && spent < 300_000, String(spent));
  assert.ok(stops > 60, String(stops));
});
