/** Functions that are called by their ids. */
import { defineFeature } from '#plugin';
import { functionLua } from './function-lua.ts';

export const functions = defineFeature({
  name: 'functions',
  summary: 'Functions in Lua, called by other entries and by guests.',
  kinds: [functionLua],
});

export { type FunctionFacts, functionService } from './function-service.ts';
