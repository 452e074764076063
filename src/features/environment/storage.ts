/** Where the values of variables live. Keys and values are text. */
import { failure } from '#base';
import { defineService } from '#plugin';

export interface VariableStorage {
  /** Undefined when the storage has no such key. */
  get(key: string): Promise<string | undefined>;
  /** Throws `PermissionDenied` when the storage cannot be written. */
  set(key: string, value: string): Promise<void>;
  /** All that it holds. */
  all(): Promise<Readonly<Record<string, string>>>;
}

export const storageService = defineService<VariableStorage>({
  name: 'env.storage',
  summary: 'Values of variables.',
  methods: ['get', 'set', 'all'],
});

export function refuseWrite(storage: string): never {
  throw failure('PermissionDenied', `the storage ${storage} cannot be written`, { retryable: false });
}
