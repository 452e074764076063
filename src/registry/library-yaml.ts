/**
 * YAML read by the `yaml` library: all of the language, and a message with its place for what is wrong.
 *
 * Texts, lists and mappings come from the library; the value of an unquoted scalar is decided by
 * `plainScalar`, as in the plain reader, so that a file reads the same either way.
 */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import type { YamlDocument } from './plain-yaml.ts';
import { Positions, type Spot } from './positions.ts';
import { error, type Problem } from './problem.ts';
import type { SourceText } from './source-text.ts';
import { plainScalar } from './yaml-scalar.ts';

/** Aliases may repeat what they name; beyond this a file is an attack, not a configuration. */
const maxNodes = 200_000;

export type YamlResult =
  | { readonly type: 'read'; readonly document: YamlDocument }
  | { readonly type: 'failed'; readonly problems: readonly Problem[] };

export function readLibraryYaml(source: SourceText): YamlResult {
  const document = parse(source);
  if ('severity' in document) return { type: 'failed', problems: [document] };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => at(source, pos[0], message));
    return { type: 'failed', problems };
  }
  const conversion = new Conversion(source, document);
  const value = conversion.root();
  if (conversion.problems.length > 0) return { type: 'failed', problems: conversion.problems };
  return { type: 'read', document: { value, positions: new Positions(source, value, conversion.spots) } };
}

function parse(source: SourceText): Document | Problem {
  try {
    const options = { schema: 'failsafe', version: '1.2', prettyErrors: false, logLevel: 'silent' } as const;
    return parseDocument(source.text, { ...options, lineCounter: new LineCounter() });
  } catch (thrown) {
    if (thrown instanceof RangeError)
      return error('is nested too deeply', { path: source.path, line: 1, column: 1 });
    throw thrown;
  }
}

function at(source: SourceText, offset: number, message: string): Problem {
  return error(message, { path: source.path, ...source.position(offset) });
}

class Conversion {
  readonly spots = new Map<object, Map<string | number, Spot>>();
  readonly problems: Problem[] = [];
  readonly #source: SourceText;
  readonly #document: Document;
  readonly #open = new Set<unknown>();
  #nodes = 0;

  constructor(source: SourceText, document: Document) {
    this.#source = source;
    this.#document = document;
  }

  root(): unknown {
    return this.#convert(this.#document.contents);
  }

  #convert(node: unknown): unknown {
    if (isAlias(node)) return this.#convertAlias(node.resolve(this.#document), offsetOf(node));
    if (++this.#nodes > maxNodes) return this.#refuse(node, 'has too many values, counting those of aliases');
    if (isScalar(node)) return this.#scalar(node);
    if (isSeq(node)) return this.#list(node.items);
    if (isMap(node)) return this.#mapping(node.items);
    return null;
  }

  #convertAlias(target: Node | undefined, offset: number): unknown {
    if (target === undefined || this.#open.has(target)) {
      this.problems.push(
        at(this.#source, offset, 'an alias names an anchor that is not there or contains it'),
      );
      return null;
    }
    this.#open.add(target);
    const value = this.#convert(target);
    this.#open.delete(target);
    return value;
  }

  #scalar(node: { readonly value: unknown; readonly type?: string; readonly tag?: string }): unknown {
    const text = String(node.value ?? '');
    if (node.tag !== undefined) return this.#tagged(node, node.tag, text);
    return node.type === 'PLAIN' ? plainScalar(text) : text;
  }

  #tagged(node: unknown, tag: string, text: string): unknown {
    if (tag === 'tag:yaml.org,2002:str') return text;
    if (/^tag:yaml\.org,2002:(int|float|bool|null)$/.test(tag)) return plainScalar(text);
    return this.#refuse(node, `has the tag ${tag}, which has no meaning here`);
  }

  #list(items: readonly unknown[]): unknown[] {
    const list: unknown[] = [];
    const spots = this.#spotsOf(list);
    for (const item of items) {
      const offset = offsetOf(item);
      spots.set(list.length, { key: offset, value: offset });
      list.push(this.#convert(item));
    }
    return list;
  }

  #mapping(pairs: readonly Pair[]): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    const spots = this.#spotsOf(mapping);
    const merged: Pair[] = [];
    for (const pair of pairs) {
      const key = this.#key(pair.key);
      if (key === undefined) continue;
      if (key === '<<') {
        merged.push(pair);
        continue;
      }
      const offset = offsetOf(pair.key);
      spots.set(key, { key: offset, value: pair.value === null ? offset : offsetOf(pair.value) });
      mapping[key] = this.#convert(pair.value);
    }
    for (const pair of merged) this.#merge(mapping, spots, pair);
    return mapping;
  }

  #key(node: unknown): string | undefined {
    const key = isScalar(node) ? String(node.value ?? '') : undefined;
    if (key === undefined || key === '__proto__') {
      this.#refuse(node, key === undefined ? 'a key must be a text' : 'a key cannot be __proto__');
      return undefined;
    }
    return key;
  }

  /** `<<: *base`: what the mapping does not have itself it takes from the named one, or from several. */
  #merge(into: Record<string, unknown>, spots: Map<string | number, Spot>, pair: Pair): void {
    const value = this.#convert(pair.value);
    for (const base of Array.isArray(value) ? value : [value]) {
      if (typeof base !== 'object' || base === null || Array.isArray(base)) {
        this.#refuse(pair.key, 'only a mapping can be merged');
        continue;
      }
      const baseSpots = this.spots.get(base);
      for (const [key, inherited] of Object.entries(base)) {
        if (Object.hasOwn(into, key)) continue;
        into[key] = inherited;
        const spot = baseSpots?.get(key);
        if (spot !== undefined) spots.set(key, spot);
      }
    }
  }

  #refuse(node: unknown, message: string): null {
    if (this.problems.length < 20) this.problems.push(at(this.#source, offsetOf(node), message));
    return null;
  }

  #spotsOf(container: object): Map<string | number, Spot> {
    const spots = new Map<string | number, Spot>();
    this.spots.set(container, spots);
    return spots;
  }
}

/** Every node of a parsed document has a range; `null` stands for a value that was left out. */
function offsetOf(node: unknown): number {
  const range = (node as { readonly range?: readonly number[] | null } | null)?.range;
  return range?.[0] ?? 0;
}
