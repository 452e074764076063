/** Operators: the common case written out, all others by a call into operations.ts. */

import type { Binary, Expression, Unary } from '../ast.ts';
import { literal } from '../literal.ts';
import { numberToText } from '../number-text.ts';
import { type Atom, atom, truth } from './atom.ts';
import { everywhere, ofAny } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { isOwnLocal, operands } from './operands.ts';

const SLOW: Record<string, string> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '//': 'idiv',
  '%': 'mod',
  '^': 'pow',
  '&': 'band',
  '|': 'bor',
  '~': 'bxor',
  '<<': 'shl',
  '>>': 'shr',
};

/** `typeof a === 'number' && typeof b === 'number'`, without what is known. */
function bothNumbers(a: Atom, b: Atom): string[] {
  return [a, b].filter((value) => value.kind !== 'number').map((value) => `typeof ${value.js} === 'number'`);
}

function isLiteral(value: Atom): boolean {
  return /^\d/.test(value.js);
}

/** The expression of the fast path with the conditions under which it holds; no condition: it always does. */
interface Fast {
  readonly when: readonly string[];
  readonly value: string;
  readonly kind: 'number' | 'any';
}

function fastArithmetic(operator: string, a: Atom, b: Atom, result: string): Fast | undefined {
  const numbers = bothNumbers(a, b);
  const kind = numbers.length === 0 ? 'number' : 'any';
  switch (operator) {
    case '+':
    case '-':
      return { when: numbers, value: `${a.js} ${operator} ${b.js}`, kind };
    case '*': {
      if (a.float || b.float) return { when: numbers, value: `${a.js} * ${b.js}`, kind };
      const inRange = `(${result} = ${a.js} * ${b.js}) <= 9007199254740991 && ${result} >= -9007199254740991`;
      return { when: [...numbers, inRange], value: '', kind: 'any' };
    }
    case '/':
      return {
        when: numbers,
        value: `${a.js} / ${isLiteral(b) && b.js !== '0' ? b.js : `(${b.js} + 0)`}`,
        kind,
      };
    case '%':
      return {
        when: [...numbers, ...notNegative(a), ...positive(b)],
        value: `${a.js} % ${b.js}`,
        kind: 'any',
      };
    case '//':
      return {
        when: [...numbers, ...notNegative(a), ...positive(b)],
        value: `Math.floor(${a.js} / ${b.js})`,
        kind: 'any',
      };
    case '^':
      return { when: numbers, value: `${a.js} ** ${b.js}`, kind };
    case '&':
    case '|':
    case '~': {
      const sign = operator === '~' ? '^' : operator;
      return {
        when: [...numbers, ...unsigned(a), ...unsigned(b)],
        value: `(${a.js} ${sign} ${b.js}) >>> 0`,
        kind: 'any',
      };
    }
    case '>>':
      return isShift(b, 31)
        ? { when: [...numbers, ...unsigned(a)], value: `${a.js} >>> ${b.js}`, kind: 'any' }
        : undefined;
    case '<<':
      return isShift(b, 20)
        ? { when: [...numbers, ...unsigned(a)], value: `${a.js} * ${2 ** Number(b.js)}`, kind: 'any' }
        : undefined;
    default:
      return undefined;
  }
}

function isShift(b: Atom, most: number): boolean {
  return /^\d+$/.test(b.js) && Number(b.js) <= most;
}

function unsigned(a: Atom): string[] {
  if (/^\d+$/.test(a.js) && Number(a.js) <= 0xffffffff) return [];
  return [`${a.js} >>> 0 === ${a.js}`];
}

function notNegative(a: Atom): string[] {
  return isLiteral(a) ? [] : [`${a.js} >= 0`];
}

function positive(b: Atom): string[] {
  return isLiteral(b) && Number(b.js) > 0 ? [] : [`${b.js} > 0`];
}

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
    case '&':
    case '%':
      return emitFused(e, node) ?? emitArithmetic(e, node);
    default:
      return emitArithmetic(e, node);
  }
}

/** The product and the addend of `a * b` or `a * b + 1`, in parentheses. */
function productOf(
  node: Expression,
): { readonly product: Binary; readonly sum: Binary | undefined } | undefined {
  const inner = node.type === 'Paren' ? node.expression : undefined;
  if (inner?.type !== 'Binary') return undefined;
  if (inner.operator === '*') return { product: inner, sum: undefined };
  if (inner.operator !== '+' || inner.left.type !== 'Binary' || inner.left.operator !== '*') return undefined;
  return inner.right.type === 'Number' && !inner.right.float
    ? { product: inner.left, sum: inner }
    : undefined;
}

/**
 * `(a * b + c) % m` and `(a * b) & m`, as in generators and hashes: when the product leaves 2^53 the result comes
 * in one step without it.
 *
 *     let t3; let t1; if (in range) ; else if (numbers) t3 = multiplyAddModulo(a, b, c, m); else if ((t1 = mul(a, b)) === S) SAVE
 *     if (t3 === undefined) { ... t3 = t2 % m ... }
 */
function emitFused(e: FunctionEmitter, node: Binary): Atom | undefined {
  const parts = productOf(node.left);
  const m = node.right;
  if (parts === undefined || m.type !== 'Number' || m.float || typeof m.value !== 'number') return undefined;
  if (node.operator === '&' && parts.sum !== undefined) return undefined;
  const result = e.temp();
  e.declare(result);
  const c = parts.sum?.right.type === 'Number' ? String(parts.sum.right.value) : '0';
  const fused = (a: Atom, b: Atom): string =>
    node.operator === '&'
      ? `${result} = multiplyMasked(${a.js}, ${b.js}, ${m.value})`
      : `${result} = multiplyAddModulo(${a.js}, ${b.js}, ${c}, ${m.value})`;
  const product = emitArithmetic(e, parts.product, fused);
  e.reach(result);
  const started = !e.silent;
  e.write(`if (${result} === undefined) {`);
  const left = parts.sum === undefined ? product : applyArithmetic(e, parts.sum, product, atom(c, 'number'));
  const value = applyArithmetic(e, node, left, atom(String(m.value), 'number'));
  e.assign(result, value.js);
  if (started) e.write('}');
  return atom(result, 'any', { temp: true });
}

/**
 *     let t1; if (typeof a === 'number' && typeof b === 'number') t1 = a + b; else if ((t1 = add(a, b)) === S) SAVE
 */
function emitArithmetic(e: FunctionEmitter, node: Binary, instead?: (a: Atom, b: Atom) => string): Atom {
  const [a, b] = operands(e, [node.left, node.right], isOwnLocal).map((value) => simple(e, value)) as [
    Atom,
    Atom,
  ];
  return applyArithmetic(e, node, a, b, instead);
}

/** `instead`: what numbers do when the fast path does not hold. */
function applyArithmetic(
  e: FunctionEmitter,
  node: Binary,
  a: Atom,
  b: Atom,
  instead?: (a: Atom, b: Atom) => string,
): Atom {
  const site = e.site(node, node.operator);
  const result = e.temp();
  const slow = SLOW[node.operator] as string;
  const fast = fastArithmetic(node.operator, a, b, result);
  const kind = fast === undefined ? 'any' : fast.kind;
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    if (fast !== undefined && fast.when.length === 0) e.declare(result, fast.value);
    else {
      e.declare(result);
      const set = fast === undefined || fast.value === '' ? ';' : `${result} = ${fast.value};`;
      const when = fast === undefined ? 'false' : fast.when.join(' && ');
      const numbers = bothNumbers(a, b).join(' && ') || 'true';
      const other =
        instead === undefined || e.pool.everywhere ? '' : `else if (${numbers}) ${instead(a, b)}; `;
      e.write(
        `if (${when}) ${set} ${other}else if ((${result} = ${slow}(${a.js}, ${b.js})) === S) ${site.save}`,
      );
    }
    everywhere(e, site, result);
  }
  return atom(result, kind, { temp: true, float: node.operator === '/' && kind === 'number' });
}

/** A value that can be repeated: a name or a literal. */
function simple(e: FunctionEmitter, value: Atom): Atom {
  return isLiteral(value) ? value : e.named(value);
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
    e.declare(result);
    const numbers = bothNumbers(a, b);
    const slow = node.operator === '<' || node.operator === '>' ? 'lt' : 'le';
    const swapped = node.operator === '>' || node.operator === '>=';
    const args = swapped ? `${b.js}, ${a.js}` : `${a.js}, ${b.js}`;
    const when = numbers.length === 0 ? 'true' : numbers.join(' && ');
    e.write(
      `if (${when}) ${result} = ${a.js} ${node.operator} ${b.js}; else if ((${result} = ${slow}(${args})) === S) ${site.save}`,
    );
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
    if (exact || literalNumber)
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
    return atom(`(-${operand.js} + 0)`, 'number', { float: operand.float });
  }
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    e.declare(result);
    const a = operand.js;
    if (node.operator === '-') {
      e.write(
        `if (typeof ${a} === 'number') ${result} = 0 - ${a}; else if ((${result} = unm(${a})) === S) ${site.save}`,
      );
    } else if (node.operator === '#') {
      e.write(`if (${a}${ofAny(e)}.arr !== undefined && ${a}.mt === null) ${result} = ${a}.arr.length - 1;`);
      e.write(`else if ((${result} = len(${a})) === S) ${site.save}`);
    } else {
      e.write(`if ((${result} = bnot(${a})) === S) ${site.save}`);
    }
    everywhere(e, site, result);
  }
  return atom(result, 'any', { temp: true });
}
