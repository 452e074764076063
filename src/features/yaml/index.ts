/** YAML for guests. */
import { defineFeature } from '#plugin';
import { yaml as yamlModule } from './yaml-module.ts';

export const yaml = defineFeature({
  name: 'yaml',
  summary: 'Reads and writes YAML.',
  modules: [yamlModule],
});
