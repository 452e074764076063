/** The `text` module: regular expressions, differences, chunks. */
import { defineModule } from '#plugin';
import { diff } from './diff-module.ts';
import { regexp } from './regexp-module.ts';
import { splitter } from './splitter-module.ts';

export const text = defineModule({
  name: 'text',
  summary: 'Regular expressions, differences of texts, and documents in chunks.',
  modules: [regexp, diff, splitter],
  functions: {},
});
