/**
 * Parses expressions.
 *
 *   E1  Operands and suffixes are read in loops, however many; only what stands in brackets, a sign
 *       before its operand, and what `..` and `^` have on their right, is a level of nesting.
 *   E2  `x :: T`, `x as T` and `!` belong to the operand they stand behind: `a + b :: T` casts `b`,
 *       `-x :: T` casts `x`. A cast is followed by no suffix.
 *   E3  `:: Name ::` behind an operand is a label, unless `Name ::` follows once more: then the first name
 *       is a type and the second one a label.
 *   E4  `as` is a word only behind an operand, on its line, with the beginning of a type on the same line.
 */
import type {
  Call,
  Expression,
  Index,
  MethodCall,
  Name,
  StringLiteral,
  TableItem,
  UnaryOperator,
} from './ast.ts';
import { type Infix, infixOf, prefixOf, unaryPriority } from './operators.ts';
import { parseFunctionBody } from './parse-function.ts';
import type { ParseState } from './parse-state.ts';
import { parseCastType } from './parse-type.ts';

export function parseExpression(p: ParseState): Expression {
  p.enter();
  const first = prefixOf(p.lexer.token) === undefined ? operand(p) : undefined;
  const whole = first !== undefined && infixOf(p.lexer.token) === undefined ? first : operation(p, first);
  p.leave();
  return whole;
}

export function parseExpressions(p: ParseState): Expression[] {
  const list = [parseExpression(p)];
  while (p.skip(',')) {
    p.hold();
    list.push(parseExpression(p));
  }
  p.release(list.length - 1);
  return list;
}

/** An operator that waits for its right operand. */
interface Pending {
  readonly infix: Infix | undefined;
  readonly prefix: UnaryOperator | undefined;
  readonly left: Expression | undefined;
  readonly start: number;
  readonly line: number;
}

/** Operator precedence with a stack of its own, so that no chain of operators is too long. */
function operation(p: ParseState, first: Expression | undefined): Expression {
  const pending: Pending[] = [];
  let right = first ?? prefixed(p, pending);
  for (;;) {
    const infix = infixOf(p.lexer.token);
    right = reduced(p, pending, right, infix?.left ?? 0);
    if (infix === undefined) return right;
    if (infix.right < infix.left) p.enter();
    pending.push({ infix, prefix: undefined, left: right, start: right.start, line: p.lexer.line });
    p.lexer.next();
    right = prefixed(p, pending);
  }
}

/** Lets the operators that wait and bind at least as tightly as the next one have `right`. */
function reduced(p: ParseState, pending: Pending[], right: Expression, nextPriority: number): Expression {
  let result = right;
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    if ((top.infix?.right ?? unaryPriority) < nextPriority) return result;
    pending.pop();
    p.mayStop();
    if (top.infix === undefined || top.infix.right < top.infix.left) p.leave();
    result = applied(top, result);
  }
  return result;
}

function applied(pending: Pending, right: Expression): Expression {
  const { infix, prefix, left, start, line } = pending;
  const { end } = right;
  if (prefix !== undefined) return { type: 'Unary', start, end, line, operator: prefix, operand: right };
  if (infix === undefined || left === undefined) return right;
  const { operator } = infix;
  if (operator === 'and' || operator === 'or')
    return { type: 'Logical', start, end, line, operator, left, right };
  return { type: 'Binary', start, end, line, operator, left, right };
}

/** An operand with the signs before it, which are left waiting. */
function prefixed(p: ParseState, pending: Pending[]): Expression {
  for (let prefix = prefixOf(p.lexer.token); prefix !== undefined; prefix = prefixOf(p.lexer.token)) {
    p.enter();
    pending.push({ infix: undefined, prefix, left: undefined, start: p.lexer.start, line: p.lexer.line });
    p.lexer.next();
  }
  return operand(p);
}

/** What stands between operators: a value with its casts. */
function operand(p: ParseState): Expression {
  const { start, line } = p.lexer;
  let expression = simple(p);
  for (;;) {
    if (p.skip('!')) {
      expression = { type: 'NonNil', start, end: p.lexer.previousEnd, line, expression };
    } else if (skipCastWord(p)) {
      p.endAttempt();
      const to = parseCastType(p);
      expression = { type: 'Cast', start, end: p.lexer.previousEnd, line, expression, to };
    } else return expression;
  }
}

function skipCastWord(p: ParseState): boolean {
  const { token } = p.lexer;
  if (token === '::' ? labelFollows(p) : token !== '<name>' || !asFollows(p)) return false;
  p.lexer.next();
  return true;
}

/** E3. Nothing that begins with `Name ::` can follow a label, so the second look decides without doubt. */
function labelFollows(p: ParseState): boolean {
  const mark = p.lexer.mark();
  p.lexer.next();
  const isLabel = skipNameAndColons(p) && !skipNameAndColons(p);
  p.lexer.reset(mark);
  return isLabel;
}

function skipNameAndColons(p: ParseState): boolean {
  return p.skip('<name>') && p.skip('::');
}

/** E4. */
function asFollows(p: ParseState): boolean {
  const { lexer } = p;
  if (lexer.text !== 'as' || lexer.line !== lexer.previousLine) return false;
  const mark = lexer.mark();
  lexer.next();
  const follows = lexer.line === mark.line && startsType(p);
  lexer.reset(mark);
  return follows;
}

function startsType(p: ParseState): boolean {
  switch (p.lexer.token) {
    case '<name>':
    case '<string>':
    case '<number>':
    case 'nil':
    case 'true':
    case 'false':
    case '{':
    case '(':
    case '<':
    case '-':
    case '|':
    case '&':
      return true;
    default:
      return false;
  }
}

function simple(p: ParseState): Expression {
  const { lexer } = p;
  const { start, line } = lexer;
  switch (lexer.token) {
    case '<name>':
    case '(':
      return parseSuffixed(p);
    case '<number>': {
      const { number: value, float } = lexer;
      lexer.next();
      return { type: 'Number', start, end: lexer.previousEnd, line, value, float };
    }
    case '<string>':
      return string(p);
    case 'nil':
      lexer.next();
      return { type: 'Nil', start, end: lexer.previousEnd, line };
    case 'true':
      lexer.next();
      return { type: 'True', start, end: lexer.previousEnd, line };
    case 'false':
      lexer.next();
      return { type: 'False', start, end: lexer.previousEnd, line };
    case '...':
      if (!p.scope.vararg) throw p.error("cannot use '...' outside a vararg function");
      lexer.next();
      return { type: 'Vararg', start, end: lexer.previousEnd, line };
    case '{':
      return table(p);
    case 'function': {
      lexer.next();
      const body = parseFunctionBody(p, { start, line }, '');
      return { type: 'FunctionExpression', start, end: lexer.previousEnd, line, body };
    }
    default:
      throw p.error('unexpected symbol');
  }
}

function string(p: ParseState): Expression {
  const { start, line, text: value } = p.lexer;
  p.lexer.next();
  return { type: 'String', start, end: p.lexer.previousEnd, line, value };
}

export function parseName(p: ParseState): Name {
  const { start, line } = p.lexer;
  const name = p.name();
  return { type: 'Name', start, end: p.lexer.previousEnd, line, name };
}

/** A name or parentheses, with every `.name`, `[key]`, `:method(...)`, call and `!` behind it. */
export function parseSuffixed(p: ParseState): Expression {
  const { lexer } = p;
  const { start, line } = lexer;
  let result: Expression = p.at('(') ? parenthesised(p) : primaryName(p);
  for (;;) {
    switch (lexer.token) {
      case '.':
        result = parseDot(p, result);
        break;
      case '[':
        result = indexed(p, result);
        break;
      case ':':
        result = methodCall(p, result);
        break;
      case '(':
      case '<string>':
      case '{':
        result = call(p, result);
        break;
      case '!':
        lexer.next();
        result = { type: 'NonNil', start, end: lexer.previousEnd, line, expression: result };
        break;
      default:
        return result;
    }
  }
}

function primaryName(p: ParseState): Name {
  if (!p.at('<name>')) throw p.error('unexpected symbol');
  p.mayStop();
  return parseName(p);
}

function parenthesised(p: ParseState): Expression {
  const { start, line } = p.lexer;
  p.expect('(');
  const expression = parseExpression(p);
  p.expectClosing(')', '(', line);
  return { type: 'Paren', start, end: p.lexer.previousEnd, line, expression };
}

/** `object.name`, or the `:name` of a method's header. */
export function parseDot(p: ParseState, object: Expression): Index & { readonly key: StringLiteral } {
  const { line } = p.lexer;
  p.lexer.next();
  p.mayStop();
  const key = keyName(p);
  return { type: 'Index', start: object.start, end: key.end, line, object, key, dot: true };
}

function keyName(p: ParseState): StringLiteral {
  const { start, line } = p.lexer;
  const value = p.name();
  return { type: 'String', start, end: p.lexer.previousEnd, line, value };
}

function indexed(p: ParseState, object: Expression): Expression {
  const { line } = p.lexer;
  p.lexer.next();
  p.mayStop();
  const key = parseExpression(p);
  p.expectClosing(']', '[', line);
  return { type: 'Index', start: object.start, end: p.lexer.previousEnd, line, object, key, dot: false };
}

function methodCall(p: ParseState, object: Expression): MethodCall {
  p.lexer.next();
  const name = p.name();
  const { previousLine: line } = p.lexer;
  const args = parseArguments(p);
  return { type: 'MethodCall', start: object.start, end: p.lexer.previousEnd, line, object, name, args };
}

function call(p: ParseState, callee: Expression): Call {
  const { previousLine: line } = p.lexer;
  const args = parseArguments(p);
  return { type: 'Call', start: callee.start, end: p.lexer.previousEnd, line, callee, args };
}

function parseArguments(p: ParseState): readonly Expression[] {
  const { line } = p.lexer;
  p.mayStop();
  if (p.at('<string>')) return [string(p)];
  if (p.at('{')) return [table(p)];
  if (!p.skip('(')) throw p.error('function arguments expected');
  if (p.skip(')')) return [];
  const args = parseExpressions(p);
  p.expectClosing(')', '(', line);
  return args;
}

function table(p: ParseState): Expression {
  const { start, line } = p.lexer;
  p.expect('{');
  const items: TableItem[] = [];
  while (!p.at('}')) {
    items.push(tableItem(p));
    if (!p.skip(',') && !p.skip(';')) break;
  }
  p.expectClosing('}', '{', line);
  return { type: 'Table', start, end: p.lexer.previousEnd, line, items };
}

function tableItem(p: ParseState): TableItem {
  const { line } = p.lexer;
  if (p.skip('[')) {
    const key = parseExpression(p);
    p.expectClosing(']', '[', line);
    p.expect('=');
    return { type: 'Keyed', key, value: parseExpression(p) };
  }
  const value = parseExpression(p);
  if (value.type !== 'Name' || !p.skip('=')) return { type: 'Positional', value };
  return { type: 'Named', name: value.name, value: parseExpression(p) };
}
