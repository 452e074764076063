/**
 * Parses statements and blocks.
 *
 * `type` begins an alias only before a name, which no other statement could have there; elsewhere it is a name.
 * Void statements (`;`) leave nothing in the tree.
 */
import type { Assign, Block, Expression, Index, Name, Parameter, Statement } from './ast.ts';
import type { WaitingLabel } from './labels.ts';
import { parseDot, parseExpression, parseExpressions, parseName, parseSuffixed } from './parse-expression.ts';
import { parseBinding, parseFunctionBody } from './parse-function.ts';
import type { ParseState } from './parse-state.ts';
import { parseType, parseTypeParameters } from './parse-type.ts';
import type { Token } from './token.ts';

type Clause = Extract<Statement, { type: 'If' }>['clauses'][number];

/** The statements up to the word that ends their block, which is left standing. */
export function parseStatements(p: ParseState): Block {
  const { lexer } = p;
  const { start, line, previousEnd: before } = lexer;
  const body: Statement[] = [];
  let waiting: WaitingLabel[] = [];
  p.enter();
  while (!endsBlock(lexer.token)) {
    if (p.skip(';')) continue;
    if (p.at('::')) {
      waiting.push(label(p, body));
      continue;
    }
    if (waiting.length > 0) waiting = settled(p, waiting, false);
    const returns = p.at('return');
    body.push(statement(p));
    if (returns) break;
  }
  if (waiting.length > 0) settled(p, waiting, !p.at('until'));
  p.leave();
  const end = lexer.previousEnd === before ? start : lexer.previousEnd;
  return { type: 'Block', start, end, line, body };
}

function endsBlock(token: Token): boolean {
  return token === 'end' || token === '<eof>' || token === 'else' || token === 'elseif' || token === 'until';
}

/** A block with a scope of its own. */
function block(p: ParseState, loop = false, locals: readonly Parameter[] = []): Block {
  if (loop) p.mayStop();
  p.scope.openBlock(loop);
  for (const local of locals) p.declare(local.name);
  const result = parseStatements(p);
  p.scope.closeBlock();
  return result;
}

function statement(p: ParseState): Statement {
  switch (p.lexer.token) {
    case 'local':
      return local(p);
    case 'if':
      return conditional(p);
    case 'return':
      return returned(p);
    case 'for':
      return forLoop(p);
    case 'function':
      return functionStatement(p);
    case 'while':
      return whileLoop(p);
    case 'repeat':
      return repeatLoop(p);
    case 'do':
      return doBlock(p);
    case 'break':
      return breakStatement(p);
    case 'goto':
      return gotoStatement(p);
    default:
      return p.lexer.text === 'type' && p.at('<name>') && p.lexer.peek() === '<name>'
        ? typeAlias(p)
        : expressionStatement(p);
  }
}

/** A call or an assignment. */
function expressionStatement(p: ParseState): Statement {
  const { start, line } = p.lexer;
  const first = parseSuffixed(p);
  if (p.at('=') || p.at(',')) return assignment(p, first, line);
  if (first.type !== 'Call' && first.type !== 'MethodCall') throw p.error('syntax error');
  return { type: 'CallStatement', start, end: p.lexer.previousEnd, line, call: first };
}

function assignment(p: ParseState, first: Expression, line: number): Assign {
  const { start } = first;
  const targets = [assignable(p, first)];
  while (p.skip(',')) {
    p.hold();
    targets.push(assignable(p, parseSuffixed(p)));
  }
  p.expect('=');
  const values = parseExpressions(p);
  p.release(targets.length - 1);
  return { type: 'Assign', start, end: p.lexer.previousEnd, line, targets, values };
}

function assignable(p: ParseState, expression: Expression): Name | Index {
  if (expression.type === 'Name' || expression.type === 'Index') return expression;
  throw p.error('syntax error');
}

function local(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  if (p.at('function')) return localFunction(p, start, line);
  const names = bindings(p);
  const values = p.skip('=') ? parseExpressions(p) : [];
  for (const name of names) p.declare(name.name);
  return { type: 'Local', start, end: p.lexer.previousEnd, line, names, values };
}

function bindings(p: ParseState, first = binding(p)): Parameter[] {
  const names = [first];
  while (p.skip(',')) names.push(binding(p));
  return names;
}

function binding(p: ParseState): Parameter {
  const result = parseBinding(p);
  if (p.at('<')) throw p.error('attributes are not part of the dialect');
  return result;
}

function localFunction(p: ParseState, start: number, line: number): Statement {
  const { start: wordStart, line: wordLine } = p.lexer;
  p.lexer.next();
  const word = { start: wordStart, line: wordLine };
  const { start: nameStart, line: nameLine } = p.lexer;
  const text = p.name();
  const name = {
    start: nameStart,
    end: p.lexer.previousEnd,
    line: nameLine,
    name: text,
    annotation: undefined,
  };
  p.declare(text);
  const body = parseFunctionBody(p, word, text);
  return { type: 'LocalFunction', start, end: p.lexer.previousEnd, line, name, body };
}

/** `function a.b.c:m() end`. */
function functionStatement(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  let target: Name | Index = parseName(p);
  let name = target.name;
  let self: Parameter | undefined;
  while (self === undefined && (p.at('.') || p.at(':'))) {
    const isMethod = p.at(':');
    const member = parseDot(p, target);
    const { start, end, line, value } = member.key;
    if (isMethod) self = { start, end, line, name: 'self', annotation: undefined };
    name += `${isMethod ? ':' : '.'}${value}`;
    target = member;
  }
  const body = parseFunctionBody(p, { start, line }, name, self);
  return { type: 'FunctionStatement', start, end: p.lexer.previousEnd, line, target, body };
}

function returned(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  const values = endsBlock(p.lexer.token) || p.at(';') ? [] : parseExpressions(p);
  const end = p.lexer.previousEnd;
  p.skip(';');
  return { type: 'Return', start, end, line, values };
}

function doBlock(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  const inner = block(p);
  p.expectClosing('end', 'do', line);
  return { type: 'Do', start, end: p.lexer.previousEnd, line, block: inner };
}

function whileLoop(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  const condition = parseExpression(p);
  p.expect('do');
  const inner = block(p, true);
  p.expectClosing('end', 'while', line);
  return { type: 'While', start, end: p.lexer.previousEnd, line, condition, block: inner };
}

/** The condition sees the locals of the block. */
function repeatLoop(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  p.mayStop();
  p.scope.openBlock(true);
  const inner = parseStatements(p);
  p.expectClosing('until', 'repeat', line);
  const condition = parseExpression(p);
  p.scope.closeBlock();
  return { type: 'Repeat', start, end: p.lexer.previousEnd, line, block: inner, condition };
}

function conditional(p: ParseState): Statement {
  const { start, line } = p.lexer;
  const clauses: Clause[] = [];
  do {
    p.lexer.next();
    const condition = parseExpression(p);
    p.expect('then');
    clauses.push({ condition, block: block(p) });
  } while (p.at('elseif'));
  const otherwise = p.skip('else') ? block(p) : undefined;
  p.expectClosing('end', 'if', line);
  return { type: 'If', start, end: p.lexer.previousEnd, line, clauses, otherwise };
}

function forLoop(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  const variable = binding(p);
  if (p.at('=')) return numericFor(p, start, line, variable);
  if (!p.at(',') && !p.at('in')) throw p.error("'=' or 'in' expected");
  const variables = bindings(p, variable);
  p.expect('in');
  const values = parseExpressions(p);
  p.expect('do');
  const inner = block(p, true, variables);
  p.expectClosing('end', 'for', line);
  return { type: 'GenericFor', start, end: p.lexer.previousEnd, line, variables, values, block: inner };
}

function numericFor(p: ParseState, start: number, line: number, variable: Parameter): Statement {
  p.expect('=');
  const from = parseExpression(p);
  p.expect(',');
  const to = parseExpression(p);
  const step = p.skip(',') ? parseExpression(p) : undefined;
  p.expect('do');
  const inner = block(p, true, [variable]);
  p.expectClosing('end', 'for', line);
  return {
    type: 'NumericFor',
    start,
    end: p.lexer.previousEnd,
    line,
    variable,
    from,
    to,
    step,
    block: inner,
  };
}

function breakStatement(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.scope.break(start, line);
  p.lexer.next();
  return { type: 'Break', start, end: p.lexer.previousEnd, line };
}

function gotoStatement(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  const name = p.name();
  p.scope.goto(name, start, line);
  return { type: 'Goto', start, end: p.lexer.previousEnd, line, label: name };
}

function label(p: ParseState, body: Statement[]): WaitingLabel {
  const { start, line } = p.lexer;
  p.lexer.next();
  const name = p.name();
  p.expect('::');
  body.push({ type: 'Label', start, end: p.lexer.previousEnd, line, name });
  return { name, offset: start, line };
}

/** What follows the labels is known now, so that jumps to them can be checked. */
function settled(p: ParseState, waiting: readonly WaitingLabel[], last: boolean): WaitingLabel[] {
  for (const label of waiting) p.scope.label(label, last);
  return [];
}

function typeAlias(p: ParseState): Statement {
  const { start, line } = p.lexer;
  p.lexer.next();
  const name = p.name();
  const generics = parseTypeParameters(p);
  p.expect('=');
  const value = parseType(p);
  return { type: 'TypeAlias', start, end: p.lexer.previousEnd, line, name, generics, value };
}
