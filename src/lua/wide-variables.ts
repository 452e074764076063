/**
 * Which variables are held as two halves while they go from step to step of 64 bits (wide-integer.ts): those that are
 * assigned an expression of integers over themselves, such as `x = x * 6364136223846793005 + 1` or `x = x ~ (x << 13)`.
 *
 *   Wv1  The expression has variables, integer literals and operators of integers alone, and calls nothing for integers.
 *   Wv2  Such a variable is read by steps and by bit operators. Who reads it otherwise takes a bigint: where that happens as
 *        often as the steps, the variable is held as any other.
 */
import type { Assign, Binary, Expression, Local, Logical, Name } from './ast.ts';
import { bare } from './bare.ts';
import type { Binding, FunctionScope, Variable } from './resolution.ts';

const BITWISE = new Set(['&', '|', '~', '<<', '>>']);
const MOST_OPERATORS = 16;

/** Wv1; undefined, or the names in it. */
function namesOf(root: Expression): readonly Name[] | undefined {
  const names: Name[] = [];
  let operators = 0;
  const fits = (node: Expression): boolean => {
    const inner = bare(node);
    switch (inner.type) {
      case 'Number':
        return !inner.float;
      case 'Name':
        names.push(inner);
        return true;
      case 'Unary':
        if (inner.operator !== '-' && inner.operator !== '~') return false;
        return ++operators <= MOST_OPERATORS && fits(inner.operand);
      case 'Binary':
        if (++operators > MOST_OPERATORS) return false;
        if (inner.operator === '<<' || inner.operator === '>>')
          return isShift(inner.right) && fits(inner.left);
        if (!BITWISE.has(inner.operator) && !'+-*'.includes(inner.operator)) return false;
        return fits(inner.left) && fits(inner.right);
      default:
        return false;
    }
  };
  return fits(root) ? names : undefined;
}

/** From 0 to 63, as a literal. */
function isShift(node: Expression): boolean {
  const inner = bare(node);
  return inner.type === 'Number' && !inner.float && inner.value >= 0 && inner.value <= 63;
}

/** Whether it has bit operators or literals beyond 2^53 at all. */
function hasBits(root: Expression): boolean {
  const inner = bare(root);
  if (inner.type === 'Number') return typeof inner.value === 'bigint';
  if (inner.type === 'Unary') return inner.operator === '~' || hasBits(inner.operand);
  if (inner.type !== 'Binary') return false;
  return BITWISE.has(inner.operator) || hasBits(inner.left) || hasBits(inner.right);
}

/** Whether it may well need more than 53 bits: it is shifted to the left, or multiplied, and not masked. */
function isWide(root: Expression): boolean {
  const inner = bare(root);
  switch (inner.type) {
    case 'Number':
      return typeof inner.value === 'bigint';
    case 'Unary':
      return inner.operator === '~' || isWide(inner.operand);
    case 'Binary':
      switch (inner.operator) {
        case '<<':
        case '*':
          return true;
        case '>>':
          return isWide(inner.left);
        case '&':
          return isWide(inner.left) && isWide(inner.right);
        default:
          return isWide(inner.left) || isWide(inner.right);
      }
    default:
      return false;
  }
}

/** A part of the source. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

interface Step {
  readonly to: Variable;
  readonly names: readonly Name[];
  readonly value: Expression;
  readonly at: number;
}

/** Collects what a walk over the tree finds. */
export class WideVariables {
  readonly #assigned: Assign[] = [];
  readonly #targets: Name[] = [];
  readonly #locals: Local[] = [];
  readonly #operators: (Binary | Logical)[] = [];
  readonly #loops: Region[] = [];

  assign(node: Assign): void {
    const [value] = node.values;
    for (const target of node.targets) if (target.type === 'Name') this.#targets.push(target);
    if (node.targets.length > 1 || node.values.length > 1 || value === undefined) return;
    if (hasBits(value)) this.#assigned.push(node);
  }

  local(node: Local): void {
    if (node.names.length === 1 && node.values.length === 1) this.#locals.push(node);
  }

  operator(node: Binary | Logical): void {
    if (BITWISE.has(node.operator)) this.#operators.push(node);
  }

  loop(start: number, end: number): void {
    this.#loops.push({ start, end });
  }

  found(
    bindingOf: ReadonlyMap<Name, Binding>,
    declared: ReadonlyMap<object, readonly Variable[]>,
    functions: readonly FunctionScope[],
  ): ReadonlySet<Variable> {
    const found = new Set<Variable>();
    if (this.#assigned.length === 0) return found;
    const of = (name: Name): Variable | undefined => {
      const binding = bindingOf.get(name);
      return binding === undefined || binding.type === 'global' ? undefined : binding.variable;
    };
    const steps = this.#steps(of);
    for (const { to, names, value } of steps)
      if (isWide(value) && names.some((name) => of(name) === to)) found.add(to);
    const copies = this.#locals.flatMap((node): Step[] => {
      const to = declared.get(node)?.[0];
      const value = node.values[0] as Expression; // it has one
      const names = namesOf(value);
      return to === undefined || names === undefined ? [] : [{ to, names, value, at: node.start }];
    });
    const places = new Places(this.#loops, functions);
    for (let before = -1; before !== found.size; ) {
      before = found.size;
      const known = this.#known([...steps, ...copies], found);
      for (const name of bindingOf.keys()) {
        const variable = of(name);
        if (variable === undefined || !found.has(variable) || known.has(name)) continue;
        if (steps.some(({ to, at }) => to === variable && places.areTogether(at, name.start)))
          found.delete(variable);
      }
    }
    return found;
  }

  #steps(of: (name: Name) => Variable | undefined): Step[] {
    return this.#assigned.flatMap(({ targets: [target], values: [value], start }): Step[] => {
      const to = target?.type === 'Name' ? of(target) : undefined;
      const names = value && namesOf(value);
      if (to === undefined || names?.every((name) => of(name) !== undefined) !== true) return [];
      return [{ to, names, value: value as Expression, at: start }];
    });
  }

  /** The names that are read as halves (Wv2), or assigned. */
  #known(steps: readonly Step[], found: ReadonlySet<Variable>): ReadonlySet<Name> {
    const known = new Set<Name>(this.#operators.flatMap((node) => namesOf(node) ?? []));
    for (const { to, names } of steps) if (found.has(to)) for (const name of names) known.add(name);
    for (const target of this.#targets) known.add(target);
    return known;
  }
}

/** What runs as often as what. */
class Places {
  readonly #loops: readonly Region[];
  readonly #bodies: readonly Region[];

  constructor(loops: readonly Region[], functions: readonly FunctionScope[]) {
    this.#loops = loops;
    this.#bodies = functions.map(({ body }) => body);
  }

  /** Whether `other` is in the function that `at` is in, and in the innermost loop there. */
  areTogether(at: number, other: number): boolean {
    const body = innermost(this.#bodies, at);
    if (body !== innermost(this.#bodies, other)) return false;
    const loop = innermost(this.#loops, at);
    if (loop === undefined || (body !== undefined && loop.start < body.start)) return true;
    return other >= loop.start && other < loop.end;
  }
}

function innermost(regions: readonly Region[], at: number): Region | undefined {
  let found: Region | undefined;
  for (const region of regions)
    if (at >= region.start && at < region.end && (found === undefined || region.start >= found.start))
      found = region;
  return found;
}
