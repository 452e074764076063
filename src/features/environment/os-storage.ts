/** Kind `env.storage.os`: the variables of the node's own process. */
import { defineKind, t } from '#plugin';
import { refuseWrite, storageService, type VariableStorage } from './storage.ts';

export const osStorage = defineKind({
  kind: 'env.storage.os',
  summary: 'The variables of the operating system; they are only read.',
  data: t.object({ lifecycle: t.optional(t.data) }),
  provides: storageService,
  place: 'each',
  start: ({ id }): VariableStorage => ({
    get: async (key) => process.env[key],
    set: async () => refuseWrite(id),
    all: async () => {
      const known: Record<string, string> = {};
      for (const [key, value] of Object.entries(process.env)) if (value !== undefined) known[key] = value;
      return known;
    },
  }),
  update: () => ({ commit: () => {} }),
  stop: 'drop',
});
