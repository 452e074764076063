/** Kind `db.sql.sqlite`: a database in a file or in memory. */
import { failure, leadsToState } from '#base';
import { defineKind, type Entry, type Infer, t, type World } from '#plugin';
import { databaseService } from './database.ts';
import { Pool, type PoolSettings } from './pool.ts';
import { PooledDatabase } from './pooled-database.ts';
import { SqliteConnection } from './sqlite-connection.ts';

const data = t
  .object({
    file: t
      .optional(t.string)
      .describe("Relative to the working directory, made when it is not there; ':memory:' is one in memory."),
    path: t.optional(t.string).describe('The same, as some write it.'),
    pool: t
      .object({
        max_open: t.integer({ min: 0, default: 1 }).describe('There is always one connection.'),
        max_idle: t.integer({ min: 0, default: 1 }).describe('It is always kept.'),
        max_lifetime: t.duration('1h').describe('Then a file is opened anew.'),
        max_wait: t.duration('30s').describe('How long somebody waits for the connection.'),
      })
      .default({}),
    options: t.map(t.any).default({}).describe('Taken and not looked at.'),
  })
  .check((given) => (fileOf(given) === '' ? "must have a file, or ':memory:'" : undefined));

type Settings = Infer<typeof data>;

const MEMORY = ':memory:';

function fileOf({ file, path }: Pick<Settings, 'file' | 'path'>): string {
  return file ?? path ?? '';
}

function settingsOf(given: Settings): PoolSettings {
  const { max_lifetime, max_wait } = given.pool;
  const isMemory = fileOf(given) === MEMORY;
  return {
    maxOpen: 1,
    maxIdle: 1,
    maxLifetime: isMemory ? Number.POSITIVE_INFINITY : max_lifetime,
    maxWait: max_wait,
  };
}

/** A pool whose connection was opened once. */
async function opened({ id, data: given }: Entry<Settings>, world: World): Promise<Pool> {
  const file = fileOf(given);
  if (file !== MEMORY && leadsToState(process.cwd(), file))
    throw failure('PermissionDenied', `${id}: ${file} lies in the state folder`, { retryable: false });
  const pool = new Pool(id, () => SqliteConnection.open(file), settingsOf(given), world);
  pool.release(await pool.acquire(world.signal));
  return pool;
}

export const sqlite = defineKind({
  kind: 'db.sql.sqlite',
  summary: 'An SQLite database in a file or in memory.',
  data,
  provides: databaseService,
  place: 'one',
  isSupervised: true,
  start: async (entry, world) => {
    const pool = await opened(entry, world);
    return new PooledDatabase('sqlite', { pool, place: fileOf(entry.data) });
  },
  /** What a database in memory holds stays when only its pool changes. */
  update: async (live, next, world) => {
    const place = fileOf(next.data);
    if (place === live.place) return { commit: () => live.configure(settingsOf(next.data)) };
    const pool = await opened(next, world);
    return { commit: () => live.move({ pool, place }), discard: () => void pool.close() };
  },
  stop: (live) => live.close(),
});
