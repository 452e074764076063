/** Parses what follows the word `function` and the name: type parameters, parameters, results, block, `end`. */
import type { FunctionBody, Parameter, TypeNode } from './ast.ts';
import { FunctionScope } from './labels.ts';
import type { ParseState } from './parse-state.ts';
import { parseHeaderReturns, parseType, parseTypeParameters } from './parse-type.ts';

interface Parameters {
  readonly parameters: Parameter[];
  readonly vararg: boolean;
  readonly varargAnnotation: TypeNode | undefined;
}

/** A name with an annotation or none, as after `local` and in headers. */
export function parseBinding(p: ParseState): Parameter {
  const { start, line } = p.lexer;
  const name = p.name();
  const annotation = p.skip(':') ? parseType(p) : undefined;
  return { start, end: p.lexer.previousEnd, line, name, annotation };
}

/** Where the word `function` stands. */
interface Place {
  readonly start: number;
  readonly line: number;
}

/** The body begins at the word `function`, for tracebacks too. `self` is the first parameter of a method. */
export function parseFunctionBody(p: ParseState, at: Place, name: string, self?: Parameter): FunctionBody {
  const { start, line } = at;
  const generics = parseTypeParameters(p);
  const { parameters, vararg, varargAnnotation } = parseParameters(p);
  if (self !== undefined) parameters.unshift(self);
  const returns = p.skip(':') ? parseHeaderReturns(p) : undefined;

  const outside = p.scope;
  p.scope = new FunctionScope(p.lexer, vararg);
  p.scope.openBlock(false);
  for (const parameter of parameters) p.declare(parameter.name);
  const block = p.grammar.statements(p);
  p.scope.closeBlock();
  p.scope = outside;

  p.expectClosing('end', 'function', line);
  const end = p.lexer.previousEnd;
  const method = self !== undefined;
  return { start, end, line, generics, parameters, vararg, varargAnnotation, returns, method, name, block };
}

function parseParameters(p: ParseState): Parameters {
  const { line } = p.lexer;
  const parameters: Parameter[] = [];
  let vararg = false;
  let varargAnnotation: TypeNode | undefined;
  p.expect('(');
  if (!p.at(')')) {
    do {
      if (p.skip('...')) {
        vararg = true;
        if (p.skip(':')) varargAnnotation = parseType(p);
      } else if (p.at('<name>')) parameters.push(parseBinding(p));
      else throw p.error("<name> or '...' expected");
    } while (!vararg && p.skip(','));
  }
  p.expectClosing(')', '(', line);
  return { parameters, vararg, varargAnnotation };
}
