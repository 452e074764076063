/**
 * Kind `env.variable`: a name for a value in a storage.
 *
 *   Va1  The key in the storage is the public name; without one it is the name of the entry.
 *   Va2  An empty value counts as none; then the default holds.
 */
import { failure } from '#base';
import { defineKind, defineService, t } from '#plugin';
import { storageService } from './storage.ts';

export interface Variable {
  /** The public name, or the name of the entry. */
  key(): string;
  /** Undefined when it has neither a value nor a default. */
  get(): Promise<string | undefined>;
  /** What the storage holds, without the default. */
  stored(): Promise<string | undefined>;
  /** Throws `PermissionDenied`. */
  set(value: string): Promise<void>;
}

export const variableService = defineService<Variable>({
  name: 'env.variable',
  summary: 'One variable.',
  methods: ['key', 'get', 'stored', 'set'],
});

const publicName = t.text('a name of letters, digits and _', (text) => /^[A-Za-z0-9_]+$/.test(text));
const scalar = t.oneOf(t.string, t.number(), t.boolean);

const data = t.object({
  variable: t.optional(publicName).describe('The public name; without it only the id leads here.'),
  storage: t.ref(storageService).describe('Where the value lives.'),
  default: t.optional(scalar).describe('Holds while the storage has no value.'),
  readonly: t.boolean.default(false),
  read_only: t.boolean.default(false).describe('The same as readonly.'),
});

export const variable = defineKind({
  kind: 'env.variable',
  summary: 'A named value in a storage.',
  data,
  provides: variableService,
  place: 'each',
  start: ({ id, data: given }, world): Variable => {
    const storage = world.use(storageService, given.storage);
    const key = given.variable ?? id.slice(id.indexOf(':') + 1);
    const standard = given.default === undefined ? undefined : String(given.default);
    return {
      key: () => key,
      get: async () => {
        const value = await storage.current.get(key);
        return value === undefined || value === '' ? standard : value;
      },
      stored: () => storage.current.get(key),
      set: async (value) => {
        if (given.readonly || given.read_only) {
          throw failure('PermissionDenied', `the variable ${key} is read-only`, { retryable: false });
        }
        await storage.current.set(key, value);
      },
    };
  },
  update: 'beside',
  stop: 'drop',
});
