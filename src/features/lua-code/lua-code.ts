/** The fields of entries that hold Lua (`function.lua`, `process.lua`, `library.lua`), and the code made of them. */
import { type Code, type Entry, type Limits, t } from '#plugin';

const builtin = t.text("a built-in module, such as ':json'", (text) => /^:[^\s:]+$/.test(text));

/** An entry point is the field of that name in the table that the chunk returns. */
const method = t
  .optional(t.string)
  .describe('The function that is run: a field of the table that the chunk returns.');

export const codeFields = {
  source: t.string.describe('The Lua text, mostly file://name.lua.'),
  modules: t.list(t.string).default([]).describe('The modules that the code may require.'),
  imports: t
    .map(t.oneOf(builtin, t.ref('library.*', 'module.*')))
    .default({})
    .describe('Libraries by the names under which the code requires them.'),
  method,
};

/** What each process may use, for entries with code and for hosts. */
export const limitFields = t.object({
  memory: t.optional(t.size).describe('Bytes of memory, such as 64MB; 0 is without limit.'),
  mailbox: t.optional(t.integer({ min: 0 })).describe('Messages that may wait; 0 is without limit.'),
  reductions: t
    .optional(t.integer({ min: 0 }))
    .describe('How much it may compute: calls and rounds of loops. 0 is without limit.'),
  text: t
    .optional(t.size)
    .describe(
      'Bytes of the longest text that code may make, at most 256MB; counted from 16 KB on. 0 is 256MB.',
    ),
  search: t
    .optional(t.integer({ min: 0 }))
    .describe('Steps of one search by a pattern; counted from 1,000 on. 0 is without limit.'),
});

/** What such an entry's data is read as. */
export interface LuaSource {
  readonly source: string;
  readonly modules: readonly string[];
  readonly imports: Readonly<Record<string, string>>;
  readonly method?: string | undefined;
  readonly limits?: Limits | undefined;
}

export function codeOf({ id, data }: Entry<LuaSource, unknown>): Code {
  const { source, modules, imports, method: name, limits } = data;
  return {
    id,
    text: source,
    file: id,
    modules,
    imports,
    ...(name !== undefined && { method: name }),
    ...(limits !== undefined && { limits }),
  };
}
