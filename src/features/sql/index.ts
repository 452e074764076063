/** SQL databases. */
import { defineFeature } from '#plugin';
import { postgres } from './postgres.ts';

export const sql = defineFeature({
  name: 'sql',
  summary: 'Databases of SQL servers.',
  kinds: [postgres],
});

export { type PostgresDatabase, type PostgresServer, postgresDatabase } from './database.ts';
