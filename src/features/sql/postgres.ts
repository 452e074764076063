/** Kind `db.sql.postgres`: a database on a PostgreSQL server, for guests and for the processes of durable hosts. */
import { defineKind, type Entry, type Infer, t, type World } from '#plugin';
import { databaseService, type PostgresServer } from './database.ts';
import { PooledDatabase, type Source } from './pooled-database.ts';
import { certificatesOf, poolOf, poolSettings, serverFields } from './server-settings.ts';

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
  provides: databaseService,
  place: 'one',
  isSupervised: true,
  start: async (entry, world) => new PooledDatabase('postgres', await sourceOf(entry, world)),
  /** Of the same database only the pool changes; another one is reached before it takes the place. */
  update: async (live, next, world) => {
    const server = await serverOf(next.data);
    if (placeOf(server) === live.place) return { commit: () => live.configure(poolSettings(next.data.pool)) };
    const source = await sourceOf(next, world);
    return { commit: () => live.move(source), discard: () => void source.pool.close() };
  },
  stop: (live) => live.close(),
});

async function sourceOf({ id, data: given }: Entry<Settings>, world: World): Promise<Source> {
  const { PostgresConnection } = await import('./postgres-connection.ts');
  const server = await serverOf(given);
  const pool = await poolOf(id, () => PostgresConnection.open(server), given.pool, world);
  return { pool, place: placeOf(server), server };
}

function placeOf(server: PostgresServer): string {
  return JSON.stringify(server);
}

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
