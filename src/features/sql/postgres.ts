/** Kind `db.sql.postgres`: a database on a PostgreSQL server, for guests and for the processes of durable hosts. */
import { defineKind, type Infer, t } from '#plugin';
import type { PostgresServer } from './database.ts';
import { serverDatabase } from './server-database.ts';
import { certificatesOf, serverFields } from './server-settings.ts';

const data = t.object({
  ...serverFields,
  pool: serverFields.pool.describe(
    'Of the connections of guests; durable hosts have two more for each node.',
  ),
  options: t
    .map(t.string)
    .default({})
    .describe(
      'sslmode (disable, require, verify-ca, verify-full), sslrootcert, sslcert, sslkey, connect_timeout, application_name.',
    ),
});

const CONNECT_TIMEOUT = 5000;

type Settings = Infer<typeof data>;

export const postgres = defineKind({
  kind: 'db.sql.postgres',
  summary: 'A database on a PostgreSQL server.',
  data,
  ...serverDatabase<Settings, PostgresServer>({
    dialect: 'postgres',
    serverOf,
    connector: async () => (await import('./postgres-connection.ts')).PostgresConnection.open,
    forHosts: (server) => server,
  }),
});

async function serverOf({
  username,
  password,
  options,
  host,
  port,
  database,
}: Settings): Promise<PostgresServer> {
  const { application_name = 'wippy', connect_timeout } = options;
  const ssl = await sslOf(options);
  return {
    host,
    port,
    database,
    user: username,
    ...(password !== undefined && { password }),
    ...(ssl !== undefined && { ssl }),
    application_name,
    connectTimeout: connect_timeout === undefined ? CONNECT_TIMEOUT : Number(connect_timeout) * 1000,
  };
}

async function sslOf(options: Readonly<Record<string, string>>): Promise<PostgresServer['ssl']> {
  const { sslmode } = options;
  if (sslmode === undefined) return undefined;
  if (sslmode === 'disable') return false;
  return { rejectUnauthorized: sslmode.startsWith('verify'), ...(await certificatesOf(options)) };
}
