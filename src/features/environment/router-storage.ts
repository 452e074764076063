/** Kind `env.storage.router`: several storages, one behind the other. The first that has a value gives it; the first takes what is written. */
import { defineKind, t } from '#plugin';
import { storageService, type VariableStorage } from './storage.ts';

const data = t.object({
  storages: t.list(t.ref(storageService), { min: 1 }).describe('In the order in which they are asked.'),
  lifecycle: t.optional(t.data),
});

export const routerStorage = defineKind({
  kind: 'env.storage.router',
  summary: 'Several storages of variables, one behind the other.',
  data,
  provides: storageService,
  place: 'each',
  start: ({ data: { storages } }, world): VariableStorage => {
    const chain = storages.map((id) => world.use(storageService, id));
    return {
      get: async (key) => {
        for (const storage of chain) {
          const value = await storage.current.get(key);
          if (value !== undefined && value !== '') return value;
        }
        return undefined;
      },
      set: async (key, value) => {
        await chain[0]?.current.set(key, value);
      },
      all: async () => {
        const parts = await Promise.all(chain.map((storage) => storage.current.all()));
        return Object.assign({}, ...parts.reverse());
      },
    };
  },
  update: 'beside',
  stop: 'drop',
});
