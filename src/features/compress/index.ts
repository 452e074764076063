/** Compression for guests. */
import { defineFeature } from '#plugin';
import { compress as compressModule } from './compress-module.ts';

export const compress = defineFeature({
  name: 'compress',
  summary: 'Makes data smaller, and back.',
  modules: [compressModule],
});
