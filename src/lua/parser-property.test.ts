import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc, { type GeneratorValue } from 'fast-check';
import { shape } from './parser.testing.ts';
import { parse } from './parser.ts';
import { glue, printedBlock } from './printed.testing.ts';
import { RandomTree } from './random-tree.testing.ts';
import { LuaSyntaxError } from './syntax-error.ts';

const spaces = [' ', '\n', '\t ', ' --[[ x\n]] ', ' --[==[]]]==]', ' -- x\n', '\r\n'];

function below(g: GeneratorValue): (limit: number) => number {
  return (limit) => g(fc.nat, { max: limit - 1 });
}

/** Puts something empty between the tokens; `choose` gives numbers below the given one. */
function joined(tokens: readonly string[], choose: (limit: number) => number): string {
  let source = '';
  for (const token of tokens) {
    if (token.startsWith(glue)) source += ` ${token.slice(1)}`;
    else source += (spaces[choose(spaces.length * 4)] ?? ' ') + token;
  }
  return source;
}

/** Every node lies within the one around it, and its line within its own. */
function checkPlaces(node: unknown, source: string, from: number, to: number): void {
  if (typeof node !== 'object' || node === null) return;
  const { start = from, end = to, line } = node as { start?: number; end?: number; line?: number };
  assert.ok(from <= start && start <= end && end <= to, `${start} to ${end} within ${from} to ${to}`);
  if (line !== undefined) assert.ok(line >= lineAt(source, start) && line <= lineAt(source, end));
  for (const child of Object.values(node)) checkPlaces(child, source, start, end);
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}

test('a random program that was printed parses to the same tree', () => {
  const property = fc.property(fc.gen(), (g) => {
    const tree = new RandomTree(below(g)).chunk();
    const source = joined(printedBlock(tree), below(g));
    const { body } = parse(source, 'random');
    assert.deepEqual(shape(body.block), shape(tree), source);
    checkPlaces(body, source, 0, source.length);
  });
  fc.assert(property, { numRuns: 200 });
});

/** Anything may come out, if it is a tree or a syntax error that points into the source. */
function survives(source: string): void {
  try {
    parse(source, 'random');
  } catch (error) {
    if (!(error instanceof LuaSyntaxError)) throw error;
    assert.ok(error.offset >= 0 && error.offset <= source.length && error.column >= 1);
    assert.ok(error.line >= 1 && error.excerpt.endsWith('^'));
  }
}

const soup =
  `and break do else elseif end false for function goto if in local nil not or repeat return then true
  until while + - * / // % ^ # & ~ | << >> == ~= <= >= < > = ( ) { } [ ] :: ; : , . .. ... -> ? ! @ a b x
  type as readonly typeof 1 0x2p1 "s" [[l]] [=[ " ' \\ 3x -- --[[ ]] \n`.split(/ +|(?<=\n)/u);

test('random tokens parse or are refused', () => {
  const tokens = fc.array(fc.constantFrom(...soup), { maxLength: 40 });
  fc.assert(
    fc.property(tokens, (list) => survives(list.join(' '))),
    { numRuns: 2000 },
  );
});

test('random bytes parse or are refused', () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((list) => String.fromCharCode(...list));
  fc.assert(fc.property(bytes, survives), { numRuns: 2000 });
});

test('a program with a token too many or too few parses or is refused', () => {
  const property = fc.property(fc.gen(), (g) => {
    const tokens = printedBlock(new RandomTree(below(g)).chunk()).map((token) => token.replace(glue, ''));
    const at = g(fc.nat, { max: tokens.length });
    const removed = g(fc.nat, { max: 1 });
    survives(tokens.toSpliced(at, removed, g(fc.constantFrom<string[]>, ...soup)).join(' '));
  });
  fc.assert(property, { numRuns: 500 });
});
