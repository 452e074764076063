/** JSON for guests, and JSON Schema. */
import { defineFeature } from '#plugin';
import { json as jsonModule } from './json-module.ts';

export const json = defineFeature({
  name: 'json',
  summary: 'Reads and writes JSON, and checks values by JSON Schema.',
  modules: [jsonModule],
});

export { decodeJson } from './decode.ts';
export { encodeJson } from './encode.ts';
