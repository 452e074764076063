/**
 * Expressions of integers over variables that are held as halves (wide-integer.ts), with 32 bits at a time: all of it stays in
 * registers, and no code is run. The step is taken when each such variable holds halves and all others are integers of 32
 * bits; else the operators are written one by one, as ever.
 *
 *     if (l1 !== undefined && l1.high !== undefined) { const h0 = l1.high, o0 = l1.low; ... } else { ... }
 */
import type { Binary, Expression, Name } from '../ast.ts';
import { bare } from '../bare.ts';
import { literalHalves } from '../literal.ts';
import { isLower } from './forms.ts';
import type { FunctionEmitter } from './function-emitter.ts';

import { type Held, heldBy, narrowing, variableAtom } from './variables.ts';

/** An integer as two texts of signed 32 bits: names or literals. */
interface Halves {
  readonly high: string;
  readonly low: string;
}

const MOST_OPERATORS = 16;

export interface HalvesStep extends Halves {
  /** The condition. */
  readonly when: string;
  /** Declares what the halves are made of. */
  readonly text: string;
  /** Makes values of the variables: for when the condition does not hold. */
  readonly otherwise: string;
  readonly held: readonly Held[];
  /** The result is one of 0 to 2^32 - 1. */
  readonly isLower: boolean;
}

/** The step of an expression; undefined where it is none, or has no variable that is held so. */
export function halvesOf(e: FunctionEmitter, node: Expression): HalvesStep | undefined {
  if (e.isNarrow || e.resolution.wide.size === 0) return undefined;
  const writer = new HalvesWriter(e);
  const result = writer.write(node);
  if (result === undefined || writer.held.size === 0) return undefined;
  const held = [...writer.held.values()];
  return {
    ...result,
    when: [...held.map(({ js }) => `${js} !== undefined && ${js}.high !== undefined`), ...writer.when].join(
      ' && ',
    ),
    text: writer.text,
    otherwise: held.map(narrowing).join(' '),
    held,
    isLower: isLower(node),
  };
}

/** The result as a value. */
export function resultOf({ high, low, isLower: isShort }: HalvesStep): string {
  return isShort ? `${low} >>> 0` : `fromHalves(${high}, ${low})`;
}

class HalvesWriter {
  readonly #e: FunctionEmitter;
  readonly #known = new Map<string, Halves>();
  readonly held = new Map<string, Held>();
  readonly when: string[] = [];
  text = '';
  #names = 0;
  #operators = 0;

  constructor(e: FunctionEmitter) {
    this.#e = e;
  }

  write(node: Expression): Halves | undefined {
    const inner = bare(node);
    switch (inner.type) {
      case 'Number':
        return inner.float ? undefined : literalHalves(BigInt(inner.value));
      case 'Name':
        return this.#variable(inner);
      case 'Unary': {
        if (inner.operator !== '-' && inner.operator !== '~') return undefined;
        const of = this.write(inner.operand);
        if (of === undefined || ++this.#operators > MOST_OPERATORS) return undefined;
        return inner.operator === '~'
          ? this.#named(`~${of.high}`, `~${of.low}`)
          : this.#difference({ high: '0', low: '0' }, of);
      }
      case 'Binary':
        return ++this.#operators > MOST_OPERATORS ? undefined : this.#binary(inner);
      default:
        return undefined;
    }
  }

  /** A variable's halves are read once. */
  #variable(node: Name): Halves | undefined {
    const held = heldBy(this.#e, node);
    const js = held?.js ?? variableAtom(this.#e, node)?.js;
    if (js === undefined) return undefined;
    let known = this.#known.get(js);
    if (known !== undefined) return known;
    if (held === undefined) {
      const { kind = 'any' } = variableAtom(this.#e, node) ?? {};
      if (kind !== 'number') this.when.push(`typeof ${js} === 'number'`);
      this.when.push(`((${js} | 0) === ${js} || ${js} >>> 0 === ${js})`);
      known = this.#named(`${js} < 0 ? -1 : 0`, `${js} | 0`);
    } else {
      this.held.set(js, held);
      known = this.#named(`${js}.high`, `${js}.low`);
    }
    this.#known.set(js, known);
    return known;
  }

  #named(high: string, low: string): Halves {
    const n = this.#names++;
    const halves = { high: `h${n}`, low: `o${n}` };
    this.text += `const ${halves.low} = ${low}, ${halves.high} = ${high}; `;
    return halves;
  }

  #binary({ operator, left, right }: Binary): Halves | undefined {
    const a = this.write(left);
    if (a === undefined) return undefined;
    if (operator === '<<' || operator === '>>') return this.#shifted(operator, a, right);
    const b = this.write(right);
    if (b === undefined || !this.#isExact(operator, left, right)) return undefined;
    switch (operator) {
      case '&':
      case '|':
        return this.#named(`${a.high} ${operator} ${b.high}`, `${a.low} ${operator} ${b.low}`);
      case '~':
        return this.#named(`${a.high} ^ ${b.high}`, `${a.low} ^ ${b.low}`);
      case '+': {
        const low = this.#next;
        return this.#named(
          `${a.high} + ${b.high} + (${low} >>> 0 < ${a.low} >>> 0 ? 1 : 0) | 0`,
          `${a.low} + ${b.low} | 0`,
        );
      }
      case '-':
        return this.#difference(a, b);
      case '*':
        return this.#named(
          `highProduct(${a.high}, ${a.low}, ${b.high}, ${b.low})`,
          `Math.imul(${a.low}, ${b.low})`,
        );
      default:
        return undefined;
    }
  }

  /** Sums of numbers are those of doubles (N3): one side must be beyond 2^53. */
  #isExact(operator: string, left: Expression, right: Expression): boolean {
    if (operator !== '+' && operator !== '-') return true;
    const sides = [left, right].map(bare);
    if (sides.some((side) => side.type === 'Number' && typeof side.value === 'bigint')) return true;
    const held = sides
      .map((side) => (side.type === 'Name' ? heldBy(this.#e, side) : undefined))
      .find(Boolean);
    if (held === undefined) return false;
    this.when.push(`(${held.js}.high >= 2097152 || ${held.js}.high < -2097152)`);
    return true;
  }

  /** The name that the next lower half gets. */
  get #next(): string {
    return `o${this.#names}`;
  }

  #difference(a: Halves, b: Halves): Halves {
    return this.#named(
      `${a.high} - ${b.high} - (${a.low} >>> 0 < ${b.low} >>> 0 ? 1 : 0) | 0`,
      `${a.low} - ${b.low} | 0`,
    );
  }

  #shifted(operator: '<<' | '>>', { high, low }: Halves, by: Expression): Halves | undefined {
    const inner = bare(by);
    if (inner.type !== 'Number' || inner.float || inner.value < 0 || inner.value > 63) return undefined;
    const count = Number(inner.value);
    if (count === 0) return { high, low };
    const rest = 32 - count;
    if (operator === '<<') {
      if (count >= 32) return this.#named(count === 32 ? low : `${low} << ${-rest}`, '0');
      return this.#named(`${high} << ${count} | ${low} >>> ${rest}`, `${low} << ${count}`);
    }
    if (count >= 32) return this.#named('0', count === 32 ? high : `${high} >>> ${-rest} | 0`);
    return this.#named(`${high} >>> ${count} | 0`, `${low} >>> ${count} | ${high} << ${rest}`);
  }
}
