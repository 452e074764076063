/** Conditions on columns, made of tables: `{status = "open", id = {1, 2}}`. */

import { invalid, isTyped } from '../value.ts';
import { around, type Fragment, fragment, isFragment, join, type Operand, operandPart } from './fragment.ts';

/** What each column is compared with; a list is several values. */
export type Comparison = readonly (readonly [column: string, to: Operand | readonly Operand[]])[];

export type Compare = 'eq' | 'not_eq' | 'lt' | 'lte' | 'gt' | 'gte' | 'like' | 'not_like';

const operators: Readonly<Record<Compare, string>> = {
  eq: '=',
  not_eq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  like: 'LIKE',
  not_like: 'NOT LIKE',
};

export const always = fragment('(1=1)');
export const never = fragment('(1=0)');

/** All of them hold. */
export function comparison(compare: Compare, given: Comparison): Fragment {
  if (given.length === 0) return always;
  return join(
    given.map(([column, to]) => compared(column, compare, to)),
    ' AND ',
  );
}

function compared(column: string, compare: Compare, to: Operand | readonly Operand[]): Fragment {
  const isEquality = compare === 'eq' || compare === 'not_eq';
  if (isList(to)) {
    if (!isEquality) throw invalid(`${column} cannot be compared by ${operators[compare]} with a list`);
    if (to.length === 0) return compare === 'eq' ? never : always;
    return around(`${column} ${compare === 'eq' ? 'IN' : 'NOT IN'} (`, join(to.map(operandPart), ','), ')');
  }
  if (isTyped(to) && !isFragment(to) && to.as === 'null') {
    if (!isEquality) throw invalid(`${column} cannot be compared by ${operators[compare]} with NULL`);
    return fragment(`${column} ${compare === 'eq' ? 'IS NULL' : 'IS NOT NULL'}`);
  }
  return around(`${column} ${operators[compare]} `, operandPart(to));
}

function isList(to: Operand | readonly Operand[]): to is readonly Operand[] {
  return Array.isArray(to);
}

export function conjunction(parts: readonly Fragment[], word: 'AND' | 'OR'): Fragment {
  if (parts.length === 0) return word === 'AND' ? always : never;
  return around('(', join(parts, ` ${word} `), ')');
}
