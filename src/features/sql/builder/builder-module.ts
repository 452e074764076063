/** `sql.builder`: statements made of parts, and the parts. */
import type { Data } from '#base';
import { arg, type Call, defineModule, fn, rest, t } from '#plugin';
import { invalid } from '../value.ts';
import { deleteHandle, insertHandle, updateHandle } from './change-handles.ts';
import { type Compare, comparison, conjunction } from './conditions.ts';
import { executorHandle, transactionExecutorHandle } from './executor-handles.ts';
import { fitting } from './fragment.ts';
import { placeholderHandle, placeholderValues } from './placeholder-handle.ts';
import { emptyDelete, emptyInsert, emptySelect, emptyUpdate, type Select } from './query.ts';
import { selectHandle } from './select-handle.ts';
import { columnOf, comparisonOf, composed, conditionOf, heldPart, sqlizerHandle } from './sqlizer-handle.ts';

export const builderHandles = [
  selectHandle,
  insertHandle,
  updateHandle,
  deleteHandle,
  executorHandle,
  transactionExecutorHandle,
  sqlizerHandle,
  placeholderHandle,
];

const faulty = (fault: string, call: Call) => call.hold(sqlizerHandle, { sql: '', args: [], fault });

function compares(compare: Compare, summary: string) {
  return fn({
    summary,
    args: [arg('map', t.any)],
    returns: t.handle(sqlizerHandle),
    effect: 'local',
    misfit: faulty,
    run: (map, call) => heldPart(() => comparison(compare, comparisonOf(map)), call),
  });
}

function joins(word: 'AND' | 'OR', summary: string) {
  return fn({
    summary,
    args: [arg('conditions', t.list(t.any))],
    returns: t.handle(sqlizerHandle),
    effect: 'local',
    misfit: faulty,
    run: (conditions, call) => heldPart(() => conjunction(conditions.map(member), word), call),
  });
}

function member(given: Data) {
  if (typeof given === 'string')
    throw invalid('conditions are tables or expressions; sql.builder.expr makes one of a text');
  return conditionOf(given, []);
}

const table = arg('table', t.string.default(''));

export const builder = defineModule({
  name: 'builder',
  summary: 'Statements made of parts.',
  functions: {
    select: fn({
      summary: 'A select of columns: names or expressions.',
      args: [rest('columns', t.any)],
      returns: t.handle(selectHandle),
      effect: 'local',
      run: (columns, call) =>
        call.hold(
          selectHandle,
          fitting<Select>(
            () => ({ ...emptySelect, columns: columns.map(columnOf) }),
            (fault) => ({ ...emptySelect, fault }),
          ),
        ),
    }),
    insert: fn({
      summary: 'An insert into a table.',
      args: [table],
      returns: t.handle(insertHandle),
      effect: 'local',
      misfit: (fault, call) => call.hold(insertHandle, { ...emptyInsert, fault }),
      run: (name, call) => call.hold(insertHandle, { ...emptyInsert, table: name }),
    }),
    update: fn({
      summary: 'An update of a table.',
      args: [table],
      returns: t.handle(updateHandle),
      effect: 'local',
      misfit: (fault, call) => call.hold(updateHandle, { ...emptyUpdate, fault }),
      run: (name, call) => call.hold(updateHandle, { ...emptyUpdate, table: name }),
    }),
    delete: fn({
      summary: 'A delete from a table.',
      args: [table],
      returns: t.handle(deleteHandle),
      effect: 'local',
      misfit: (fault, call) => call.hold(deleteHandle, { ...emptyDelete, fault }),
      run: (name, call) => call.hold(deleteHandle, { ...emptyDelete, table: name }),
    }),
    expr: fn({
      summary: 'An expression: a text with values or expressions for its `?`; `??` is a question mark.',
      args: [arg('sql', t.string), rest('values', t.any)],
      returns: t.handle(sqlizerHandle),
      effect: 'local',
      misfit: faulty,
      run: (text, values, call) => heldPart(() => composed(text, values), call),
    }),
    eq: compares('eq', 'Columns that equal values; NULL is `IS NULL`, a list `IN`.'),
    not_eq: compares('not_eq', 'Columns that do not equal values; NULL is `IS NOT NULL`, a list `NOT IN`.'),
    lt: compares('lt', 'Columns less than values.'),
    lte: compares('lte', 'Columns less than or equal to values.'),
    gt: compares('gt', 'Columns greater than values.'),
    gte: compares('gte', 'Columns greater than or equal to values.'),
    like: compares('like', 'Columns that are like patterns.'),
    not_like: compares('not_like', 'Columns that are not like patterns.'),
    and_: joins('AND', 'All conditions of a list: tables of equalities, or expressions.'),
    or_: joins('OR', 'At least one condition of a list.'),
  },
  values: placeholderValues,
  handles: builderHandles,
});
