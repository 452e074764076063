/** Kind `env.storage.static`: constants that stand in the entry. */
import { defineKind, t } from '#plugin';
import { refuseWrite, storageService, type VariableStorage } from './storage.ts';

const value = t.oneOf(t.string, t.number(), t.boolean);

const data = t.object({
  values: t.map(value).describe('Texts by name.'),
  lifecycle: t.optional(t.data),
});

export const staticStorage = defineKind({
  kind: 'env.storage.static',
  summary: 'Variables that never change.',
  data,
  provides: storageService,
  place: 'each',
  start: ({ id, data: { values } }): VariableStorage => {
    const texts = new Map(Object.entries(values).map(([key, each]) => [key, String(each)]));
    return {
      get: async (key) => texts.get(key),
      set: async () => refuseWrite(id),
      all: async () => Object.fromEntries(texts),
    };
  },
  update: 'beside',
  stop: 'drop',
});
