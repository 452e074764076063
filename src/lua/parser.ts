/**
 * Source text to syntax tree: the first pass of the compiler.
 *
 * In: a byte string and the name that errors call it. Out: the tree of ast.ts; throws LuaSyntaxError at the
 * first error. The parts stand in files of their own: types, expressions, functions, statements, labels.
 *
 * Later passes may rely on this:
 *   A1  Every `goto` has its label, every `break` its loop, every `...` its function with varargs.
 *   A2  Blocks, brackets, functions, signs, types, and the right sides of `..` and `^` nest at most 200 levels; a
 *       function has at most 200 locals in scope and 250 values that wait for each other. Chains of other binary
 *       operators, of suffixes and casts, of `elseif` and of statements have no limit, so that trees of them are
 *       deep: walk down their left side in a loop.
 *   A3  Equal names are the same JavaScript string.
 */
import type { Chunk, FunctionBody } from './ast.ts';
import { parseExpression } from './parse-expression.ts';
import { type Grammar, ParseState } from './parse-state.ts';
import { parseStatements } from './parse-statement.ts';

const grammar: Grammar = { expression: parseExpression, statements: parseStatements };

export function parse(source: string, name: string): Chunk {
  const p = new ParseState(source, name, grammar);
  p.scope.openBlock(false);
  const block = parseStatements(p);
  if (!p.at('<eof>')) throw p.error('<eof> expected');
  p.scope.closeBlock();
  const body: FunctionBody = {
    start: 0,
    end: source.length,
    line: 1,
    generics: [],
    parameters: [],
    vararg: true,
    varargAnnotation: undefined,
    returns: undefined,
    method: false,
    name: '',
    block,
  };
  return { source, name, body };
}
