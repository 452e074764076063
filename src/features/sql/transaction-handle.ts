/** Open transactions, as guests hold them. They cannot be saved: a durable process has one within a step (D9). */
import { arg, defineHandle, method, t } from '#plugin';
import {
  PreparedStatement,
  parameters,
  result,
  resultOf,
  rows,
  transactionStatementHandle,
} from './statement-handles.ts';
import type { TransactionTarget } from './target.ts';
import { parametersOf, rowsOf } from './value.ts';

const savepoint = arg(
  'name',
  t.text('a name of letters, digits and _', (text) => /^[A-Za-z0-9_]+$/.test(text)),
);

/** A method that runs a statement on a savepoint. */
function savepointMethod(summary: string, text: string) {
  return method({
    summary,
    args: [savepoint],
    returns: t.boolean,
    effect: 'external',
    run: async (target: TransactionTarget, name, call) => {
      const quote = target.dialect() === 'mysql' ? '`' : '"';
      await target.run({ text: `${text} ${quote}${name}${quote}`, parameters: [] }, call);
      return true;
    },
  });
}

export const transactionHandle = defineHandle<TransactionTarget>({
  name: 'sql.Transaction',
  summary: 'An open transaction. It is rolled back when its process ends.',
  crosses: 'never',
  methods: {
    db_type: method({
      summary: 'Of which type its database is: one of `sql.type`.',
      args: [],
      returns: t.string,
      effect: 'local',
      run: (target: TransactionTarget) => target.dialect(),
    }),

    query: method({
      summary: 'The rows that a statement gives: tables by the names of columns.',
      args: [arg('sql', t.string), parameters],
      returns: rows,
      effect: 'external',
      run: async (target: TransactionTarget, text, given, call) =>
        rowsOf(await target.run({ text, parameters: parametersOf(given) }, call)),
    }),

    execute: method({
      summary: 'Runs a statement for what it changes.',
      args: [arg('sql', t.string), parameters],
      returns: result,
      effect: 'external',
      run: async (target: TransactionTarget, text, given, call) =>
        resultOf(await target.run({ text, parameters: parametersOf(given) }, call)),
    }),

    prepare: method({
      summary: 'A statement that can be run again and again within the transaction.',
      args: [arg('sql', t.string)],
      returns: t.handle(transactionStatementHandle),
      effect: 'external',
      run: async (target: TransactionTarget, text, call) => {
        await target.check(text, call);
        return target.keep(call.hold(transactionStatementHandle, new PreparedStatement(target, text)));
      },
    }),

    commit: method({
      summary: 'Keeps what was done, and ends it. When that fails, nothing was done.',
      args: [],
      returns: t.boolean,
      effect: 'external',
      run: async (target: TransactionTarget, call) => {
        await target.end('commit', call);
        return true;
      },
    }),

    rollback: method({
      summary: 'Takes back all that was done, and ends it.',
      args: [],
      returns: t.boolean,
      effect: 'external',
      run: async (target: TransactionTarget, call) => {
        await target.end('rollback', call);
        return true;
      },
    }),

    savepoint: savepointMethod('Marks a place to which one can go back.', 'SAVEPOINT'),
    rollback_to: savepointMethod('Takes back what was done since that savepoint.', 'ROLLBACK TO SAVEPOINT'),
    release: savepointMethod(
      'Forgets a savepoint; what was done since stays a part of the transaction.',
      'RELEASE SAVEPOINT',
    ),
  },
  close: (target) => target.close(),
});
