/** Statements as they are built: plain data that never changes. Each method of a builder makes another one. */
import { invalid } from '../value.ts';
import {
  around,
  type Fragment,
  fragment,
  join,
  type Operand,
  operandPart,
  type Placeholder,
  sound,
} from './fragment.ts';

/** What may stand at the end of every statement. */
export interface Tail {
  readonly orderBy: readonly string[];
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly suffixes: readonly Fragment[];
  readonly placeholder: Placeholder;
  readonly fault?: string | undefined;
}

export interface Select extends Tail {
  readonly type: 'select';
  readonly columns: readonly Fragment[];
  readonly isDistinct: boolean;
  readonly from: string;
  readonly joins: readonly Fragment[];
  readonly where: readonly Fragment[];
  readonly groupBy: readonly string[];
  readonly having: readonly Fragment[];
}

export interface Insert extends Tail {
  readonly type: 'insert';
  readonly table: string;
  readonly prefixes: readonly Fragment[];
  readonly options: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly Operand[])[];
  readonly select?: Select | undefined;
}

export interface Update extends Tail {
  readonly type: 'update';
  readonly table: string;
  readonly sets: readonly (readonly [column: string, to: Operand])[];
  readonly from?: Fragment | undefined;
  readonly where: readonly Fragment[];
}

export interface Delete extends Tail {
  readonly type: 'delete';
  readonly table: string;
  readonly where: readonly Fragment[];
}

export type Query = Select | Insert | Update | Delete;

const tail: Tail = { orderBy: [], suffixes: [], placeholder: 'question' };

export const emptySelect: Select = {
  type: 'select',
  columns: [],
  isDistinct: false,
  from: '',
  joins: [],
  where: [],
  groupBy: [],
  having: [],
  ...tail,
};
export const emptyInsert: Insert = {
  type: 'insert',
  table: '',
  prefixes: [],
  options: [],
  columns: [],
  values: [],
  ...tail,
};
export const emptyUpdate: Update = { type: 'update', table: '', sets: [], where: [], ...tail };
export const emptyDelete: Delete = { type: 'delete', table: '', where: [], ...tail };

/** Throws `Invalid` when a part is missing that there must be, or one does not fit. */
export function render(query: Query): Fragment {
  sound(query);
  switch (query.type) {
    case 'select':
      return renderSelect(query);
    case 'insert':
      return renderInsert(query);
    case 'update':
      return renderUpdate(query);
    case 'delete':
      return renderDelete(query);
  }
}

function renderSelect(query: Select): Fragment {
  const { columns, isDistinct, from, joins, where, groupBy, having } = query;
  if (columns.length === 0) throw invalid('a select needs columns');
  return spaced([
    around(isDistinct ? 'SELECT DISTINCT ' : 'SELECT ', join(columns, ', ')),
    from === '' ? undefined : fragment(`FROM ${from}`),
    ...joins,
    clause('WHERE ', where, ' AND '),
    named('GROUP BY', groupBy),
    clause('HAVING ', having, ' AND '),
    ...tailOf(query),
  ]);
}

function renderInsert(query: Insert): Fragment {
  const { table, prefixes, options, columns, values, select } = query;
  if (table === '') throw invalid('an insert needs a table');
  if (values.length === 0 && select === undefined) throw invalid('an insert needs values or a select');
  const odd = values.find((row) => columns.length > 0 && row.length !== columns.length);
  if (odd !== undefined)
    throw invalid(`there are ${columns.length} columns, and ${odd.length} values in a row`);
  const rows = values.map((row) => around('(', join(row.map(operandPart), ','), ')'));
  return spaced([
    ...prefixes,
    fragment(['INSERT', ...options, 'INTO', table].join(' ')),
    columns.length === 0 ? undefined : fragment(`(${columns.join(',')})`),
    select === undefined ? around('VALUES ', join(rows, ',')) : render(select),
    ...tailOf(query),
  ]);
}

function renderUpdate(query: Update): Fragment {
  const { table, sets, from, where } = query;
  if (table === '') throw invalid('an update needs a table');
  if (sets.length === 0) throw invalid('an update needs something to set');
  const changes = sets.map(([column, to]) => around(`${column} = `, operandPart(to)));
  return spaced([
    around(`UPDATE ${table} SET `, join(changes, ', ')),
    from === undefined ? undefined : around('FROM ', from),
    clause('WHERE ', where, ' AND '),
    ...tailOf(query),
  ]);
}

function renderDelete(query: Delete): Fragment {
  const { table, where } = query;
  if (table === '') throw invalid('a delete needs a table');
  return spaced([fragment(`DELETE FROM ${table}`), clause('WHERE ', where, ' AND '), ...tailOf(query)]);
}

function tailOf({ orderBy, limit, offset, suffixes }: Tail): (Fragment | undefined)[] {
  return [
    named('ORDER BY', orderBy),
    limit === undefined ? undefined : fragment(`LIMIT ${limit}`),
    offset === undefined ? undefined : fragment(`OFFSET ${offset}`),
    ...suffixes,
  ];
}

function clause(before: string, parts: readonly Fragment[], separator: string): Fragment | undefined {
  return parts.length === 0 ? undefined : around(before, join(parts, separator));
}

function named(word: string, columns: readonly string[]): Fragment | undefined {
  return columns.length === 0 ? undefined : fragment(`${word} ${columns.join(', ')}`);
}

function spaced(parts: readonly (Fragment | undefined)[]): Fragment {
  return join(
    parts.filter((part) => part !== undefined),
    ' ',
  );
}
