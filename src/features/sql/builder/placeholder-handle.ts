/** How places for values are written: `sql.builder.dollar` and the like. */
import { defineHandle, Held } from '#plugin';
import { type Placeholder, placeholders } from './fragment.ts';

export const placeholderHandle = defineHandle<Placeholder, string>({
  name: 'sql.Placeholder',
  summary: 'How places for values are written.',
  crosses: 'copy',
  methods: {},
  meta: { tostring: (placeholder) => placeholder, eq: (one, other) => one === other },
  save: (placeholder) => placeholder,
  restore: (saved) => placeholders.find((each) => each === saved) ?? 'question',
});

export const placeholderValues = {
  ...Object.fromEntries(placeholders.map((each) => [each, new Held(placeholderHandle, each)])),
  default_placeholder: new Held(placeholderHandle, 'question'),
};
