/** The `sql` module: databases of entries, and statements that are built of parts. */
import { arg, defineModule, fn, t } from '#plugin';
import { builder } from './builder/builder-module.ts';
import { isolations } from './database.ts';
import { databaseHandle } from './database-handle.ts';
import { statementHandle, transactionStatementHandle } from './statement-handles.ts';
import { findDatabase } from './target.ts';
import { transactionHandle } from './transaction-handle.ts';
import { NULL, nullValue, typedAs, valueHandle } from './value.ts';

function value(type: 'int' | 'float' | 'text' | 'binary', summary: string) {
  return fn({
    summary,
    args: [arg('value', t.any)],
    returns: t.handle(valueHandle),
    effect: 'local',
    run: (given, call) => call.hold(valueHandle, typedAs(type, given)),
  });
}

const types = defineModule({
  name: 'type',
  summary: 'Types of databases.',
  functions: {},
  constants: { POSTGRES: 'postgres', MYSQL: 'mysql', SQLITE: 'sqlite', UNKNOWN: 'unknown' },
});

const isolationNames = defineModule({
  name: 'isolation',
  summary: 'How transactions are kept apart.',
  functions: {},
  constants: Object.fromEntries(isolations.map((name) => [name.toUpperCase(), name])),
});

const as = defineModule({
  name: 'as',
  summary: 'Values of a given type.',
  functions: {
    int: value('int', 'An integer, of a number or a text; fractions are cut off.'),
    float: value('float', 'A float, of a number or a text.'),
    text: value('text', 'A text.'),
    binary: value('binary', 'The bytes of a string.'),
    null: fn({
      summary: 'NULL, as `sql.NULL`.',
      args: [],
      returns: t.handle(valueHandle),
      effect: 'local',
      run: (call) => call.hold(valueHandle, NULL),
    }),
  },
});

export const sqlModule = defineModule({
  name: 'sql',
  summary: 'Queries and changes of SQL databases.',
  classes: ['io'],
  handles: [databaseHandle, transactionHandle, statementHandle, transactionStatementHandle, valueHandle],
  functions: {
    get: fn({
      summary: 'The database of an entry.',
      args: [arg('id', t.string)],
      returns: t.handle(databaseHandle),
      effect: 'local',
      run: (id, call) => call.hold(databaseHandle, findDatabase(id, call)),
    }),
  },
  values: { NULL: nullValue },
  modules: [types, isolationNames, as, builder],
});
