/** A store in PostgreSQL. What it needs is loaded only then. */
import type { PlaceNow, PostgresPlace } from './postgres-session.ts';
import type { SharedStore } from './shared-store.ts';

export type { PostgresPlace } from './postgres-session.ts';

/** The tables are in that schema of the database; they are made when they are not there. */
export async function openPostgresStore(
  place: PostgresPlace | PlaceNow,
  schema: string,
): Promise<SharedStore> {
  const { PostgresStore } = await import('./postgres-store.ts');
  return new PostgresStore(place, schema);
}
