/** SQL databases. */
import { defineFeature } from '#plugin';
import { builderHandles } from './builder/builder-module.ts';
import { databaseHandle } from './database-handle.ts';
import { mysql } from './mysql.ts';
import { postgres } from './postgres.ts';
import { sqlModule } from './sql-module.ts';
import { sqlite } from './sqlite.ts';
import { statementHandle, transactionStatementHandle } from './statement-handles.ts';
import { transactionHandle } from './transaction-handle.ts';
import { valueHandle } from './value.ts';

export const sql = defineFeature({
  name: 'sql',
  summary: 'SQL databases, and statements for them.',
  kinds: [mysql, postgres, sqlite],
  modules: [sqlModule],
  handles: [
    databaseHandle,
    transactionHandle,
    statementHandle,
    transactionStatementHandle,
    valueHandle,
    ...builderHandles,
  ],
});

export { type Database, databaseService, type PostgresServer } from './database.ts';
