/** Durable processes: kept by a store, committed step by step, going on after any restart. */

export { Administration, type HistoryLine, type PastStep } from './administration.ts';
export { DurableEngine, type EngineOptions } from './engine.ts';
export { type DurableHostSettings, defaultHostSettings } from './host-settings.ts';
export type { ProgramArchive, ProgramMove } from './program-archive.ts';
export type { Passed } from './step-facts.ts';
export { type Backend, StoreHere, StoreThread } from './store/backend.ts';
export { openPostgresStore, type PostgresPlace } from './store/open-postgres.ts';
export {
  type Bytes,
  type CodeRecord,
  type LineFilter,
  type ProcessLine,
  type StoredState,
  storedStates,
  turnOf,
} from './store/records.ts';
export { SqliteStore } from './store/sqlite-store.ts';
export type { Answer, Asked, Method } from './store/store-methods.ts';
