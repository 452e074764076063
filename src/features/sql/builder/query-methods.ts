/** Methods that builders have in common. Each gives another builder, and leaves the one it is called on as it was. */

import type { Schema } from '#plugin';
import {
  type Arg,
  arg,
  type Call,
  type GuestMethod,
  type Handle,
  type Held,
  method,
  rest,
  t,
  type Values,
} from '#plugin';
import { executor, executorOf, runsOn } from './executor-handles.ts';
import { type Fragment, fitting } from './fragment.ts';
import { placeholderHandle } from './placeholder-handle.ts';
import { type Query, render, type Tail } from './query.ts';
import { composed, conditionOf, sqlOf, toSql } from './sqlizer-handle.ts';

export type Self<T> = () => Handle<T, string>;

/** A method that makes another builder of this one. */
export function step<T, const A extends readonly Arg[]>(
  self: Self<T>,
  summary: string,
  args: A,
  change: (query: T, ...given: Values<A>) => Partial<T>,
): GuestMethod<T, A, Schema<T, Held<T>>> {
  const run = (query: T, ...given: unknown[]) => {
    const call = given.pop() as Call; // it comes last
    const changed = fitting(
      () => change(query, ...(given as Values<A>)), // which the schemas of `args` have read
      (fault) => shared<T>({ fault: faultOf(query) ?? fault }),
    );
    return call.hold(self(), { ...query, ...changed });
  };
  return method<T, A, Schema<T, Held<T>>>({
    summary,
    args,
    returns: t.handle(self),
    effect: 'local',
    misfit: (query, fault, call) =>
      call.hold(self(), { ...query, ...shared<T>({ fault: faultOf(query) ?? fault }) }),
    run: run as GuestMethod<T, A, Schema<T, Held<T>>>['run'], // as above
  });
}

/** The first one is told. */
function faultOf(query: unknown): string | undefined {
  return (query as Partial<Tail>).fault; // steps are those of builders
}

/** Fields that all builders have which are given as T. */
function shared<T>(change: Partial<Tail> | { readonly where: readonly Fragment[] }): Partial<T> {
  return change as Partial<T>; // where `where` is one of them, the caller's T says so
}

export const texts = (name: string) => rest(name, t.string);
const count = t.integer({ min: 0 });

export function whereMethod<T extends { readonly where: readonly Fragment[] }>(self: Self<T>) {
  return step(
    self,
    'One more condition: a text with values for its `?`, a table of equalities, or an expression. All must hold.',
    [arg('condition', t.any), rest('values', t.any)],
    ({ where }, condition, values) => shared<T>({ where: [...where, conditionOf(condition, values)] }),
  );
}

/** What all of them have. */
export function commonMethods<T extends Query>(self: Self<T>) {
  return {
    ...tailMethods<T>(self),
    placeholder_format: step(
      self,
      'How `to_sql` writes places for values: one of `sql.builder.question`, `dollar`, `at`, `colon`.',
      [arg('format', t.handle(placeholderHandle))],
      (_, placeholder) => shared<T>({ placeholder }),
    ),
    suffix: step(
      self,
      'Text at the end, with values for its `?`.',
      [arg('sql', t.string), rest('values', t.any)],
      ({ suffixes }, text, values) => shared<T>({ suffixes: [...suffixes, composed(text, values)] }),
    ),
    to_sql: method({
      summary: 'The text of the statement, and the list of its values.',
      args: [],
      returns: toSql,
      effect: 'local',
      run: (query: T, call) => sqlOf(render(query), query.placeholder, call),
    }),
    run_with: method({
      summary: 'What runs the statement on a database or in a transaction.',
      args: [runsOn],
      returns: executor,
      effect: 'local',
      run: (query: T, target, call) => executorOf(query, target, call),
    }),
  };
}

function tailMethods<T extends Query>(self: Self<T>) {
  return {
    order_by: step(
      self,
      'Adds columns to sort by, with `ASC` or `DESC`.',
      [texts('columns')],
      (query, columns) => shared<T>({ orderBy: [...query.orderBy, ...columns] }),
    ),
    limit: step(self, 'How many rows at most.', [arg('n', count)], (_, limit) => shared<T>({ limit })),
    offset: step(self, 'How many rows are left out first.', [arg('n', count)], (_, offset) =>
      shared<T>({ offset }),
    ),
  };
}
