/** The history that the configuration asks for. What it needs is loaded only then. */
import { resolve } from 'node:path';
import { failure } from '#base';
import type { Settings } from '../configuration-schema.ts';
import { type History, LatestVersion, MemoryHistory } from '../history.ts';

/** Paths are relative to `directory`. Throws when the history is of another process, or cannot be used. */
export async function openHistory(
  { registry }: Pick<Settings, 'registry'>,
  directory: string,
): Promise<History> {
  if (!registry.enable_history) return new LatestVersion();
  switch (registry.history_type) {
    case 'nil':
      return new LatestVersion();
    case 'memory':
      return new MemoryHistory();
    case 'sqlite': {
      const { SqliteHistory } = await import('./sqlite-history.ts');
      return SqliteHistory.open(resolve(directory, registry.history_path));
    }
    case 'postgres': {
      const { history_dsn: dsn, history_schema: schema = 'public' } = registry;
      if (dsn === undefined) {
        const message = 'registry.history_type is postgres, so registry.history_dsn must name the database';
        throw failure('Invalid', message, { retryable: false });
      }
      const { PostgresHistory } = await import('./postgres-history.ts');
      return PostgresHistory.open(dsn, schema);
    }
  }
}

/** For who runs beside the owner: see borrowed-history.ts. */
export async function openBorrowed(
  settings: Pick<Settings, 'registry'>,
  directory: string,
): Promise<History> {
  const { borrowHistory } = await import('./borrowed-history.ts');
  return borrowHistory(settings, directory);
}

/** Whether the configuration asks for a history that the next start goes on with (O3). */
export function isLasting({ registry }: Pick<Settings, 'registry'>): boolean {
  return registry.enable_history && ['sqlite', 'postgres'].includes(registry.history_type);
}
