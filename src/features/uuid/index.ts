/** Universally unique identifiers for guests. */
import { defineFeature } from '#plugin';
import { uuid as uuidModule } from './uuid-module.ts';

export const uuid = defineFeature({
  name: 'uuid',
  summary: 'Universally unique identifiers.',
  modules: [uuidModule],
});
