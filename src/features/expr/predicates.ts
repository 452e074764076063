/** Functions that take an expression about each item of a list. */
import { add } from './arithmetic.ts';
import { booleanOf, compareValues, evaluationFailure, numberOf, textOf, type Value } from './value.ts';

/** The expression, asked about one item; the item itself when none was given. */
export type Ask = (item: Value, index: number, acc?: Value) => Value;

export interface PredicateCall {
  readonly list: readonly Value[];
  readonly ask: Ask;
  /** The argument after the expression. */
  readonly further: Value | undefined;
}

type Predicate = (call: PredicateCall) => Value;

const holds =
  ({ ask }: PredicateCall) =>
  (item: Value, index: number): boolean =>
    booleanOf(ask(item, index), 'a predicate');

function sum({ list, ask }: PredicateCall): Value {
  return list.reduce<Value>((total, item, index) => add(total, numberOf(ask(item, index), 'sum')), 0);
}

function groupBy({ list, ask }: PredicateCall): Value {
  const groups: Record<string, Value[]> = Object.create(null);
  for (const [index, item] of list.entries()) {
    const key = textOf(ask(item, index));
    groups[key] = [...(groups[key] ?? []), item];
  }
  return groups;
}

function sortBy({ list, ask, further }: PredicateCall): Value {
  const direction = directionOf(further);
  const keyed = list.map((item, index) => [ask(item, index), item] as const);
  return keyed.sort(([one], [other]) => direction * compareValues(one, other)).map(([, item]) => item);
}

export function directionOf(order: Value | undefined): number {
  if (order === undefined || order === 'asc') return 1;
  if (order === 'desc') return -1;
  throw evaluationFailure("the order must be 'asc' or 'desc'");
}

function reduce({ list, ask, further }: PredicateCall): Value {
  if (list.length === 0 && further === undefined)
    throw evaluationFailure('reduce takes a start for an empty list');
  const skipped = further === undefined ? 1 : 0;
  const start = further ?? list[0] ?? null;
  return list.slice(skipped).reduce<Value>((acc, item, index) => ask(item, index + skipped, acc), start);
}

export const predicates: ReadonlyMap<string, Predicate> = new Map<string, Predicate>([
  ['all', (call) => call.list.every(holds(call))],
  ['any', (call) => call.list.some(holds(call))],
  ['none', (call) => !call.list.some(holds(call))],
  ['one', (call) => call.list.filter(holds(call)).length === 1],
  ['map', ({ list, ask }) => list.map((item, index) => ask(item, index))],
  ['filter', (call) => call.list.filter(holds(call))],
  ['find', (call) => call.list.find(holds(call)) ?? null],
  ['findIndex', (call) => orNil(call.list.findIndex(holds(call)))],
  ['findLast', (call) => call.list.findLast(holds(call)) ?? null],
  ['findLastIndex', (call) => orNil(call.list.findLastIndex(holds(call)))],
  ['count', (call) => call.list.filter(holds(call)).length],
  ['sum', sum],
  ['groupBy', groupBy],
  ['sortBy', sortBy],
  ['reduce', reduce],
]);

function orNil(index: number): Value {
  return index < 0 ? null : index;
}
