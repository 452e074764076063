/**
 * Parses types, as they stand in annotations, aliases and casts.
 *
 *   T1  From loose to tight: `|`, `&`, then `?` and `@name(...)` behind a type. A function type reaches as
 *       far as it can: `() -> A | B` returns `A | B`.
 *   T2  `readonly` and `typeof` are words only before `{` and `(`; elsewhere they are names of types.
 *   T3  In a cast, `<` after a name begins type arguments only if they read as such and no operand follows
 *       on the line: `n as integer < limit` compares. Within these arguments no expression has casts.
 */
import type { Expression, TypeField, TypeNode, TypeParameter } from './ast.ts';
import type { ParseState } from './parse-state.ts';

type TypeFunction = Extract<TypeNode, { type: 'TypeFunction' }>;
type FunctionParameter = TypeFunction['parameters'][number];
type TypeLiteral = Extract<TypeNode, { type: 'TypeLiteral' }>;

export function parseType(p: ParseState): TypeNode {
  p.enter();
  const type = union(p, undefined);
  p.leave();
  return type;
}

/** The type after `::` and `as`. */
export function parseCastType(p: ParseState): TypeNode {
  const outside = p.arguments;
  p.arguments = 'tried';
  const type = parseType(p);
  p.arguments = outside;
  return type;
}

/** `<T, U: Bound>`, or nothing. */
export function parseTypeParameters(p: ParseState): readonly TypeParameter[] {
  const { line } = p.lexer;
  if (!p.skip('<')) return [];
  const parameters: TypeParameter[] = [];
  do {
    const name = p.name();
    parameters.push({ name, bound: p.skip(':') ? parseType(p) : undefined });
  } while (p.skip(','));
  closeAngle(p, line);
  return parameters;
}

/** What stands after `->`. */
export function parseReturns(p: ParseState): readonly TypeNode[] {
  p.enter();
  const returns = p.at('(') ? returnsFromParenthesis(p) : [union(p, undefined)];
  p.leave();
  return returns;
}

/** What stands after the colon of a function's header: there `A, B` needs no parentheses. */
export function parseHeaderReturns(p: ParseState): readonly TypeNode[] {
  const first = parseReturns(p);
  const [only] = first;
  if (!p.at(',') || first.length !== 1 || only === undefined) return first;
  const returns = [only];
  while (p.skip(',')) returns.push(parseType(p));
  return returns;
}

/** `()`, `(A, B)`, `(A)?`, `(A) -> B`: what it is shows behind the closing parenthesis. */
function returnsFromParenthesis(p: ParseState): readonly TypeNode[] {
  const { start, line } = p.lexer;
  const parameters = parseParameters(p);
  if (p.at('->')) return [union(p, functionType(p, start, line, [], parameters))];
  const types = parameters.map((parameter) => plainType(p, parameter));
  const [only] = types;
  return types.length === 1 && only !== undefined ? [union(p, only)] : types;
}

/** `given` is the leftmost type if it has been read already. */
function union(p: ParseState, given: TypeNode | undefined): TypeNode {
  const { start, line } = given ?? p.lexer;
  if (given === undefined) p.skip('|');
  const first = intersection(p, given);
  if (!p.at('|')) return first;
  const of = [first];
  while (p.skip('|')) of.push(intersection(p, undefined));
  return { type: 'TypeUnion', start, end: p.lexer.previousEnd, line, of };
}

function intersection(p: ParseState, given: TypeNode | undefined): TypeNode {
  const { start, line } = given ?? p.lexer;
  if (given === undefined) p.skip('&');
  const first = postfix(p, given);
  if (!p.at('&')) return first;
  const of = [first];
  while (p.skip('&')) of.push(postfix(p, undefined));
  return { type: 'TypeIntersection', start, end: p.lexer.previousEnd, line, of };
}

/** Each `?` and `@` is a level of nesting, for those who walk the tree. */
function postfix(p: ParseState, given: TypeNode | undefined): TypeNode {
  let type = given ?? primary(p);
  let levels = 0;
  for (; p.at('?') || p.at('@'); levels++) {
    p.enter();
    type = p.at('@') ? annotated(p, type) : optional(p, type);
  }
  p.leave(levels);
  return type;
}

function optional(p: ParseState, of: TypeNode): TypeNode {
  p.expect('?');
  return { type: 'TypeOptional', start: of.start, end: p.lexer.previousEnd, line: of.line, of };
}

/** `T @min(1)`. */
function annotated(p: ParseState, of: TypeNode): TypeNode {
  p.expect('@');
  const name = p.name();
  const { line } = p.lexer;
  p.expect('(');
  const args: (string | number | bigint | boolean)[] = [];
  if (!p.at(')')) {
    do {
      const { value } = literal(p);
      if (value === undefined) throw p.error('<string>, <number> or boolean expected');
      args.push(value);
    } while (p.skip(','));
  }
  p.expectClosing(')', '(', line);
  return { type: 'TypeAnnotated', start: of.start, end: p.lexer.previousEnd, line: of.line, of, name, args };
}

function primary(p: ParseState): TypeNode {
  const { token, start, line, text } = p.lexer;
  switch (token) {
    case '<name>':
      if (text === 'readonly' && p.lexer.peek() === '{') {
        p.lexer.next();
        return braces(p, start, true);
      }
      if (text === 'typeof' && p.lexer.peek() === '(') return typeOf(p);
      return named(p);
    case '{':
      return braces(p, start, false);
    case '(':
      return parenthesised(p);
    case '<': {
      const generics = parseTypeParameters(p);
      if (!p.at('(')) throw p.error("'(' expected");
      return functionType(p, start, line, generics, parseParameters(p));
    }
    default:
      return literal(p);
  }
}

/** A string, a number with or without sign, `true`, `false` or `nil`. */
function literal(p: ParseState): TypeLiteral {
  const { start, line } = p.lexer;
  const value = literalValue(p);
  p.lexer.next();
  return { type: 'TypeLiteral', start, end: p.lexer.previousEnd, line, value };
}

/** Stops at the last token of the literal. */
function literalValue(p: ParseState): TypeLiteral['value'] {
  switch (p.lexer.token) {
    case '<string>':
      return p.lexer.text;
    case '<number>':
      return p.lexer.number;
    case '-':
      p.lexer.next();
      if (!p.at('<number>')) throw p.error('<number> expected');
      return -p.lexer.number;
    case 'true':
      return true;
    case 'false':
      return false;
    case 'nil':
      return undefined;
    default:
      throw p.error('type expected');
  }
}

/** `Name`, `module.Name`, `Name<A, B>`. */
function named(p: ParseState): TypeNode {
  const { start, line } = p.lexer;
  const first = p.name();
  const second = p.skip('.') ? p.name() : undefined;
  const args = p.at('<') ? typeArguments(p) : [];
  const { previousEnd: end } = p.lexer;
  if (second === undefined)
    return { type: 'TypeName', start, end, line, module: undefined, name: first, args };
  return { type: 'TypeName', start, end, line, module: first, name: second, args };
}

function typeArguments(p: ParseState): readonly TypeNode[] {
  if (p.arguments === 'certain') return certainArguments(p);
  p.arguments = 'certain';
  const args = p.attempt(() => {
    const given = certainArguments(p);
    return operandFollows(p) ? undefined : given;
  });
  p.arguments = 'tried';
  return args ?? [];
}

function certainArguments(p: ParseState): readonly TypeNode[] {
  const { line } = p.lexer;
  p.expect('<');
  const args: TypeNode[] = [];
  do args.push(parseType(p));
  while (p.skip(','));
  closeAngle(p, line);
  return args;
}

/** The lexer takes `>>` and `>=` for one token; here the `>` in front closes. */
function closeAngle(p: ParseState, line: number): void {
  if (p.at('>>') || p.at('>=')) p.lexer.splitFirst();
  else p.expectClosing('>', '<', line);
}

/** Whether something stands on this line that `>` may compare with. */
function operandFollows(p: ParseState): boolean {
  const { lexer } = p;
  if (lexer.line !== lexer.previousLine) return false;
  switch (lexer.token) {
    case '<name>':
      return lexer.text !== 'as';
    case '<number>':
    case '<string>':
    case '(':
    case '{':
    case 'nil':
    case 'true':
    case 'false':
    case 'not':
    case '#':
    case '...':
      return true;
    default:
      return false;
  }
}

/** `(A)` or `(A, b: B) -> R`. */
function parenthesised(p: ParseState): TypeNode {
  const { start, line } = p.lexer;
  const parameters = parseParameters(p);
  if (p.at('->')) return functionType(p, start, line, [], parameters);
  const [only] = parameters;
  if (parameters.length !== 1 || only === undefined) throw p.error("'->' expected");
  return plainType(p, only);
}

/** The parentheses turned out to be no parameters: only types may stand in them. */
function plainType(p: ParseState, parameter: FunctionParameter): TypeNode {
  if (parameter.name !== undefined || parameter.vararg) throw p.error("'->' expected");
  return parameter.of;
}

/** `(A, b: B, ...: C)`. */
function parseParameters(p: ParseState): readonly FunctionParameter[] {
  const { line } = p.lexer;
  p.expect('(');
  const parameters: FunctionParameter[] = [];
  if (!p.at(')')) {
    do parameters.push(parameter(p));
    while (parameters.at(-1)?.vararg === false && p.skip(','));
  }
  p.expectClosing(')', '(', line);
  return parameters;
}

function parameter(p: ParseState): FunctionParameter {
  const { start, line } = p.lexer;
  if (p.skip('...')) {
    const { previousEnd: end } = p.lexer;
    const any: TypeNode = { type: 'TypeName', start, end, line, module: undefined, name: 'any', args: [] };
    return { name: undefined, of: p.skip(':') ? parseType(p) : any, vararg: true };
  }
  if (!p.at('<name>') || p.lexer.peek() !== ':') return { name: undefined, of: parseType(p), vararg: false };
  const name = p.name();
  p.expect(':');
  return { name, of: parseType(p), vararg: false };
}

/** Stands on the arrow. */
function functionType(
  p: ParseState,
  start: number,
  line: number,
  generics: readonly TypeParameter[],
  parameters: readonly FunctionParameter[],
): TypeFunction {
  p.expect('->');
  const returns = parseReturns(p);
  return { type: 'TypeFunction', start, end: p.lexer.previousEnd, line, generics, parameters, returns };
}

/** `typeof(expression)`. */
function typeOf(p: ParseState): TypeNode {
  const { start, line } = p.lexer;
  p.lexer.next();
  const opening = p.lexer.line;
  p.expect('(');
  const outside = p.arguments;
  p.arguments = 'certain';
  const expression: Expression = p.grammar.expression(p);
  p.arguments = outside;
  p.expectClosing(')', '(', opening);
  return { type: 'TypeOf', start, end: p.lexer.previousEnd, line, expression };
}

/** `{}`, `{T}`, `{[K]: V}` or `{name: T, other?: T}`. */
function braces(p: ParseState, start: number, readonly: boolean): TypeNode {
  const { line } = p.lexer;
  p.expect('{');
  if (p.at('[')) return map(p, start, line, readonly);
  if (p.at('}') || fieldFollows(p)) return record(p, start, line, readonly);
  const element = parseType(p);
  p.expectClosing('}', '{', line);
  return { type: 'TypeArray', start, end: p.lexer.previousEnd, line, element, readonly };
}

function map(p: ParseState, start: number, line: number, readonly: boolean): TypeNode {
  const { line: opening } = p.lexer;
  p.expect('[');
  const key = parseType(p);
  p.expectClosing(']', '[', opening);
  p.expect(':');
  const value = parseType(p);
  if (!p.skip(',')) p.skip(';');
  p.expectClosing('}', '{', line);
  return { type: 'TypeMap', start, end: p.lexer.previousEnd, line, key, value, readonly };
}

function record(p: ParseState, start: number, line: number, readonly: boolean): TypeNode {
  const fields: TypeField[] = [];
  while (!p.at('}')) {
    fields.push(field(p));
    if (!p.skip(',') && !p.skip(';')) break;
  }
  p.expectClosing('}', '{', line);
  return { type: 'TypeRecord', start, end: p.lexer.previousEnd, line, fields, readonly };
}

/** `name: T`, `name?: T` and `readonly name: T` are fields; `{T?}` is an array. */
function fieldFollows(p: ParseState): boolean {
  const { lexer } = p;
  if (!p.at('<name>')) return false;
  const mark = lexer.mark();
  const word = lexer.text;
  lexer.next();
  const readonly = word === 'readonly' && p.at('<name>');
  p.skip('?');
  const follows = readonly || p.at(':');
  lexer.reset(mark);
  return follows;
}

function field(p: ParseState): TypeField {
  const word = p.name();
  const readonly = word === 'readonly' && p.at('<name>');
  const name = readonly ? p.name() : word;
  const optional = p.skip('?');
  p.expect(':');
  return { name, optional, readonly, of: parseType(p) };
}
