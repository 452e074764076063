/** Prepared statements, as guests hold them. */
import type { Data } from '#base';
import { arg, type Call, defineHandle, type Handle, method, t } from '#plugin';
import type { Answer, Statement } from './database.ts';
import { DatabaseTarget, type Target } from './target.ts';
import { invalid, isReadingText, parametersOf } from './value.ts';

/** What a statement changed. */
export const result = t.object({
  last_insert_id: t.int64,
  rows_affected: t.integer(),
});

export const rows = t.list(t.any);

export const parameters = arg(
  'params',
  t.any.describe('A list; `sql.NULL` stands for NULL, and a single value need not be in a list.'),
);

export function resultOf({ lastInsertId, rowsAffected }: Answer) {
  return { last_insert_id: lastInsertId, rows_affected: rowsAffected };
}

/** Its text was read when it was made; each connection of the pool compiles it when it first runs there. */
export class PreparedStatement<T extends Target = Target> {
  readonly target: T;
  readonly text: string;
  isClosed: boolean;

  constructor(target: T, text: string, isClosed = false) {
    this.target = target;
    this.text = text;
    this.isClosed = isClosed;
  }

  ask(given: Data, call: Call): Promise<Data[]> {
    this.#check();
    return this.target.ask(this.#with(given), call);
  }

  change(given: Data, call: Call) {
    this.#check();
    return this.target.change(this.#with(given), resultOf, call);
  }

  #with(given: Data): Statement {
    return { text: this.text, parameters: parametersOf(given), isPrepared: true };
  }

  close(): boolean {
    this.#check();
    this.isClosed = true;
    return true;
  }

  #check(): void {
    if (this.isClosed) throw invalid('the statement is closed');
  }
}

interface Saved {
  readonly id: string;
  readonly isReleased: boolean;
  readonly text: string;
  readonly isClosed: boolean;
}

const methods = {
  query: method({
    summary: 'The rows that it gives: tables by the names of columns.',
    args: [parameters],
    returns: rows,
    effect: 'external',
    isRead: (statement) => statement instanceof PreparedStatement && isReadingText(statement.text),
    resume: 'find',
    run: (statement: PreparedStatement, given, call) => statement.ask(given, call),
  }),

  execute: method({
    summary: 'Runs it for what it changes.',
    args: [parameters],
    returns: result,
    effect: 'external',
    resume: 'find',
    run: (statement: PreparedStatement, given, call) => statement.change(given, call),
  }),

  close: method({
    summary: 'Ends it.',
    args: [],
    returns: t.boolean,
    effect: 'local',
    run: (statement: PreparedStatement) => statement.close(),
  }),
};

export const statementHandle: Handle<PreparedStatement<DatabaseTarget>, Saved> = defineHandle<
  PreparedStatement<DatabaseTarget>,
  Saved
>({
  name: 'sql.Statement',
  summary: 'A prepared statement of a database.',
  crosses: 'never',
  methods,
  save: ({ target: { id, isReleased }, text, isClosed }) => ({ id, isReleased, text, isClosed }),
  restore: ({ id, isReleased, text, isClosed }) =>
    new PreparedStatement(new DatabaseTarget(id, isReleased), text, isClosed),
});

export const transactionStatementHandle = defineHandle<PreparedStatement>({
  name: 'sql.TransactionStatement',
  summary: 'A prepared statement within a transaction, with the methods of `sql.Statement`.',
  crosses: 'never',
  methods,
});
