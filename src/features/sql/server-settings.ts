/** What entries of databases on servers have in common: where the server is, and the pool of its connections. */
import { readFile } from 'node:fs/promises';
import { failure } from '#base';
import { t, type World } from '#plugin';
import type { Connection } from './database.ts';
import { Pool, type PoolSettings } from './pool.ts';

export const serverFields = {
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
    .default({}),
};

export interface PoolFields {
  readonly max_open: number;
  readonly max_idle: number;
  readonly max_lifetime: number;
  readonly max_wait: number;
}

export function poolSettings({ max_open, max_idle, max_lifetime, max_wait }: PoolFields): PoolSettings {
  return { maxOpen: max_open, maxIdle: max_idle, maxLifetime: max_lifetime, maxWait: max_wait };
}

/** A pool whose server has answered once. One that does not answer is told with the start, which is tried again. */
export async function poolOf(
  id: string,
  connect: () => Promise<Connection>,
  fields: PoolFields,
  world: World,
): Promise<Pool> {
  const open = async () => {
    try {
      return await connect();
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw failure('Unavailable', `${id} does not answer: ${reason}`, { retryable: true, cause: thrown });
    }
  };
  const pool = new Pool(id, open, poolSettings(fields), world);
  pool.release(await pool.acquire(world.signal));
  return pool;
}

export interface Certificates {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** Reads the files that options name. */
export async function certificatesOf({
  sslrootcert,
  sslcert,
  sslkey,
}: {
  readonly sslrootcert?: string | undefined;
  readonly sslcert?: string | undefined;
  readonly sslkey?: string | undefined;
}): Promise<Certificates> {
  const read = (path: string | undefined) => (path === undefined ? undefined : readFile(path, 'utf8'));
  const [ca, cert, key] = await Promise.all([read(sslrootcert), read(sslcert), read(sslkey)]);
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
  };
}
