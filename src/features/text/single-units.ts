/**
 * Characters that take two units of a JavaScript string, as one unit that stands for them: what works on units then
 * never cuts a character.
 */
const pair = /[\ud800-\udbff][\udc00-\udfff]/g;
const anyPrivate = /[\ue000-\uf8ff]/g;
/** The characters for private use. */
const firstPrivate = 0xe000;
const privates = 0x1900;

export interface SingleUnits {
  write(text: string): string;
  read(text: string): string;
}

const asTheyAre: SingleUnits = { write: (text) => text, read: (text) => text };

/** For texts made of these. With more kinds of such characters than there are stand-ins, the texts stay as they are. */
export function singleUnits(...texts: readonly string[]): SingleUnits {
  const found = new Set(texts.flatMap((text) => text.match(pair) ?? []));
  if (found.size === 0) return asTheyAre;
  const used = new Set(texts.flatMap((text) => text.match(anyPrivate) ?? []));
  const free = Array.from({ length: privates }, (_, i) => String.fromCharCode(firstPrivate + i));
  const standIns = free.filter((unit) => !used.has(unit));
  if (found.size > standIns.length) return asTheyAre;
  const units = new Map([...found].map((each, index) => [each, standIns[index] ?? each]));
  const pairs = new Map([...units].map(([each, unit]) => [unit, each]));
  return {
    write: (each) => each.replace(pair, (character) => units.get(character) ?? character),
    read: (each) => each.replace(anyPrivate, (unit) => pairs.get(unit) ?? unit),
  };
}
