/** Arithmetic: the common case written out, all others by a call into operations.ts. */

import type { Binary, Expression } from '../ast.ts';
import { bare } from '../bare.ts';
import { productKind, resultKind } from '../number-variables.ts';
import type { NumberKind } from '../resolution.ts';
import { type Atom, atom } from './atom.ts';
import { everywhere } from './fields.ts';
import { integerOf } from './forms.ts';
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
export function bothNumbers(a: Atom, b: Atom): string[] {
  return [a, b].filter((value) => value.kind !== 'number').map((value) => `typeof ${value.js} === 'number'`);
}

export function isLiteral(value: Atom): boolean {
  return /^\d/.test(value.js);
}

/** The expression of the fast path with the conditions under which it holds; no condition: it always does. */
interface Fast {
  readonly when: readonly string[];
  readonly value: string;
  readonly kind: 'number' | 'any';
}

/** `large`: `a` mostly has more than 32 bits. */
function fastArithmetic(
  operator: string,
  a: Atom,
  b: Atom,
  result: string,
  large: boolean,
): Fast | undefined {
  const numbers = bothNumbers(a, b);
  const kind = numbers.length === 0 ? 'number' : 'any';
  switch (operator) {
    case '+':
    case '-':
      return { when: numbers, value: `${a.js} ${operator} ${b.js}`, kind };
    case '*': {
      if (productKind(a.form, b.form) !== 'numeric')
        return { when: numbers, value: `${a.js} * ${b.js}`, kind };
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
        value: large ? remainderOfLarge(a.js, Number(b.js), result) : remainder(a, b),
        kind,
      };
    case '//':
      return {
        when: [...numbers, ...notNegative(a), ...positive(b)],
        value: `Math.floor(${a.js} / ${b.js})`,
        kind,
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

/**
 * Of 32 bits V8 takes the remainder in place; of larger numbers it would call C's fmod (measured: 30 ns, `rem` 4). `a` is
 * not negative, so by a literal all 32 bits are used (a sum of two numbers of 31 bits: lcg -13 %).
 */
function remainder(a: Atom, b: Atom): string {
  if (isLiteral(b)) return remainderByLiteral(a.js, Number(b.js));
  const small = [a, b]
    .filter((value) => !isLiteral(value))
    .map((value) => `(${value.js} | 0) === ${value.js}`);
  return `${small.join(' && ')} ? ${a.js} % ${b.js} : rem(${a.js}, ${b.js})`;
}

function remainderByLiteral(a: string, m: number): string {
  if (/^\d/.test(a) || !Number.isInteger(m)) return `${a} % ${m}`;
  const short = m > 0xffffffff ? a : `(${a} >>> 0) % ${m}`;
  const large = `Math.floor(${a}) === ${a} && ${a} <= 9007199254740991 ? ${a} - Math.floor(${a} / ${m}) * ${m}`;
  return `${a} >>> 0 === ${a} ? ${short} : ${large} : rem(${a}, ${m})`;
}

/** Up to here the quotient by a reciprocal is off by one at most, and all that is made of it is exact. */
const LARGE = 2 ** 52;

/**
 * What a product leaves is mostly beyond 32 bits. The quotient is found by a product too, and set right (measured: a checksum
 * `(sum * 31 + byte) % m` 28 to 13 ns a step).
 *
 *     a < m ? a + 0 : whole(a) ? (t1 = a - Math.floor(a * (1 / m)) * m) < 0 ? t1 + m : t1 >= m ? t1 - m : t1 : rem(a, m)
 */
function remainderOfLarge(a: string, m: number, result: string): string {
  if (!Number.isInteger(m) || m < 3 || m > 0xffffffff) return remainderByLiteral(a, m);
  const rest = `(${result} = ${a} - Math.floor(${a} * ${1 / m}) * ${m})`;
  const right = `${rest} < 0 ? ${result} + ${m} : ${result} >= ${m} ? ${result} - ${m} : ${result}`;
  return `${a} < ${m} ? ${a} + 0 : Math.floor(${a}) === ${a} && ${a} <= ${LARGE} ? ${right} : rem(${a}, ${m})`;
}

/** What a factor is taken for that is no literal. */
const SOME_FACTOR = 256;

/** Whether `node % m` mostly has more than 32 bits to divide: a product, or a sum with one, of what such a step left before. */
function isLarge(node: Expression, m: Atom): boolean {
  const inner = bare(node);
  if (inner.type !== 'Binary' || !isLiteral(m)) return false;
  const isSum = inner.operator === '+' || inner.operator === '-';
  const product = (isSum ? [inner.left, inner.right] : [inner])
    .map(bare)
    .find((side) => side.type === 'Binary' && side.operator === '*');
  if (product?.type !== 'Binary') return false;
  const factor = [product.left, product.right].map(integerOf).find((each) => each !== undefined);
  return Number(m.js) * Number(factor ?? SOME_FACTOR) > 2 ** 32;
}

function isShift(b: Atom, most: number): boolean {
  return /^\d+$/.test(b.js) && Number(b.js) <= most;
}

/** What follows the fast path of `a >> 33` and `a << 13`, which generators of 64 bits have; V8 does all of it in registers. */
function wideShift(operator: string, a: Atom, b: Atom, result: string): string | undefined {
  if (a.kind === 'number' || !isShift(b, 63) || (operator !== '>>' && operator !== '<<')) return undefined;
  const shifted = operator === '<<' ? `${a.js} << ${b.js}n` : `BigInt.asUintN(64, ${a.js}) >> ${b.js}n`;
  const number = operator === '>>' && Number(b.js) >= 32 ? 'lower' : 'whole';
  return `if (typeof ${a.js} === 'bigint') ${result} = ${number}(BigInt.asIntN(64, ${shifted}));`;
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

/**
 *     let t1; if (typeof a === 'number' && typeof b === 'number') t1 = a + b; else if ((t1 = add(a, b)) === S) SAVE
 */
export function emitArithmetic(e: FunctionEmitter, node: Binary): Atom {
  const [a, b] = arithmeticOperands(e, node);
  return applyArithmetic(e, node, a, b);
}

export function arithmeticOperands(e: FunctionEmitter, node: Binary): readonly [Atom, Atom] {
  const [a, b] = operands(e, [node.left, node.right], isOwnLocal) as [Atom, Atom];
  return [simple(e, a), simple(e, b)];
}

/** The condition that both are numbers. */
export function numbersText(a: Atom, b: Atom): string {
  return bothNumbers(a, b).join(' && ') || 'true';
}

/** `other`: a statement of the form `if (...) ...;` that makes the operation needless when its fast path does not hold. */
export function applyArithmetic(
  e: FunctionEmitter,
  node: Binary,
  a: Atom,
  b: Atom,
  shortcut?: { readonly other: string },
): Atom {
  const site = e.site(node, node.operator);
  const result = e.temp();
  const slow = SLOW[node.operator] as string;
  const fast = fastArithmetic(node.operator, a, b, result, node.operator === '%' && isLarge(node.left, b));
  const kind = fast === undefined ? 'any' : fast.kind;
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    if (fast !== undefined && fast.when.length === 0) e.declare(result, fast.value);
    else {
      e.declare(result);
      const set = fast === undefined || fast.value === '' ? ';' : `${result} = ${fast.value};`;
      const when = fast === undefined ? 'false' : fast.when.join(' && ');
      const other = shortcut?.other ?? wideShift(node.operator, a, b, result);
      const after = other === undefined || e.pool.everywhere ? '' : `else ${other} `;
      if (!e.isRare) e.write(`if (${when}) ${set} ${after}else `);
      e.write(`if ((${result} = ${slow}(${a.js}, ${b.js})) === S) ${site.save}`);
    }
    everywhere(e, site, result);
  }
  return kind === 'number'
    ? atom(result, kind, { temp: true, form: formOf(node.operator, a, b) })
    : atom(result, kind, { temp: true });
}

/** Of a result that needs no check. */
function formOf(operator: string, a: Atom, b: Atom): NumberKind {
  const kind = resultKind(operator, a.form, b.form);
  return kind === 'float' || kind === 'mixed' ? kind : 'number';
}

/** A value that can be repeated: a name or a literal. */
export function simple(e: FunctionEmitter, value: Atom): Atom {
  return isLiteral(value) ? value : e.named(value);
}
