/** Work on texts, for guests. */
import { defineFeature } from '#plugin';
import { differHandle } from './diff-module.ts';
import { regexpHandle } from './regexp-module.ts';
import { splitterHandle } from './splitter-module.ts';
import { text as textModule } from './text-module.ts';

export const text = defineFeature({
  name: 'text',
  summary: 'Regular expressions, differences of texts, and documents in chunks.',
  modules: [textModule],
  handles: [regexpHandle, differHandle, splitterHandle],
});
