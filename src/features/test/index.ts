/** What tests of guests are made of: the library `wippy.test:test`, and how its cases are told to whoever runs them. */
import { defineFeature } from '#plugin';
import { testLibrary } from './test-library.ts';
import { testRunModule } from './test-run-module.ts';

export const test = defineFeature({
  name: 'test',
  summary: 'The library that tests are written with.',
  modules: [testRunModule],
  entries: [testLibrary],
});

export { testLibrary } from './test-library.ts';
export { type CaseFailure, type TestListener, testListener } from './test-listener.ts';
