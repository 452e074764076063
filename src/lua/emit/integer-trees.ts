/**
 * Expressions of several bit operators over variables and literals, in one step: what comes between would mostly be
 * integers beyond 2^53, each made for the next operator alone.
 *
 *   It1  The operands have no effects. The step is taken when all of them are integers, so it calls nothing; all other
 *        values go through the operators one by one, which are written behind it with their sites.
 *   It2  Of numbers within 32 bits the result is found with 32 bits, where that is all of it. Sums that could leave 2^53
 *        are not taken, as those of doubles are not exact there (N3).
 *   It3  Where an operand is a bigint, V8 takes an expression that is wrapped once for one of 64 bits in registers
 *        (measured: a step of xorshift 184 to 48 ns). Sums are taken where one side is beyond 2^53, and so exact.
 */
import type { Binary, Expression, Name } from '../ast.ts';
import { bare } from '../bare.ts';
import { applyArithmetic, arithmeticOperands } from './arithmetic.ts';
import { type Atom, atom } from './atom.ts';
import { isLower, isXorMultiply } from './forms.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { halvesOf, resultOf } from './halves.ts';

import { heldBy, variableAtom } from './variables.ts';

const BITWISE = new Set(['&', '|', '~', '<<', '>>']);
const MOST_OPERATORS = 16;
const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

/** A variable of the tree under the name that the step has for it. */
interface Leaf {
  readonly name: string;
  readonly js: string;
  readonly isNumber: boolean;
}

/** What the step is made of. */
interface Tree {
  readonly leaves: readonly Leaf[];
  /** The result by 32 bits, when all variables are within them. */
  readonly small: string | undefined;
  /** The bigint of 64 bits, and whether it is one of 0 to 2^32 - 1. */
  readonly wide: string | undefined;
  readonly isLower: boolean;
  /** Its only variable is a bigint. */
  readonly isSingle: boolean;
  /** What must hold for either in addition. */
  readonly smallWhen: readonly string[];
  readonly wideWhen: readonly string[];
}

/** A part by 32 bits: `exact` when they are all of it, and how large it may be. */
interface Small {
  readonly js: string;
  readonly exact: boolean;
  readonly most: number;
}

class Reader {
  readonly #e: FunctionEmitter;
  readonly leaves = new Map<string, Leaf>();
  operators = 0;
  isBitwise = false;
  /** A literal beyond 2^53: then numbers are seldom small. */
  hasWideLiteral = false;
  readonly smallWhen = new Set<string>();
  /** Variables that must be beyond 2^53. */
  readonly beyond = new Set<string>();
  /** One of the variables may be held as halves: then a single operator is taken in one step too. */
  hasHalves = false;

  constructor(e: FunctionEmitter) {
    this.#e = e;
  }

  /** Whether all of it is operators of integers over variables and literals. */
  fits(node: Expression): boolean {
    const inner = bare(node);
    switch (inner.type) {
      case 'Number':
        if (typeof inner.value === 'bigint') this.hasWideLiteral = true;
        return !inner.float && (typeof inner.value === 'bigint' || Number.isSafeInteger(inner.value));
      case 'Name':
        if (heldBy(this.#e, inner) !== undefined) this.hasHalves = true;
        return this.#e.binding(inner).type !== 'global';
      case 'Unary':
        if (inner.operator !== '~' && inner.operator !== '-') return false;
        return ++this.operators <= MOST_OPERATORS && this.fits(inner.operand);
      case 'Binary': {
        if (BITWISE.has(inner.operator)) this.isBitwise = true;
        else if (inner.operator !== '*' && inner.operator !== '+' && inner.operator !== '-') return false;
        return ++this.operators <= MOST_OPERATORS && this.fits(inner.left) && this.fits(inner.right);
      }
      default:
        return false;
    }
  }

  #leaf(node: Name): Leaf {
    const { js, kind } = variableAtom(this.#e, node) as Atom; // no global: see `fits`
    let leaf = this.leaves.get(js);
    if (leaf === undefined) {
      leaf = { name: `w${this.leaves.size}`, js, isNumber: kind === 'number' };
      this.leaves.set(js, leaf);
    }
    return leaf;
  }

  small(node: Expression): Small | undefined {
    const inner = bare(node);
    if (inner.type === 'Name') return { js: this.#leaf(inner).name, exact: true, most: TWO_32 };
    if (inner.type === 'Number') {
      if (typeof inner.value === 'bigint') return undefined;
      const exact = inner.value >= 0 && inner.value < TWO_32;
      return { js: exact ? String(inner.value) : `(${inner.value | 0})`, exact, most: Math.abs(inner.value) };
    }
    if (inner.type === 'Unary') {
      const of = this.small(inner.operand);
      return of && { js: `(${inner.operator === '~' ? '~' : '0 - '}${of.js})`, exact: false, most: TWO_53 };
    }
    return inner.type === 'Binary' ? this.#smallOf(inner) : undefined;
  }

  #smallOf({ operator, left, right }: Binary): Small | undefined {
    const [a, b] = [this.small(left), this.small(right)];
    if (a === undefined || b === undefined) return undefined;
    switch (operator) {
      case '&':
        if (!a.exact && !b.exact) return bits(`${a.js} & ${b.js}`, false);
        return bits(
          `${a.js} & ${b.js}`,
          true,
          Math.min(a.exact ? a.most : TWO_32, b.exact ? b.most : TWO_32),
        );
      case '|':
        return bits(`${a.js} | ${b.js}`, a.exact && b.exact);
      case '~':
        return bits(`${a.js} ^ ${b.js}`, a.exact && b.exact);
      case '>>':
        if (!a.exact || !this.#isShift(right, b)) return undefined;
        return { js: `(${a.js} >>> ${b.js})`, exact: true, most: TWO_32 };
      case '<<':
        return this.#isShift(right, b)
          ? { js: `(${a.js} << ${b.js})`, exact: false, most: TWO_53 }
          : undefined;
      case '*':
        return { js: `Math.imul(${a.js}, ${b.js})`, exact: false, most: a.most * b.most };
      default: {
        const most = a.most + b.most;
        return most < TWO_53 ? { js: `(${a.js} ${operator} ${b.js} | 0)`, exact: false, most } : undefined;
      }
    }
  }

  /** From 0 to 31, perhaps after a look. */
  #isShift(node: Expression, { js, exact, most }: Small): boolean {
    const inner = bare(node);
    if (inner.type === 'Number') return exact && most <= 31;
    const isDifference =
      inner.type === 'Binary' && inner.operator === '-' && [inner.left, inner.right].map(bare).every(isPlain);
    if (!exact && !isDifference) return false;
    if (!exact || most > 31) this.smallWhen.add(`${js} >>> 0 <= 31`);
    return true;
  }

  wide(node: Expression): string | undefined {
    const inner = bare(node);
    switch (inner.type) {
      case 'Name':
        return `b${this.#leaf(inner).name}`;
      case 'Number':
        return inner.value < 0 ? `(${inner.value}n)` : `${inner.value}n`;
      case 'Unary': {
        const of = this.wide(inner.operand);
        return of && `(${inner.operator}${of})`;
      }
      case 'Binary':
        return this.#wideOf(inner);
      default:
        return undefined;
    }
  }

  #wideOf({ operator, left, right }: Binary): string | undefined {
    const [a, b] = [this.wide(left), this.wide(right)];
    if (a === undefined || b === undefined) return undefined;
    switch (operator) {
      case '<<':
      case '>>':
        if (!/^\d\d?n$/.test(b) || Number.parseInt(b, 10) > 63) return undefined;
        return operator === '<<' ? `BigInt.asIntN(64, ${a} << ${b})` : `(BigInt.asUintN(64, ${a}) >> ${b})`;
      case '+':
      case '-':
        return this.#isBeyond(left) || this.#isBeyond(right) ? `(${a} ${operator} ${b})` : undefined;
      default:
        return `(${a} ${operator === '~' ? '^' : operator} ${b})`;
    }
  }

  #isBeyond(node: Expression): boolean {
    const inner = bare(node);
    if (inner.type === 'Number') return typeof inner.value === 'bigint';
    if (inner.type !== 'Name') return false;
    const leaf = this.#leaf(inner);
    if (!leaf.isNumber) this.beyond.add(leaf.name);
    return !leaf.isNumber;
  }
}

function bits(js: string, exact: boolean, most = TWO_32): Small {
  return exact ? { js: `((${js}) >>> 0)`, exact, most } : { js: `(${js})`, exact, most: TWO_53 };
}

function isPlain(node: Expression): boolean {
  return node.type === 'Name' || node.type === 'Number';
}

/** Whether the operators are taken in one step. */
export function isIntegerTree(e: FunctionEmitter, node: Expression): boolean {
  return !e.isStepwise && node.type === 'Binary' && treeOf(e, node) !== undefined;
}

function treeOf(e: FunctionEmitter, node: Binary): Tree | undefined {
  const reader = new Reader(e);
  if (!reader.fits(node) || !reader.isBitwise || reader.operators < (reader.hasHalves ? 1 : 2))
    return undefined;
  const small = reader.small(node);
  const found = reader.wide(node);
  const leaves = [...reader.leaves.values()];
  const isWide = leaves.filter(({ isNumber }) => !isNumber).map(({ name }) => `typeof ${name} === 'bigint'`);
  const wide = isWide.length === 0 && !reader.hasWideLiteral ? undefined : found;
  if (leaves.length === 0 || (small?.exact !== true && wide === undefined)) return undefined;
  if (leaves.length > 1 && small?.exact !== true && isXorMultiply(node)) return undefined;
  const smallWhen = leaves.map(({ name, isNumber }) =>
    isNumber ? `${name} >>> 0 === ${name}` : `typeof ${name} === 'number' && ${name} >>> 0 === ${name}`,
  );
  const whole = leaves.map((leaf) => wholeText(leaf, reader.beyond));
  const isSingle = leaves.length === 1 && !reader.hasWideLiteral;
  const wideWhen = isSingle ? isWide : reader.hasWideLiteral ? whole : [`(${isWide.join(' || ')})`, ...whole];
  return {
    leaves,
    small: small?.exact === true ? small.js : undefined,
    wide,
    isLower: isLower(node),
    isSingle,
    smallWhen: [...smallWhen, ...reader.smallWhen],
    wideWhen,
  };
}

function wholeText({ name, isNumber }: Leaf, beyond: ReadonlySet<string>): string {
  if (beyond.has(name)) return `typeof ${name} === 'bigint'`;
  return isNumber
    ? `Number.isSafeInteger(${name})`
    : `(typeof ${name} === 'bigint' || Number.isSafeInteger(${name}))`;
}

/**
 *     let t3; { const w0 = l1; if (32 bits) t3 = (w0 ^ w0 >>> 7) >>> 0;
 *       else if (typeof w0 === 'bigint') { const bw0 = BigInt.asIntN(64, w0); t3 = whole(BigInt.asIntN(64, bw0 ^ ...)); }
 *       else { ... one by one ... } }
 */
export function emitIntegerTree(e: FunctionEmitter, node: Binary): Atom | undefined {
  const tree = e.tree === node ? treeOf(e, node) : undefined;
  if (tree === undefined) return undefined;
  if (tree.wide !== undefined) e.pool.usesIntegers();
  const result = e.temp();
  e.declare(result);
  e.reach(result);
  const step = halvesOf(e, node);
  const started = !e.silent;
  if (step !== undefined)
    e.write(`if (${step.when}) { ${step.text}${result} = ${resultOf(step)}; } else { ${step.otherwise}`);
  e.write(e.pool.everywhere ? '{ {' : stepText(tree, result));
  e.branch(() => {
    const { isRare } = e;
    const { isNarrow } = e;
    e.isStepwise = true;
    e.isNarrow ||= step !== undefined;
    e.isRare = isRare || tree.small !== undefined;
    const [a, b] = arithmeticOperands(e, node);
    const value = applyArithmetic(e, node, a, b);
    e.isStepwise = false;
    e.isNarrow = isNarrow;
    e.isRare = isRare;
    e.assign(result, value.js);
  });
  if (started) e.write(step === undefined ? '} }' : '} } }');
  return atom(result, 'any', { temp: true });
}

function stepText(
  { leaves, small, smallWhen, wide, wideWhen, isLower, isSingle }: Tree,
  result: string,
): string {
  const named = leaves.map(({ name, js }) => `${name} = ${js}`).join(', ');
  const steps: string[] = [];
  if (small !== undefined) steps.push(`if (${smallWhen.join(' && ')}) ${result} = ${small};`);
  if (wide !== undefined) {
    const wides = leaves.map((leaf) => `b${leaf.name} = ${wideText(leaf, isSingle)}`).join(', ');
    steps.push(
      `if (${wideWhen.join(' && ')}) { const ${wides}; ${result} = ${isLower ? 'lower' : 'whole'}(BigInt.asIntN(64, ${wide})); }`,
    );
  }
  return `{ const ${named}; ${steps.join(' else ')} else {`;
}

function wideText({ name, isNumber }: Leaf, isBigint: boolean): string {
  const whole = `BigInt.asIntN(64, ${name})`;
  const converted = `BigInt.asIntN(64, BigInt(${name}))`;
  if (isBigint) return whole;
  return isNumber ? converted : `typeof ${name} === 'bigint' ? ${whole} : ${converted}`;
}
