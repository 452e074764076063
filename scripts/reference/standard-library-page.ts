/** The page of the standard library: which names there are. What they do is Lua's own manual's to say. */
import { LuaTable, standardGlobals } from '#lua';
import { eventGlobals } from '#process';
import { blocks, code } from './markdown.ts';

export function standardLibraryPage(): string {
  const globals = Object.entries(standardGlobals());
  const functions = globals.filter(([, value]) => !(value instanceof LuaTable)).map(([name]) => name);
  return blocks(
    '# Standard library',
    `Functions do what the manuals of [Lua 5.3](https://www.lua.org/manual/5.3/) and, for those that 5.3 no longer has,
[Lua 5.1](https://www.lua.org/manual/5.1/) say. What is different stands in
[Deviations](../language-deviations.md). Library tables are read-only.`,
    '## Globals',
    [...functions, ...Object.keys(eventGlobals), '_G', 'print', 'require'].sort().map(code).join(', '),
    `\`subscribe\` is \`events.subscribe\`, and \`unsubscribe(subscription)\` closes what it gave: see [events](modules/events.md).`,
    ...globals.flatMap(([name, value]) => (value instanceof LuaTable ? [section(name, value)] : [])),
  );
}

function section(name: string, library: LuaTable): string {
  const names = [...library.entries()].map(([key]) => `${name}.${String(key)}`);
  const own = name === 'coroutine' ? [...names, 'coroutine.spawn'] : names;
  return blocks(`## ${code(name)}`, own.sort().map(code).join(', '));
}
