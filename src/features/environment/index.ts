/** Variables: where their values live, their names, and the module by which guests use them. */
import { defineFeature } from '#plugin';
import { env } from './env-module.ts';
import { fileStorage } from './file-storage.ts';
import { memoryStorage } from './memory-storage.ts';
import { osStorage } from './os-storage.ts';
import { routerStorage } from './router-storage.ts';
import { staticStorage } from './static-storage.ts';
import { variable } from './variable.ts';

export const environment = defineFeature({
  name: 'environment',
  summary: 'Variables in memory, in files, of the operating system, and the module env.',
  kinds: [memoryStorage, fileStorage, osStorage, staticStorage, routerStorage, variable],
  modules: [env],
});

export { type Variable, variableService } from './variable.ts';
export { type VariableDirectory, variableDirectory, variableDirectoryId } from './variable-directory.ts';
