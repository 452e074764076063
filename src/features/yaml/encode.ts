/** Writes guest tables as YAML 1.2, so that readers of 1.1 understand the same. */
import type { Document, visitor } from 'yaml';
import { decodeUtf8, encodeUtf8, failure } from '#base';
import { LuaTable, NO_FIELDS, typeName, type Value } from '#lua';

export interface YamlStyle {
  /** Names that come first, in this order, in every mapping. */
  readonly fieldOrder: readonly string[];
  /** The others by the alphabet, not in the order of the table. */
  readonly isSorted: boolean;
  readonly indent: number;
  readonly scalars: ScalarStyle;
  readonly mappings: 'block' | 'flow';
  readonly sequences: 'block' | 'flow';
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

const scalarTypes = {
  plain: 'PLAIN',
  single: 'QUOTE_SINGLE',
  double: 'QUOTE_DOUBLE',
  literal: 'BLOCK_LITERAL',
  folded: 'BLOCK_FOLDED',
} as const;

const mostLevels = 128;

/** The part of the library that writes: it is loaded when the first text is. */
export type Library = typeof import('yaml');

export function encodeYaml(table: LuaTable, style: YamlStyle, library: Library): string {
  const plain = plainTable(table, style, []);
  const document = new library.Document(plain, { aliasDuplicateObjects: false, compat: 'yaml-1.1' });
  layOut(document, style, library);
  const text = document.toString({
    indent: style.indent,
    lineWidth: 0,
    defaultStringType: scalarTypes[style.scalars],
    defaultKeyType: 'PLAIN',
    blockQuote: style.scalars === 'folded' ? 'folded' : 'literal',
  });
  return encodeUtf8(text);
}

function layOut(document: Document, style: YamlStyle, library: Library): void {
  const flow: visitor = {
    Map: (_, node) => {
      if (style.mappings === 'flow') node.flow = true;
    },
    Seq: (_, node) => {
      if (style.sequences === 'flow') node.flow = true;
    },
  };
  library.visit(document, flow);
}

function plainTable(table: LuaTable, style: YamlStyle, open: readonly LuaTable[]): unknown {
  if (open.includes(table)) throw refuse('the table contains itself');
  if (open.length >= mostLevels) throw refuse(`the value has more than ${mostLevels} levels`);
  const within = [...open, table];
  const entries = [...table.entries()];
  if (isList(table, entries.length)) return entries.map(([, item]) => plain(item, style, within));
  const pairs = entries.map(([key, item]) => [plainKey(key), plain(item, style, within)] as const);
  return new Map(ordered(pairs, style));
}

/** An empty table that has had string keys is a mapping, any other empty one a list. */
function isList(table: LuaTable, count: number): boolean {
  if (count > 0) return table.length() === count;
  return table.s === NO_FIELDS && typeof table.hash?.keys[0] !== 'string';
}

type Pair = readonly [unknown, unknown];

function ordered(pairs: readonly Pair[], { fieldOrder, isSorted }: YamlStyle): readonly Pair[] {
  const byName = new Map<unknown, Pair>(pairs.map((pair) => [pair[0], pair]));
  const named = fieldOrder.map((name) => byName.get(name)).filter((pair) => pair !== undefined);
  const others = pairs.filter(([key]) => !fieldOrder.includes(String(key)));
  if (isSorted) others.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1));
  return [...named, ...others];
}

function plainKey(key: Value): unknown {
  if (typeof key === 'string') return decodeUtf8(key);
  if (typeof key === 'number' || typeof key === 'bigint' || typeof key === 'boolean') return key;
  throw refuse(`a ${typeName(key)} is no key of YAML`);
}

function plain(value: Value, style: YamlStyle, open: readonly LuaTable[]): unknown {
  if (typeof value === 'string') return decodeUtf8(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return value;
  if (value instanceof LuaTable) return plainTable(value, style, open);
  throw refuse(`a ${typeName(value)} has no YAML form`);
}

function refuse(why: string): Error {
  return failure('Internal', `cannot encode as YAML: ${why}`, { retryable: false });
}
