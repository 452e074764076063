/**
 * What a function may answer at its entry, before it looks at the fuel: `if n < 2 then return n end` ends most recursions.
 *
 *   Qe1  The condition asks parameters and literals, and can call nothing: else the statement is written as any other.
 *   Qe2  It stands once more behind the entry, so that sites and continuations know nothing of it. V8 asks it once.
 */
import type { Expression, If, Name } from '../ast.ts';
import { literal } from '../literal.ts';
import { isCell } from '../resolve.ts';
import { isLiteral } from './arithmetic.ts';
import { type Atom, atom, FALSE, NIL, TRUE, truth } from './atom.ts';
import type { FunctionEmitter } from './function-emitter.ts';

/**
 *     if (typeof l1 === 'number' && l1 < 2) return l1;
 */
export function quickExit(e: FunctionEmitter): string {
  const first = e.scope.body.block.body[0];
  if (first?.type !== 'If' || e.pool.everywhere) return '';
  return exitOf(e, first.clauses[0]) ?? '';
}

function exitOf(e: FunctionEmitter, clause: If['clauses'][0] | undefined): string | undefined {
  const answer = clause?.block.body[0];
  if (clause === undefined || answer?.type !== 'Return' || answer.values.length > 1) return undefined;
  const value = answer.values[0] === undefined ? 'ret0()' : plain(e, answer.values[0])?.js;
  const condition = conditionOf(e, clause.condition, 0);
  return value === undefined || condition === undefined ? undefined : `if (${condition}) return ${value}; `;
}

/** A parameter or a literal. */
function plain(e: FunctionEmitter, node: Expression): Atom | undefined {
  switch (node.type) {
    case 'Nil':
      return NIL;
    case 'True':
      return TRUE;
    case 'False':
      return FALSE;
    case 'String':
      return atom(literal(node.value), 'string');
    case 'Number':
      return typeof node.value === 'number' && Number.isFinite(node.value)
        ? atom(String(node.value), 'number')
        : undefined;
    case 'Name':
      return parameter(e, node);
    default:
      return undefined;
  }
}

function parameter(e: FunctionEmitter, node: Name): Atom | undefined {
  const binding = e.binding(node);
  if (binding.type !== 'local' || isCell(binding.variable)) return undefined;
  if (!e.scope.parameters.includes(binding.variable)) return undefined;
  return atom(`l${binding.variable.id}`, e.resolution.numbers.has(binding.variable) ? 'number' : 'any');
}

/** Longer conditions are written once only. */
const DEEPEST = 3;

/** What says in JavaScript that the condition holds; it may be false for values that the condition has to call something for. */
function conditionOf(e: FunctionEmitter, node: Expression, depth: number): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (node.type === 'Paren') return conditionOf(e, node.expression, depth + 1);
  if (node.type === 'Unary' && node.operator === 'not') {
    const value = plain(e, node.operand);
    return value && `!${truth(value)}`;
  }
  if (node.type === 'Logical') {
    const [left, right] = [conditionOf(e, node.left, depth + 1), conditionOf(e, node.right, depth + 1)];
    if (left === undefined || right === undefined) return undefined;
    return node.operator === 'and' ? `(${left}) && (${right})` : `(${left}) || (${right})`;
  }
  if (node.type !== 'Binary') {
    const value = plain(e, node);
    return value && truth(value);
  }
  const [a, b] = [plain(e, node.left), plain(e, node.right)];
  if (a === undefined || b === undefined) return undefined;
  switch (node.operator) {
    case '==':
      return [a, b].some((one) => isExact(one)) ? `${a.js} === ${b.js}` : undefined;
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const unknown = [a, b].filter(({ kind }) => kind !== 'number');
      if (unknown.some(({ kind }) => kind !== 'any')) return undefined;
      const checks = unknown.map(({ js }) => `typeof ${js} === 'number'`);
      return [...checks, `${a.js} ${node.operator} ${b.js}`].join(' && ');
    }
    default:
      return undefined;
  }
}

/** Nothing but itself equals it, and comparing asks no metamethod. */
function isExact(value: Atom): boolean {
  return value.kind === 'nil' || value.kind === 'boolean' || (value.kind === 'number' && isLiteral(value));
}
