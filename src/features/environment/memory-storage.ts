/** Kind `env.storage.memory`: variables that are gone with the node. */
import { defineKind, t } from '#plugin';
import { storageService, type VariableStorage } from './storage.ts';

export class MemoryStorage implements VariableStorage {
  readonly #values = new Map<string, string>();

  async get(key: string): Promise<string | undefined> {
    return this.#values.get(key);
  }

  async set(key: string, value: string): Promise<void> {
    this.#values.set(key, value);
  }

  async all(): Promise<Record<string, string>> {
    return Object.fromEntries(this.#values);
  }
}

export const memoryStorage = defineKind({
  kind: 'env.storage.memory',
  summary: 'Variables in memory.',
  data: t.object({}),
  provides: storageService,
  place: 'one',
  irreversible: ['delete'],
  start: () => new MemoryStorage(),
  // There is nothing to change.
  update: () => ({ commit: () => {} }),
  stop: 'drop',
});
