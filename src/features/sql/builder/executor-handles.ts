/** Built statements together with what they are run on. */
import { arg, type Call, defineHandle, type Held, method, t } from '#plugin';
import type { Dialect } from '../database.ts';
import { databaseHandle } from '../database-handle.ts';
import { result, resultOf, rows } from '../statement-handles.ts';
import { DatabaseTarget, type Target, type TransactionTarget } from '../target.ts';
import { transactionHandle } from '../transaction-handle.ts';
import { isReadingText, parameterOf } from '../value.ts';
import { numbered, type Placeholder } from './fragment.ts';
import { type Query, render } from './query.ts';
import { restored, saved, sqlOf, toSql } from './sqlizer-handle.ts';

interface Executor<T extends Target = Target> {
  readonly query: Query;
  readonly target: T;
}

/** What each database understands, whatever the builder was told for texts. */
const own: Readonly<Record<Dialect, Placeholder>> = {
  mysql: 'question',
  postgres: 'dollar',
  sqlite: 'question',
};

function statementOf({ query, target }: Executor, call: Call) {
  const { sql, args } = render(query);
  call.spend(sql.length / 16);
  const text = numbered(sql, own[target.dialect(call)]);
  return { text, parameters: args.map(parameterOf) };
}

function isReadingQuery({ query }: Executor): boolean {
  if (query.type !== 'select') return false;
  try {
    return isReadingText(render(query).sql);
  } catch {
    return true; // it is refused when it runs
  }
}

const methods = {
  query: method({
    summary: 'The rows that the statement gives.',
    args: [],
    returns: rows,
    effect: 'external',
    isRead: (executor) => isReadingQuery(executor as Executor), // it is one of this handle
    resume: 'find',
    run: async (executor: Executor, call) => executor.target.ask(statementOf(executor, call), call),
  }),

  exec: method({
    summary: 'Runs the statement for what it changes.',
    args: [],
    returns: result,
    effect: 'external',
    resume: 'find',
    run: async (executor: Executor, call) =>
      executor.target.change(statementOf(executor, call), resultOf, call),
  }),

  to_sql: method({
    summary: 'The text of the statement, and the list of its values.',
    args: [],
    returns: toSql,
    effect: 'local',
    run: ({ query }: Executor, call) => sqlOf(render(query), query.placeholder, call),
  }),
};

interface Saved {
  readonly query: string;
  readonly id: string;
  readonly isReleased: boolean;
}

export const executorHandle = defineHandle<Executor<DatabaseTarget>, Saved>({
  name: 'sql.Executor',
  summary: 'A built statement that is run on a database.',
  crosses: 'never',
  methods,
  save: ({ query, target: { id, isReleased } }) => ({ query: saved(query), id, isReleased }),
  restore: ({ query, id, isReleased }) => ({
    query: restored<Query>(query),
    target: new DatabaseTarget(id, isReleased),
  }),
});

export const transactionExecutorHandle = defineHandle<Executor<TransactionTarget>>({
  name: 'sql.TransactionExecutor',
  summary: 'A built statement that is run in a transaction, with the methods of `sql.Executor`.',
  crosses: 'never',
  methods,
});

export const runsOn = arg('db', t.oneOf(t.handle(databaseHandle), t.handle(transactionHandle)));
export const executor = t.oneOf(t.handle(executorHandle), t.handle(transactionExecutorHandle));

export function executorOf(
  query: Query,
  target: DatabaseTarget | TransactionTarget,
  call: Call,
): Held<Executor<DatabaseTarget>> | Held<Executor<TransactionTarget>> {
  return target instanceof DatabaseTarget
    ? call.hold(executorHandle, { query, target })
    : target.keep(call.hold(transactionExecutorHandle, { query, target }));
}
