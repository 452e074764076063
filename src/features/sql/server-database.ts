/** What kinds of databases on servers have in common: how one starts, follows its entry and stops. */
import type { Entry, World } from '#plugin';
import { type Connection, type Dialect, databaseService, type PostgresServer } from './database.ts';
import { PooledDatabase, type Source } from './pooled-database.ts';
import { type PoolFields, poolOf, poolSettings } from './server-settings.ts';

interface Servers<D, S> {
  readonly dialect: Dialect;
  /** Where the database is. */
  readonly serverOf: (data: D) => Promise<S>;
  /** Loads what connects: only who has such an entry needs the client. */
  readonly connector: () => Promise<(server: S) => Promise<Connection>>;
  /** Where durable hosts find it, if they can have their store there. */
  readonly forHosts?: (server: S) => PostgresServer;
}

export function serverDatabase<D extends { readonly pool: PoolFields }, S>({
  dialect,
  serverOf,
  connector,
  forHosts,
}: Servers<D, S>) {
  const sourceOf = async ({ id, data }: Entry<D>, server: S, world: World): Promise<Source> => {
    const connect = await connector();
    const pool = await poolOf(id, () => connect(server), data.pool, world);
    return { pool, place: JSON.stringify(server), server: forHosts?.(server) };
  };
  return {
    provides: databaseService,
    place: 'one',
    isSupervised: true,
    start: async (entry: Entry<D>, world: World) =>
      new PooledDatabase(dialect, await sourceOf(entry, await serverOf(entry.data), world)),
    /** Of the same database only the pool changes; another one is reached before it takes the place. */
    update: async (live: PooledDatabase, next: Entry<D>, world: World) => {
      const server = await serverOf(next.data);
      if (JSON.stringify(server) === live.place)
        return { commit: () => live.configure(poolSettings(next.data.pool)) };
      const source = await sourceOf(next, server, world);
      return { commit: () => live.move(source), discard: () => void source.pool.close() };
    },
    stop: (live: PooledDatabase) => live.close(),
  } as const;
}
