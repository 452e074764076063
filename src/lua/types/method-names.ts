/** The methods of types: `T:name()` is the method even where the record has a field `name`. */
const names: ReadonlySet<string> = new Set([
  'is',
  'kind',
  'name',
  'fields',
  'elem',
  'key',
  'val',
  'inner',
  'variants',
  'params',
  'ret',
]);

export function isTypeMethod(name: string): boolean {
  return names.has(name);
}
