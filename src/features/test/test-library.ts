/** The entry `wippy.test:test`, for applications that name it and have not installed a module that brings it. */
import { readFileSync } from 'node:fs';
import type { ProvidedEntry } from '#plugin';

const text = new URL('./test-library.lua', import.meta.url);

export const testLibrary: ProvidedEntry = {
  id: 'wippy.test:test',
  kind: 'library.lua',
  module: 'wippy/test',
  meta: { comment: 'Blocks, cases, hooks, assertions and mocks for tests.' },
  data: () => ({ source: readFileSync(text, 'utf8'), modules: ['errors', 'mocks', 'test_run'] }),
};
