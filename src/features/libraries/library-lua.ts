/** Kinds `library.lua` and `module.lua`: code that others import; it runs in each instance that does. */
import { codeFields, codeOf } from '#features/lua-code';
import { defineKind, type Program, t } from '#plugin';

const data = t.object(codeFields);

export const libraryLua = defineKind({
  kind: 'library.lua',
  summary: 'Lua code that other entries import under an alias.',
  data,
  place: 'each',
  start: (entry, world): Promise<Program> => world.compile(codeOf(entry)),
  update: 'beside',
  stop: 'drop',
});

export const moduleLua = defineKind({
  kind: 'module.lua',
  summary: 'The same as library.lua, for code that offers several functions.',
  data,
  place: 'each',
  start: (entry, world): Promise<Program> => world.compile(codeOf(entry)),
  update: 'beside',
  stop: 'drop',
});
