/**
 * A definition file in YAML that is being changed. What no change touches stays as somebody wrote it, letter by letter.
 *
 *   Dr1  A change of an entry writes that entry anew, with its comments and the order of its fields; nothing around it.
 *   Dr2  New entries come last, in the manner of those before them. An entry that goes takes along the comment above it.
 *   Dr3  Where this cannot be done (an empty list, a list in braces, a file of one entry) the file is written anew, with its
 *        comments and in its order.
 */
import {
  Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Data } from '#base';
import type { Table } from '../value-path.ts';

/** One field that changes; undefined takes it away. */
export interface FieldChange {
  readonly steps: readonly string[];
  readonly value: Data;
}

export interface Draft {
  readonly namespace: unknown;
  has(name: string): boolean;
  /** False when there is no such entry. */
  update(name: string, changes: readonly FieldChange[]): boolean;
  remove(name: string): boolean;
  append(entry: Table): void;
  /** The file as it is to be; undefined when it is to go. */
  text(): string | undefined;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const style = { lineWidth: 0, minContentWidth: 0 } as const;

export class YamlDraft implements Draft {
  readonly #source: string;
  readonly #document: Document;
  readonly #changed = new Set<YAMLMap>();
  readonly #removed = new Set<YAMLMap>();
  readonly #appended: Table[] = [];
  #isGone = false;

  constructor(source: string) {
    this.#source = source;
    this.#document = parseDocument(source, { keepSourceTokens: false });
  }

  get namespace(): unknown {
    return this.#document.get('namespace');
  }

  has(name: string): boolean {
    return this.#find(name) !== undefined;
  }

  update(name: string, changes: readonly FieldChange[]): boolean {
    const item = this.#find(name);
    if (item === undefined) return false;
    this.#changed.add(item);
    for (const change of changes) this.#set(item, change);
    return true;
  }

  remove(name: string): boolean {
    const item = this.#find(name);
    if (item === undefined) return false;
    if (this.#list === undefined) this.#isGone = true;
    else this.#removed.add(item);
    return true;
  }

  append(entry: Table): void {
    this.#appended.push(entry);
  }

  text(): string | undefined {
    if (this.#isGone) return undefined;
    const list = this.#list;
    const isPlain = list !== undefined && list.flow !== true && list.items.length > this.#removed.size;
    return isPlain ? this.#spliced(list) : this.#anew(list);
  }

  get #list(): YAMLSeq | undefined {
    const list = this.#document.get('entries', true);
    return isSeq(list) ? list : undefined;
  }

  #find(name: string): YAMLMap | undefined {
    const { contents } = this.#document;
    const list = this.#list;
    if (list !== undefined) {
      return list.items.find(
        (item): item is YAMLMap => isMap(item) && item.get('name') === name && !this.#removed.has(item),
      );
    }
    return isMap(contents) && contents.get('name') === name ? (contents as YAMLMap) : undefined;
  }

  /** What the file has no place for is left, and shows when the file is read again. */
  #set(item: YAMLMap, { steps, value }: FieldChange): void {
    const isReached = steps.every((_, depth) => {
      const above = item.getIn(steps.slice(0, depth), true);
      return depth === 0 || above === undefined || isMap(above);
    });
    if (!isReached) return;
    if (value === undefined && item.hasIn(steps)) item.deleteIn(steps);
    const former = item.getIn(steps, true);
    if (value !== undefined) item.setIn(steps, withComments(this.#document.createNode(value), former));
  }

  #node(value: Data) {
    return this.#document.createNode(value);
  }

  /** Dr3. */
  #anew(list: YAMLSeq | undefined): string {
    if (list !== undefined) {
      list.items = list.items.filter((item) => !this.#removed.has(item as YAMLMap));
      if (list.items.length === 0) list.flow = this.#appended.length === 0;
    } else if (this.#appended.length > 0) this.#document.set('entries', this.#node([]));
    for (const entry of this.#appended) {
      this.#list?.add(this.#node(entry));
      if (this.#list !== undefined) this.#list.flow = false;
    }
    return this.#document.toString(style);
  }

  #spliced(list: YAMLSeq): string {
    const splices: Splice[] = [];
    for (const item of this.#changed) if (!this.#removed.has(item)) splices.push(this.#rewritten(item));
    for (const item of this.#removed) splices.push(this.#without(item));
    const last = list.items.at(-1);
    if (this.#appended.length > 0 && isMap(last)) splices.push(this.#added(list, last));
    return splices
      .sort((a, b) => b.start - a.start || b.end - a.end)
      .reduce(
        (text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end),
        this.#source,
      );
  }

  /** Dr1. */
  #rewritten(item: YAMLMap): Splice {
    const [start, end] = rangeOf(item);
    const document = new Document();
    const copy = item.clone() as YAMLMap;
    copy.commentBefore = null;
    copy.spaceBefore = false;
    document.contents = copy;
    const padding = !/^\{\S/.test(this.#source.slice(start, start + 2));
    const text = document.toString({ ...style, flowCollectionPadding: padding }).replace(/\n+$/, '');
    const hasEnd = this.#source.slice(start, end).endsWith('\n');
    return { start, end, text: indented(text, this.#columnOf(start)) + (hasEnd ? '\n' : '') };
  }

  /** Dr2. */
  #without(item: YAMLMap): Splice {
    const [start] = rangeOf(item);
    const end = this.#endOfItem(item);
    let first = this.#lineStart(start);
    for (;;) {
      const above = this.#lineStart(first - 1);
      if (first === 0 || !this.#source.slice(above, first).trimStart().startsWith('#')) break;
      first = above;
    }
    const hasSpace = /^[ \t]*\n/.exec(this.#source.slice(end));
    return { start: first, end: end + (hasSpace?.[0].length ?? 0), text: '' };
  }

  /** Dr2. */
  #added(list: YAMLSeq, last: YAMLMap): Splice {
    const at = this.#endOfItem(last);
    const [start] = rangeOf(last);
    const dash = this.#source.slice(this.#lineStart(start), start);
    const column = dash.length;
    const isSpaced =
      list.items.length > 1
        ? /\n[ \t]*\n[ \t]*(#.*\n[ \t]*)*-[ \t]+$/.test(this.#source.slice(0, start))
        : true;
    const before = this.#source.slice(0, at).endsWith('\n') ? '' : '\n';
    const text = this.#appended.map((entry) => {
      const body = indented(stringify(entry, style).replace(/\n+$/, ''), column);
      return `${isSpaced ? '\n' : ''}${dash.replace(/[^\s-]/g, ' ')}${body}\n`;
    });
    return { start: at, end: at, text: before + text.join('') };
  }

  /** Behind the last line of an entry, with the comment on it. */
  #endOfItem(item: YAMLMap): number {
    const [start, end] = rangeOf(item);
    if (this.#source.slice(start, end).endsWith('\n')) return end;
    const line = this.#source.indexOf('\n', end);
    return line < 0 ? this.#source.length : line + 1;
  }

  #lineStart(at: number): number {
    return at <= 0 ? 0 : this.#source.lastIndexOf('\n', at - 1) + 1;
  }

  #columnOf(at: number): number {
    return at - this.#lineStart(at);
  }
}

/** A value takes over the comments of the one that it replaces, and its quotes or braces. */
function withComments<N extends Node>(node: N, former: unknown): N {
  if (!isNode(former)) return node;
  node.comment = former.comment ?? null;
  node.commentBefore = former.commentBefore ?? null;
  node.spaceBefore = former.spaceBefore ?? false;
  if (isCollection(node) && isCollection(former)) node.flow = former.flow ?? false;
  if (isLine(node) && isLine(former) && former.type?.startsWith('QUOTE')) node.type = former.type;
  return node;
}

function isLine(node: unknown): node is Scalar<string> {
  return isScalar(node) && typeof node.value === 'string' && !node.value.includes('\n');
}

function rangeOf(item: YAMLMap): readonly [number, number] {
  const [start, end] = item.range ?? [0, 0];
  return [start, end];
}

/** The lines after the first begin at the column; empty ones stay empty. */
function indented(text: string, column: number): string {
  return text.replaceAll(/\n(?=[^\n])/g, `\n${' '.repeat(column)}`);
}

/** A file of one namespace with these entries. */
export function newDefinitionFile(namespace: string, entries: readonly Table[]): string {
  const head = `version: "1.0"\nnamespace: ${namespace}\n\nentries:\n`;
  const texts = entries.map((entry) => `  - ${indented(stringify(entry, style).replace(/\n+$/, ''), 4)}\n`);
  return head + texts.join('\n');
}
