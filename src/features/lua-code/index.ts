/** What all entries that hold Lua have in common: their fields, and the code made of them. */
export { codeFields, codeOf, type LuaSource, limitFields } from './lua-code.ts';
