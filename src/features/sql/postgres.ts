/** Kind `db.sql.postgres`: a database on a PostgreSQL server, for guests and for the processes of durable hosts. */
import { readFile } from 'node:fs/promises';
import { failure } from '#base';
import { defineKind, type Entry, type Infer, t, type World } from '#plugin';
import { databaseService, type PostgresServer } from './database.ts';
import { Pool, type PoolSettings } from './pool.ts';
import { PooledDatabase, type Source } from './pooled-database.ts';

const data = t.object({
  host: t.string,
  port: t.integer({ min: 1, max: 65_535 }),
  database: t.string,
  username: t.string,
  password: t.optional(t.secret),
  pool: t
    .object({
      max_open: t.integer({ min: 0, default: 0 }).describe('Connections at most; 0 is without limit.'),
      max_idle: t
        .integer({ min: 0, default: 0 })
        .describe('Connections that stay open while nobody uses them; with 0 each use opens one.'),
      max_lifetime: t.duration('1h').describe('Older connections are closed when they are free.'),
      max_wait: t.duration('30s').describe('How long somebody waits for a connection.'),
    })
    .default({})
    .describe('Of the connections of guests; durable hosts have two more for each node.'),
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
    if (placeOf(server) === live.place) return { commit: () => live.configure(settingsOf(next.data)) };
    const source = await sourceOf(next, world);
    return { commit: () => live.move(source), discard: () => void source.pool.close() };
  },
  stop: (live) => live.close(),
});

/** A server that does not answer is told with the start, which is tried again. */
async function sourceOf({ id, data: given }: Entry<Settings>, world: World): Promise<Source> {
  const { PostgresConnection } = await import('./postgres-connection.ts');
  const server = await serverOf(given);
  const open = async () => {
    try {
      return await PostgresConnection.open(server);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw failure('Unavailable', `${id} does not answer: ${reason}`, { retryable: true, cause: thrown });
    }
  };
  const pool = new Pool(id, open, settingsOf(given), world);
  pool.release(await pool.acquire(world.signal));
  return { pool, place: placeOf(server), server };
}

function settingsOf({ pool: { max_open, max_idle, max_lifetime, max_wait } }: Settings): PoolSettings {
  return { maxOpen: max_open, maxIdle: max_idle, maxLifetime: max_lifetime, maxWait: max_wait };
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
