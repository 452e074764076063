/**
 * Makes a program smaller as long as it stays interesting: statements, items and arguments go, expressions become
 * one of their parts or a literal. Works on the tree, so every candidate is a program.
 */

import { LuaSyntaxError, parse } from '#lua';
import { printedBlock } from '../../src/lua/printed.testing.ts';

type Tree = { readonly [key: string]: unknown };

const PLACES = new Set(['start', 'end', 'line']);
const LITERALS = [
  { type: 'Nil', start: 0, end: 0, line: 1 },
  { type: 'Number', start: 0, end: 0, line: 1, value: 1, float: false },
];
const EXPRESSIONS = new Set(
  'Nil True False Number String Vararg Name FunctionExpression Index Call MethodCall Binary Logical Unary Paren Table'.split(
    ' ',
  ),
);
const INNER_BLOCKS = new Set('Do While Repeat NumericFor GenericFor'.split(' '));

/** Tells of several programs at once which is the first interesting one, or -1. */
export type FirstInteresting = (programs: readonly string[]) => number;

const BATCH = 40;

export function shrink(source: string, first: FirstInteresting): string {
  if (!isProgram(source)) return source;
  let best = source;
  for (let from = 0; ; ) {
    const candidates = edits(best);
    let found = -1;
    for (; from < candidates.length && found < 0; from += BATCH) {
      const batch = candidates.slice(from, from + BATCH);
      const at = first(batch);
      if (at >= 0) {
        found = from + at;
        best = batch[at] as string; // `at` is within the batch
      }
    }
    if (found >= 0) from = Math.max(0, found - 1);
    else if (from >= candidates.length) {
      const again = edits(best);
      const at = first(again);
      if (at < 0) return best;
      best = again[at] as string; // `at` is within the list
      from = 0;
    }
  }
}

/** Random programs may be refused, also by the reference. */
function isProgram(source: string): boolean {
  try {
    parse(source, 'shrink');
    return true;
  } catch (thrown) {
    if (thrown instanceof LuaSyntaxError) return false;
    throw thrown;
  }
}

/** The program with one thing less, for each thing, larger ones first. */
function edits(source: string): string[] {
  const { block } = parse(source, 'shrink').body;
  const texts = new Set<string>();
  for (const tree of changed(block as unknown as Tree)) {
    const text = printed(tree);
    if (text.length < source.length || source.includes('\n\n')) texts.add(text);
  }
  texts.delete(source);
  return [...texts].sort((a, b) => a.length - b.length);
}

const STARTS = new Set('local if for while repeat return end until else elseif do print goto ::'.split(' '));

function printed(tree: Tree): string {
  const tokens = printedBlock(tree as unknown as Parameters<typeof printedBlock>[0]);
  return tokens.reduce((text, token, i) => {
    if (i === 0) return token;
    const open = token === '::' && /::\s*\w+$/.test(text);
    return `${text}${STARTS.has(token) && !open ? '\n' : ' '}${token}`;
  }, '');
}

/** Copies of the tree with one change each. */
function* changed(tree: Tree): Generator<Tree> {
  if (EXPRESSIONS.has(String(tree.type))) yield* replacements(tree);
  for (const key of Object.keys(tree)) {
    const value = tree[key];
    if (PLACES.has(key) || typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) for (const list of changedList(value)) yield { ...tree, [key]: list };
    else for (const inner of changed(value as Tree)) yield { ...tree, [key]: inner };
  }
  if (tree.otherwise !== undefined) yield { ...tree, otherwise: undefined };
}

function* replacements(tree: Tree): Generator<Tree> {
  yield* LITERALS;
  for (const key of ['expression', 'left', 'right', 'operand', 'object', 'callee', 'key']) {
    const part = tree[key];
    if (typeof part === 'object' && part !== null)
      yield { type: 'Paren', start: 0, end: 0, line: 1, expression: part };
  }
  for (const arg of Array.isArray(tree.args) ? tree.args : []) yield arg as Tree;
}

function* changedList(list: readonly unknown[]): Generator<unknown[]> {
  for (let size = list.length >> 1; size > 1; size >>= 1) {
    for (let at = 0; at < list.length; at += size) yield list.toSpliced(at, size);
  }
  for (const [i, each] of list.entries()) {
    yield list.toSpliced(i, 1);
    if (typeof each !== 'object' || each === null) continue;
    const block = innerBlock(each as Tree);
    if (block !== undefined) yield list.toSpliced(i, 1, ...block);
    for (const inner of changed(each as Tree)) yield list.with(i, inner);
  }
}

/** The statements within a statement. */
function innerBlock(node: Tree): readonly unknown[] | undefined {
  if (INNER_BLOCKS.has(String(node.type))) return (node.block as { body: unknown[] }).body;
  if (node.type === 'If') return (node.clauses as { block: { body: unknown[] } }[])[0]?.block.body;
  const body = protectedBody(node);
  return body;
}

/** `print(show(pcall(function() BODY end)))` and the like: the body. */
function protectedBody(node: Tree): readonly unknown[] | undefined {
  if (node.type !== 'CallStatement') return undefined;
  let at: unknown = node.call;
  for (let depth = 0; depth < 4; depth++) {
    const arg: unknown = ((at as Tree).args as unknown[] | undefined)?.[0];
    if (typeof arg !== 'object' || arg === null) return undefined;
    if ((arg as Tree).type === 'FunctionExpression') {
      return ((arg as Tree).body as { block: { body: unknown[] } }).block.body;
    }
    at = arg;
  }
  return undefined;
}
