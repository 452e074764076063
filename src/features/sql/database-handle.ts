/** Databases, as guests hold them: what `sql.get` gives. */
import { arg, defineHandle, method, t } from '#plugin';
import { isolations } from './database.ts';
import {
  PreparedStatement,
  parameters,
  result,
  resultOf,
  rows,
  statementHandle,
} from './statement-handles.ts';
import { DatabaseTarget, TransactionTarget, termsOf } from './target.ts';
import { transactionHandle } from './transaction-handle.ts';
import { isReadingText, parametersOf } from './value.ts';

interface Saved {
  readonly id: string;
  readonly isReleased: boolean;
}

const options = t
  .object({
    isolation: t.oneOf(...isolations).default('default'),
    read_only: t.boolean.default(false),
  })
  .default({});

const count = t.integer();

export const databaseHandle = defineHandle<DatabaseTarget, Saved>({
  name: 'sql.DB',
  summary: 'A database.',
  crosses: 'copy',
  methods: {
    type: method({
      summary: 'Of which type it is: one of `sql.type`.',
      args: [],
      returns: t.string,
      effect: 'local',
      run: (target: DatabaseTarget, call) => target.dialect(call),
    }),

    query: method({
      summary: 'The rows that a statement gives: tables by the names of columns.',
      args: [arg('sql', t.string), parameters],
      returns: rows,
      effect: 'external',
      isRead: (_, text) => isReadingText(text),
      resume: 'find',
      run: (target: DatabaseTarget, text, given, call) =>
        target.ask({ text, parameters: parametersOf(given) }, call),
    }),

    execute: method({
      summary: 'Runs a statement for what it changes.',
      args: [arg('sql', t.string), parameters],
      returns: result,
      effect: 'external',
      resume: 'find',
      run: (target: DatabaseTarget, text, given, call) =>
        target.change({ text, parameters: parametersOf(given) }, resultOf, call),
    }),

    prepare: method({
      summary: 'A statement that can be run again and again.',
      args: [arg('sql', t.string)],
      returns: t.handle(statementHandle),
      effect: 'read',
      run: async (target: DatabaseTarget, text, call) => {
        await target.check(text, call);
        return call.hold(statementHandle, new PreparedStatement(target, text));
      },
    }),

    begin: method({
      summary: 'Begins a transaction, which has a connection of its own until it ends.',
      args: [arg('options', options)],
      returns: t.handle(transactionHandle),
      effect: 'external',
      resume: 'repeat',
      run: async (target: DatabaseTarget, { isolation, read_only }, call) => {
        const database = target.database(call);
        const number = await database.begin(isolation, read_only, termsOf(call));
        const transaction = new TransactionTarget(database, number);
        return transaction.keep(call.hold(transactionHandle, transaction));
      },
    }),

    release: method({
      summary: 'Says that it is used no more; it need not be said.',
      args: [],
      returns: t.boolean,
      effect: 'local',
      run: (target: DatabaseTarget) => {
        target.isReleased = true;
        return true;
      },
    }),

    stats: method({
      summary: 'How the connections of its pool are used; durations are in nanoseconds.',
      args: [],
      returns: t.object({
        max_open_connections: count,
        open_connections: count,
        in_use: count,
        idle: count,
        wait_count: count,
        wait_duration: count,
        max_idle_closed: count,
        max_idle_time_closed: count,
        max_lifetime_closed: count,
      }),
      effect: 'read',
      run: (target: DatabaseTarget, call) => target.database(call).stats(),
    }),
  },
  meta: { tostring: ({ id }) => `sql.DB{${id}}` },
  save: ({ id, isReleased }) => ({ id, isReleased }),
  restore: ({ id, isReleased }) => new DatabaseTarget(id, isReleased),
});
