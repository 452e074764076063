/** Operators: the common case written out, all others by a call into operations.ts. */

import type { Binary, Expression, Unary } from '../ast.ts';
import { literal } from '../literal.ts';
import { numberToText } from '../number-text.ts';
import { bothNumbers, emitArithmetic, isLiteral, simple } from './arithmetic.ts';
import { type Atom, atom, truth } from './atom.ts';
import { everywhere, ofAny } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { emitFused } from './fused.ts';
import { emitIntegerTree } from './integer-trees.ts';
import { isOwnLocal, operands } from './operands.ts';

export function emitBinary(e: FunctionEmitter, node: Binary): Atom {
  switch (node.operator) {
    case '..':
      return emitConcat(e, node);
    case '==':
    case '~=':
      return emitEquality(e, node);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return emitComparison(e, node);
    default:
      return (
        emitIntegerTree(e, node) ?? (e.isStepwise ? undefined : emitFused(e, node)) ?? emitArithmetic(e, node)
      );
  }
}

/**
 *     let t1; if (typeof a === 'number' && typeof b === 'number') t1 = a < b; else if ((t1 = lt(a, b)) === S) SAVE
 */
function emitComparison(e: FunctionEmitter, node: Binary): Atom {
  const [a, b] = operands(e, [node.left, node.right], isOwnLocal).map((value) => simple(e, value)) as [
    Atom,
    Atom,
  ];
  const site = e.site(node, 'compare');
  const result = e.temp();
  if (site.hit) e.declare(result, truth(atom('(v === S ? R.r0 : v)', 'any')));
  else {
    e.mark(site);
    const numbers = bothNumbers(a, b);
    const slow = node.operator === '<' || node.operator === '>' ? 'lt' : 'le';
    const swapped = node.operator === '>' || node.operator === '>=';
    const args = swapped ? `${b.js}, ${a.js}` : `${a.js}, ${b.js}`;
    const fast = `${a.js} ${node.operator} ${b.js}`;
    if (numbers.length === 0) e.declare(result, fast);
    else {
      e.declare(result);
      e.write(
        `if (${numbers.join(' && ')}) ${result} = ${fast}; else if ((${result} = ${slow}(${args})) === S) ${site.save}`,
      );
    }
    everywhere(e, site, result);
  }
  return atom(result, 'boolean', { temp: true });
}

/**
 *     let t1 = a === b ? typeof a !== 'string' || a.length < LONG || same(a) : eq(a, b); if (t1 === S) SAVE
 */
function emitEquality(e: FunctionEmitter, node: Binary): Atom {
  const [a, b] = operands(e, [node.left, node.right], isOwnLocal) as [Atom, Atom];
  const site = e.site(node, 'compare');
  const result = e.temp();
  const not = node.operator === '~=' ? '!' : '';
  if (site.hit) e.declare(result, `${not}${truth(atom('(v === S ? R.r0 : v)', 'any'))}`);
  else {
    e.mark(site);
    const exact = [a, b].some(
      (value) => value.kind !== 'any' && value.kind !== 'object' && value.kind !== 'number',
    );
    const literalNumber = [a, b].some(
      (value) => value.kind === 'number' && Math.abs(Number(value.js)) < 2 ** 53,
    );
    if (exact || literalNumber || bothNumbers(a, b).length === 0)
      e.declare(result, not === '!' ? `${a.js} !== ${b.js}` : `${a.js} === ${b.js}`);
    else {
      const paid =
        a.kind === 'any' ? `typeof ${a.js} !== 'string' || ${a.js}.length < 4096 || same(${a.js})` : 'true';
      e.declare(result, `${a.js} === ${b.js} ? ${paid} : eq(${a.js}, ${b.js})`);
      e.write(`if (${result} === S) ${site.save}`);
      if (not === '!') e.write(`${result} = !${result};`);
    }
    if (e.pool.everywhere) {
      if (not === '!') e.write(`${result} = !${result};`);
      everywhere(e, site, result);
      if (not === '!') e.write(`${result} = !${result};`);
    }
  }
  return atom(result, 'boolean', { temp: true });
}

/** `a .. b .. c`: all operands from the left, then the joins from the right. */
function emitConcat(e: FunctionEmitter, node: Binary): Atom {
  const nodes: Expression[] = [];
  const joins: Binary[] = [];
  let rest: Expression = node;
  while (rest.type === 'Binary' && rest.operator === '..') {
    nodes.push(rest.left);
    joins.push(rest);
    rest = rest.right;
  }
  nodes.push(rest);
  const atoms = operands(e, nodes).map((value) => joinable(e, value));
  const before = e.pending.length;
  for (const value of atoms) if (value.temp) e.pending.push(value.js);
  let right = atoms.pop() as Atom;
  for (let join = joins.pop(); join !== undefined; join = joins.pop()) {
    const left = atoms.pop() as Atom;
    e.pending.length = before;
    for (const value of atoms) if (value.temp) e.pending.push(value.js);
    right = emitJoin(e, join, left, right);
  }
  e.pending.length = before;
  return right;
}

/** An operand of `..`: a name or a literal. */
function joinable(e: FunctionEmitter, value: Atom): Atom {
  return value.kind === 'string' || isLiteralNumber(value) ? value : e.named(value);
}

function isLiteralNumber(value: Atom): boolean {
  return value.kind === 'number' && isLiteral(value);
}

/** What the fast path joins: a literal number is its text there, and a number to a metamethod. */
function joined(value: Atom): Atom {
  return isLiteralNumber(value) ? atom(literal(numberToText(Number(value.js))), 'string') : value;
}

/**
 *     let t1; if (typeof a === 'string' && typeof b === 'string' && a.length + b.length < LONG) t1 = a + b; else ...
 *
 * Long texts take the slow way, where the process is asked whether it has room.
 */
function emitJoin(e: FunctionEmitter, node: Binary, a: Atom, b: Atom): Atom {
  const site = e.site(node, '..');
  const result = e.temp();
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    const [x, y] = [joined(a), joined(b)];
    const texts = [x, y]
      .filter((value) => value.kind !== 'string')
      .map((value) => `typeof ${value.js} === 'string'`);
    if (texts.length === 0) texts.push('true');
    e.declare(result);
    e.write(
      `if (${texts.join(' && ')} && ${x.js}.length + ${y.js}.length < 16384) ${result} = ${x.js} + ${y.js};`,
    );
    e.write(`else if ((${result} = concat(${a.js}, ${b.js})) === S) ${site.save}`);
    everywhere(e, site, result);
  }
  return atom(result, 'any', { temp: true });
}

export function emitUnary(e: FunctionEmitter, node: Unary): Atom {
  if (node.operator === 'not') {
    const value = e.expression(node.operand);
    const result = e.temp();
    e.declare(result, `!${truth(value)}`);
    return atom(result, 'boolean', { temp: true });
  }
  const value = e.expression(node.operand);
  const operand = node.operator === '#' ? e.named(value) : simple(e, value);
  const site = e.site(node, node.operator);
  const result = e.temp();
  if (
    operand.kind === 'number' &&
    isLiteral(operand) &&
    node.operator === '-' &&
    !site.hit &&
    !e.pool.everywhere
  ) {
    return atom(`(-${operand.js} + 0)`, 'number', { form: operand.form });
  }
  const isNumber = node.operator === '-' && operand.kind === 'number';
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    const a = operand.js;
    e.declare(result, isNumber ? `0 - ${a}` : undefined);
    if (node.operator === '-' && !isNumber) {
      e.write(
        `if (typeof ${a} === 'number') ${result} = 0 - ${a}; else if ((${result} = unm(${a})) === S) ${site.save}`,
      );
    } else if (node.operator === '#') {
      const plain = `if (${a}${ofAny(e)}.arr !== undefined && ${a}.mt === null) ${result} = ${a}.arr.length - 1;`;
      if (!e.isRare) e.write(`${plain}else `);
      e.write(`if ((${result} = len(${a})) === S) ${site.save}`);
    } else if (node.operator === '~') {
      e.write(`if ((${result} = bnot(${a})) === S) ${site.save}`);
    }
    everywhere(e, site, result);
  }
  return isNumber
    ? atom(result, 'number', { temp: true, form: operand.form })
    : atom(result, 'any', { temp: true });
}
