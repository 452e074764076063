/** The verbs in which the parser's tests speak. */
import assert from 'node:assert/strict';
import type { Chunk, Expression, Statement, TypeNode } from './ast.ts';
import { parse } from './parser.ts';
import { LuaSyntaxError } from './syntax-error.ts';

export function parses(source: string): Chunk {
  return parse(source, 'lua');
}

/** `message` without the file's name: `1: unexpected symbol near 'x'`. */
export function refuses(source: string, message: string): LuaSyntaxError {
  try {
    parse(source, 'lua');
  } catch (error) {
    assert.ok(error instanceof LuaSyntaxError, String(error));
    assert.equal(error.message, `lua:${message}`, source);
    return error;
  }
  assert.fail(`parses, but should not: ${source}`);
}

export function statementsOf(source: string): readonly Statement[] {
  return parses(source).body.block.body;
}

export function expressionOf(source: string): Expression {
  const [statement] = statementsOf(`return ${source}`);
  assert.ok(statement?.type === 'Return' && statement.values[0] !== undefined);
  return statement.values[0];
}

export function typeOf(source: string): TypeNode {
  const [statement] = statementsOf(`type T = ${source}`);
  assert.ok(statement?.type === 'TypeAlias');
  return statement.value;
}

/** The tree without its places, and without parentheses if they are only there to group. */
export function shape(node: unknown, withoutParentheses = false): unknown {
  if (Array.isArray(node)) return node.map((child) => shape(child, withoutParentheses));
  if (typeof node !== 'object' || node === null) return node;
  if (withoutParentheses && 'type' in node && node.type === 'Paren' && 'expression' in node) {
    return shape(node.expression, withoutParentheses);
  }
  const places = ['start', 'end', 'line'];
  const kept = Object.entries(node).filter(([key]) => !places.includes(key));
  return Object.fromEntries(kept.map(([key, child]) => [key, shape(child, withoutParentheses)]));
}

/** Both expressions have the same tree, but for parentheses. */
export function reads(source: string, meaning: string): void {
  assert.deepEqual(shape(expressionOf(source), true), shape(expressionOf(meaning), true), source);
}
