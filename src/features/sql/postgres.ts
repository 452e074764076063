/** Kind `db.sql.postgres`: a database on a PostgreSQL server. Today it is where durable hosts keep their processes. */
import { readFile } from 'node:fs/promises';
import { failure } from '#base';
import { defineKind, type Infer, t } from '#plugin';
import { type PostgresDatabase, type PostgresServer, postgresDatabase } from './database.ts';

const data = t.object({
  host: t.string,
  port: t.integer({ min: 1, max: 65_535 }),
  database: t.string,
  username: t.string,
  password: t.optional(t.secret),
  pool: t
    .object({
      max_open: t.integer({ min: 0, default: 0 }),
      max_idle: t.integer({ min: 0, default: 0 }),
      max_lifetime: t.duration('1h'),
    })
    .default({})
    .describe('Not used by durable hosts, which have two connections for each node.'),
  options: t
    .map(t.string)
    .default({})
    .describe(
      'sslmode (disable, require, verify-ca, verify-full), sslrootcert, sslcert, sslkey, connect_timeout, application_name.',
    ),
});

const CONNECT_TIMEOUT = 5000;

export const postgres = defineKind({
  kind: 'db.sql.postgres',
  summary: 'A database on a PostgreSQL server.',
  data,
  provides: postgresDatabase,
  place: 'one',
  isSupervised: true,
  start: async (entry): Promise<PostgresDatabase> => {
    const server = await serverOf(entry.data);
    await reach(server, entry.id);
    return { server: () => server };
  },
  update: 'restart',
  stop: 'drop',
});

async function serverOf({
  username,
  password,
  options,
  host,
  port,
  database,
}: Infer<typeof data>): Promise<PostgresServer> {
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

async function sslOf({
  sslmode,
  sslrootcert,
  sslcert,
  sslkey,
}: Readonly<Record<string, string>>): Promise<PostgresServer['ssl']> {
  if (sslmode === undefined) return undefined;
  if (sslmode === 'disable') return false;
  const read = (path: string | undefined) => (path === undefined ? undefined : readFile(path, 'utf8'));
  const [ca, cert, key] = await Promise.all([read(sslrootcert), read(sslcert), read(sslkey)]);
  return {
    rejectUnauthorized: sslmode.startsWith('verify'),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}

/** A server that does not answer is told with the start, which is tried again. */
async function reach(
  { connectTimeout = CONNECT_TIMEOUT, ...server }: PostgresServer,
  id: string,
): Promise<void> {
  const { Client } = await import('pg');
  const client = new Client({ ...server, connectionTimeoutMillis: connectTimeout });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure('Unavailable', `${id} does not answer: ${reason}`, { retryable: true });
  } finally {
    await client.end().catch(() => {
      // It never was there.
    });
  }
}
