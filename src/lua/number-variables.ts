/**
 * Which variables only ever hold JavaScript numbers, by all that is assigned to them: so what is read from them needs no
 * check. A variable that others depend on is taken for one until something else is found to be assigned to it.
 */
import type { Expression, Name, NumericFor } from './ast.ts';
import { type Binding, isCell, type Variable } from './resolution.ts';

/** What a variable gets: a value, or what a loop counts. */
export type Source = Expression | NumericFor;

/** `numeric`: a number, or an integer beyond 2^53. */
type Kind = 'number' | 'numeric' | 'any';

/** So deep in operators it is not looked: what is longer is seldom written by hand. */
const DEEPEST = 40;

export function numberVariables(
  sources: ReadonlyMap<Variable, readonly Source[]>,
  bindingOf: ReadonlyMap<Name, Binding>,
): ReadonlySet<Variable> {
  const numbers = new Set<Variable>();
  for (const variable of sources.keys()) if (!isCell(variable)) numbers.add(variable);
  const isNumber = (source: Source): boolean =>
    source.type === 'NumericFor' ? countsNumbers(source) : kindOf(source, numbers, bindingOf, 0) === 'number';
  for (let size = -1; size !== numbers.size; ) {
    size = numbers.size;
    for (const variable of numbers)
      if (sources.get(variable)?.every(isNumber) !== true) numbers.delete(variable);
  }
  return numbers;
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

function kindOf(
  node: Expression,
  numbers: ReadonlySet<Variable>,
  bindingOf: ReadonlyMap<Name, Binding>,
  depth: number,
): Kind {
  if (depth > DEEPEST) return 'any';
  const of = (inner: Expression): Kind => kindOf(inner, numbers, bindingOf, depth + 1);
  switch (node.type) {
    case 'Number':
      return typeof node.value === 'number' ? 'number' : 'numeric';
    case 'Paren':
      return of(node.expression);
    case 'Name': {
      const binding = bindingOf.get(node);
      return binding !== undefined && binding.type !== 'global' && numbers.has(binding.variable)
        ? 'number'
        : 'any';
    }
    case 'Unary':
      return node.operator === '-' ? of(node.operand) : 'any';
    case 'Binary':
      return resultOf(node.operator, node.left, node.right, of);
    default:
      return 'any';
  }
}

/** By N3: sums, differences and quotients of numbers are numbers, products and bits of integers may be wider. */
function resultOf(
  operator: string,
  left: Expression,
  right: Expression,
  of: (node: Expression) => Kind,
): Kind {
  const [a, b] = [of(left), of(right)];
  if (a === 'any' || b === 'any') return 'any';
  const both = a === 'number' && b === 'number' ? 'number' : 'numeric';
  switch (operator) {
    case '+':
    case '-':
    case '//':
      return both;
    case '*':
      return isFloat(left) || isFloat(right) ? both : 'numeric';
    case '/':
    case '^':
      return 'number';
    case '%':
      return b === 'number' ? 'number' : 'numeric';
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

function isFloat(node: Expression): boolean {
  return node.type === 'Number' && node.float;
}
