/** Several operators in one step, where what comes between them would be an integer beyond 2^53. */

import type { Binary } from '../ast.ts';
import { applyArithmetic, arithmeticOperands, numbersText } from './arithmetic.ts';
import { type Atom, atom } from './atom.ts';
import { integerOf, productOf, wideProduct } from './forms.ts';
import type { FunctionEmitter } from './function-emitter.ts';

export function emitFused(e: FunctionEmitter, node: Binary): Atom | undefined {
  switch (node.operator) {
    case '&':
    case '%':
      return emitReduced(e, node);
    case '*':
      return emitXorMultiply(e, node);
    case '+':
      return emitMultiplyAdd(e, node);
    default:
      return undefined;
  }
}

/**
 * `(a * b + c) % m` and `(a * b) & m`, as in generators and hashes: when the product leaves 2^53 the result comes
 * in one step without it; and without a product at all when `b` is a literal and 32 bits say all.
 *
 *     let t3; if (a is an integer) t3 = (Math.imul(a, 5) + 7) & 65535; else { ... t3 = t2 % 65536 ... }
 *
 *     let t3; let t1; if (in range) ; else if (numbers) t3 = multiplyAddModulo(a, b, c, m); else if ((t1 = mul(a, b)) === S) SAVE
 *     if (t3 === undefined) { ... t3 = t2 % m ... }
 */
function emitReduced(e: FunctionEmitter, node: Binary): Atom | undefined {
  const parts = productOf(node.left);
  const m = integerOf(node.right);
  if (parts === undefined || typeof m !== 'number') return undefined;
  if (node.operator === '&' && parts.sum !== undefined) return undefined;
  const added = parts.sum === undefined ? 0 : integerOf(parts.sum.right);
  if (typeof added !== 'number') return undefined;
  const result = e.temp();
  e.declare(result);
  const c = String(added);
  const mask = node.operator === '&' ? m : maskOf(m);
  const factor = integerOf(parts.product.right);
  const [a, b] = arithmeticOperands(e, parts.product);
  const rest = (product: Atom): Atom => {
    const left =
      parts.sum === undefined ? product : applyArithmetic(e, parts.sum, product, atom(c, 'number'));
    return applyArithmetic(e, node, left, atom(String(m), 'number'));
  };
  if (mask !== undefined && mask >= 0 && mask <= 0xffffffff && typeof factor === 'number') {
    const condition = e.pool.everywhere ? 'false' : integerText(a);
    const opening = `if (${condition}) ${result} = ${low(a, factor, added, mask)}; else {`;
    return branch(e, result, opening, () => rest(applyArithmetic(e, parts.product, a, b)));
  }
  e.pool.usesIntegers();
  const fused =
    node.operator === '&'
      ? `multiplyMasked(${a.js}, ${b.js}, ${m})`
      : `multiplyAddModulo(${a.js}, ${b.js}, ${c}, ${m})`;
  const product = applyArithmetic(e, parts.product, a, b, {
    other: `if (${numbersText(a, b)}) ${result} = ${fused};`,
  });
  return branch(e, result, `if (${result} === undefined) {`, () => rest(product));
}

/** That it is a number within 2^53 without a fraction. V8 sees that 32 bits fit without a call (measured: 10 ns, now 7). */
function integerText(a: Atom): string {
  const numbers = a.kind === 'number' ? '' : `typeof ${a.js} === 'number' && `;
  return `${numbers}((${a.js} | 0) === ${a.js} || Number.isSafeInteger(${a.js}))`;
}

/** The bits that a remainder by `m` leaves, when `m` is a power of two. */
function maskOf(m: number): number | undefined {
  return m > 0 && m <= 2 ** 32 && Math.log2(m) % 1 === 0 ? m - 1 : undefined;
}

/** The masked lower half of `a * factor + added`: all that is asked of the 64 bits. */
function low(a: Atom, factor: number, added: number, mask: number): string {
  const product = `Math.imul(${a.js}, ${factor | 0})`;
  const masked = `(${added === 0 ? product : `${product} + ${added | 0}`}) & ${mask | 0}`;
  return mask <= 0x7fffffff ? masked : `(${masked}) >>> 0`;
}

/**
 * `(a ~ b) * k`, the step of hashes of 64 bits:
 *
 *     let t3; let t1; if (32 bits) t1 = (a ^ b) >>> 0; else if ((t3 = xorMultiply(a, b, 5n)) !== undefined) ; else ...
 *     if (t3 === undefined) { ... t3 = t1 * 5 ... }
 */
function emitXorMultiply(e: FunctionEmitter, node: Binary): Atom | undefined {
  const inner = node.left.type === 'Paren' ? node.left.expression : undefined;
  const k = integerOf(node.right);
  if (inner?.type !== 'Binary' || inner.operator !== '~' || k === undefined) return undefined;
  e.pool.usesIntegers();
  const result = e.temp();
  e.declare(result);
  const [a, b] = arithmeticOperands(e, inner);
  const left = applyArithmetic(e, inner, a, b, {
    other: `if ((${result} = xorMultiply(${a.js}, ${b.js}, ${k}n)) !== undefined) ;`,
  });
  return branch(e, result, `if (${result} === undefined) {`, () =>
    applyArithmetic(e, node, left, e.expression(node.right)),
  );
}

/**
 * `a * b + c` with literals of which one is beyond 2^53, the step of generators of 64 bits.
 *
 *     let t3; if ((t3 = multiplyAdd(a, 5n, 7n)) === undefined) { ... t3 = a * 5n + 7n ... }
 */
function emitMultiplyAdd(e: FunctionEmitter, node: Binary): Atom | undefined {
  const product = wideProduct(node);
  if (product === undefined) return undefined;
  const b = integerOf(product.right);
  const c = integerOf(node.right);
  e.pool.usesIntegers();
  const result = e.temp();
  e.declare(result);
  const [a, factor] = arithmeticOperands(e, product);
  const step = e.pool.everywhere ? 'undefined' : `multiplyAdd(${a.js}, ${b}n, ${c}n)`;
  return branch(e, result, `if ((${result} = ${step}) === undefined) {`, () =>
    applyArithmetic(e, node, applyArithmetic(e, product, a, factor), e.expression(node.right)),
  );
}

/** What is done when the step in one did not apply: the operators one by one, in the block that `opening` begins. */
function branch(e: FunctionEmitter, result: string, opening: string, walk: () => Atom): Atom {
  e.reach(result);
  const started = !e.silent;
  e.write(opening);
  e.branch(() => {
    const value = walk();
    e.assign(result, value.js);
  });
  if (started) e.write('}');
  return atom(result, 'any', { temp: true });
}
