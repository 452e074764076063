/**
 * Which variables only ever hold JavaScript numbers, by all that is assigned to them: so what is read from them needs no
 * check. Those that are floats by form in addition (N3: from points, `/` and `^`) need none for products either. A
 * variable that others depend on is taken for a float until something else is found to be assigned to it. Parameters and
 * results of functions whose calls are known are looked at in the same way.
 */
import type { Call, Expression, Name, NumericFor } from './ast.ts';
import { returnsOne } from './called-functions.ts';
import {
  type Binding,
  type CalledFunction,
  isCell,
  type NumberKind,
  type NumberVariables,
  type Variable,
} from './resolution.ts';

/** What a variable gets: a value, or what a loop counts. */
export type Source = Expression | NumericFor;

/**
 * From narrow to wide; `mixed`: a float, or one of the integers -1 to 1, which floats often begin with: a product of two
 * such is exact as well. `numeric`: a number, or an integer beyond 2^53.
 */
const KINDS = ['float', 'mixed', 'number', 'numeric', 'any'] as const;
type Kind = (typeof KINDS)[number];

/** So deep in operators it is not looked: what is longer is seldom written by hand. */
const DEEPEST = 40;

export interface Numbers {
  /** Variables that only ever hold numbers. */
  readonly numbers: NumberVariables;
  /** Functions that always return one. */
  readonly numeric: ReadonlyMap<CalledFunction, NumberKind>;
}

type Bindings = ReadonlyMap<Name, Binding>;
type Called = ReadonlyMap<Variable, CalledFunction>;

export function numbersAmong(
  sources: ReadonlyMap<Variable, readonly Source[]>,
  bindingOf: Bindings,
  called: Called,
): Numbers {
  const candidates = allSources(sources, called);
  const numbers = new Map<Variable, NumberKind>();
  for (const variable of candidates.keys()) numbers.set(variable, 'float');
  const numeric = new Map<CalledFunction, NumberKind>();
  for (const each of called.values()) if (returnsOne(each)) numeric.set(each, 'float');
  const known: Known = { numbers, numeric, called, bindingOf };
  const of = (source: Source): Kind =>
    source.type === 'NumericFor' ? countedKind(source) : kindOf(source, known, 0);
  const widest = (values: readonly Source[]): Kind => values.map(of).reduce(wider, 'float');
  for (let isSettled = false; !isSettled; ) {
    const variables = widen(numbers, (variable) => widest(candidates.get(variable) ?? []));
    const results = widen(numeric, ({ returns }) => widest(returns.flatMap(({ values }) => values)));
    isSettled = variables && results;
  }
  return { numbers, numeric };
}

/** Takes down what is found wider than it was, and tells whether all was as before. */
function widen<K>(known: Map<K, NumberKind>, now: (key: K) => Kind): boolean {
  let isSettled = true;
  for (const [key, before] of known) {
    const kind = now(key);
    if (kind === before) continue;
    isSettled = false;
    if (kind === 'numeric' || kind === 'any') known.delete(key);
    else known.set(key, kind);
  }
  return isSettled;
}

/** What those get that may be numbers. A parameter's are known when all calls are. */
function allSources(
  sources: ReadonlyMap<Variable, readonly Source[]>,
  called: Called,
): ReadonlyMap<Variable, readonly Source[]> {
  const all = new Map<Variable, readonly Source[]>();
  for (const [variable, own] of sources)
    if (own.length > 0 && !isCell(variable) && !variable.owner.parameters.includes(variable))
      all.set(variable, own);
  for (const { parameters, calls, isCalledOnly } of called.values()) {
    if (!isCalledOnly) continue;
    for (const [i, variable] of parameters.entries()) {
      const own = sources.get(variable);
      const given = calls.flatMap(({ args }) => args[i] ?? []);
      if (own === undefined || isCell(variable) || given.length < calls.length) continue;
      all.set(variable, [...own, ...given]);
    }
  }
  return all;
}

interface Known extends Numbers {
  readonly called: Called;
  readonly bindingOf: Bindings;
}

/** The function that a call goes to, when its variable names it for good. */
export function calledBy(node: Call, called: Called, bindingOf: Bindings): CalledFunction | undefined {
  const binding = node.callee.type === 'Name' ? bindingOf.get(node.callee) : undefined;
  return binding === undefined || binding.type === 'global' ? undefined : called.get(binding.variable);
}

function wider(a: Kind, b: Kind): Kind {
  return KINDS.indexOf(a) > KINDS.indexOf(b) ? a : b;
}

function countedKind(node: NumericFor): Kind {
  if (!countsNumbers(node)) return 'any';
  return isFloatLiteral(node.from) || (node.step !== undefined && isFloatLiteral(node.step))
    ? 'float'
    : 'number';
}

/** Whether the loop's variable is a number whatever the limit is. */
export function countsNumbers(node: NumericFor): boolean {
  const from = literalNumber(node.from);
  const by = literalNumber(node.step);
  return from !== undefined && Math.abs(from) < 2 ** 52 && by !== undefined && by !== 0;
}

/** The value of a literal, perhaps with a sign; a step that is left out is 1. */
export function literalNumber(node: Expression | undefined): number | undefined {
  if (node === undefined) return 1;
  if (node.type === 'Unary' && node.operator === '-') {
    const value = literalNumber(node.operand);
    return value === undefined ? undefined : -value;
  }
  return node.type === 'Number' && typeof node.value === 'number' ? node.value : undefined;
}

function kindOf(node: Expression, known: Known, depth: number): Kind {
  if (depth > DEEPEST) return 'any';
  const of = (inner: Expression): Kind => kindOf(inner, known, depth + 1);
  switch (node.type) {
    case 'Number':
      if (typeof node.value !== 'number') return 'numeric';
      return node.float ? 'float' : node.value < 2 ? 'mixed' : 'number';
    case 'Paren':
      return of(node.expression);
    case 'Name': {
      const binding = known.bindingOf.get(node);
      if (binding === undefined || binding.type === 'global') return 'any';
      return known.numbers.get(binding.variable) ?? 'any';
    }
    case 'Call': {
      const target = calledBy(node, known.called, known.bindingOf);
      return (target && known.numeric.get(target)) ?? 'any';
    }
    case 'Unary':
      return node.operator === '-' ? of(node.operand) : 'any';
    case 'Logical': {
      // `condition and 1 or 2`
      const { left } = node;
      if (node.operator !== 'or' || left.type !== 'Logical' || left.operator !== 'and') return 'any';
      return wider(of(left.right), of(node.right));
    }
    case 'Binary':
      return resultKind(node.operator, of(node.left), of(node.right));
    default:
      return 'any';
  }
}

/** By N3: sums, differences and quotients of numbers are numbers, products and bits of integers may be wider. */
export function resultKind(operator: string, a: Kind, b: Kind): Kind {
  if (a === 'any' || b === 'any') return 'any';
  const sum = sumKind(a, b);
  switch (operator) {
    case '+':
    case '-':
    case '//':
      return sum;
    case '*':
      return productKind(a, b);
    case '/':
    case '^':
      return 'float';
    case '%':
      return sum === 'numeric' && b !== 'numeric' ? 'number' : sum;
    case '&':
    case '|':
    case '~':
    case '<<':
    case '>>':
      return 'numeric';
    default:
      return 'any';
  }
}

/** Of a sum, a difference or a floor: of numbers or wider. */
export function sumKind(a: Kind, b: Kind): Kind {
  if (a === 'numeric' || b === 'numeric') return 'numeric';
  return a === 'float' || b === 'float' ? 'float' : 'number';
}

/** Of a product: `numeric` where it must be checked. */
export function productKind(a: Kind, b: Kind): Kind {
  if (a === 'mixed' && b === 'mixed') return 'mixed';
  const sum = sumKind(a, b);
  return sum === 'number' ? 'numeric' : sum;
}

function isFloatLiteral(node: Expression): boolean {
  return node.type === 'Unary' ? isFloatLiteral(node.operand) : node.type === 'Number' && node.float;
}
