/** Shared Lua code. */
import { defineFeature } from '#plugin';
import { libraryLua, moduleLua } from './library-lua.ts';

export const libraries = defineFeature({
  name: 'libraries',
  summary: 'Lua code that functions, processes and other libraries import.',
  kinds: [libraryLua, moduleLua],
});
