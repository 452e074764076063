/** Operands: values that wait for each other while later ones are evaluated. */
import type { Expression } from '../ast.ts';
import type { Atom } from './atom.ts';
import type { FunctionEmitter } from './function-emitter.ts';

/** Whether evaluating it may run code that changes variables: anything that has a site. */
export function hasSites(node: Expression): boolean {
  switch (node.type) {
    case 'Nil':
    case 'True':
    case 'False':
    case 'Number':
    case 'String':
    case 'Vararg':
    case 'FunctionExpression':
    case 'Name':
      return false;
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return hasSites(node.expression);
    case 'Unary':
      return node.operator !== 'not' || hasSites(node.operand);
    case 'Logical':
      return hasSites(node.left) || hasSites(node.right);
    default:
      return true;
  }
}

/** A global is read through the environment, which may have a metatable: so it has a site like any index. */
export function mayRunCode(e: FunctionEmitter, node: Expression): boolean {
  if (node.type === 'Name') return e.binding(node).type === 'global';
  if (node.type === 'Paren' || node.type === 'Cast' || node.type === 'NonNil')
    return mayRunCode(e, node.expression);
  if (node.type === 'Logical') return mayRunCode(e, node.left) || mayRunCode(e, node.right);
  if (node.type === 'Unary' && node.operator === 'not') return mayRunCode(e, node.operand);
  return hasSites(node);
}

/**
 * Writes operands in order. They wait for each other, and no longer after the last. Those that are `late` are read when
 * all are there, by default none.
 */
export function operands(e: FunctionEmitter, nodes: readonly Expression[], isLate = neverLate): Atom[] {
  const before = e.pending.length;
  const atoms: Atom[] = [];
  const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
  for (const [i, node] of nodes.entries()) {
    let value = e.expression(node);
    if (i < lastRunning) value = keep(e, value, !isLate(e, node));
    atoms.push(value);
  }
  e.pending.length = before;
  return atoms;
}

const neverLate = (_e: FunctionEmitter, _node: Expression): boolean => false;

/** Operands of arithmetic and comparison: Lua reads the function's own variables at the operation. */
export function isOwnLocal(e: FunctionEmitter, node: Expression): boolean {
  if (node.type === 'Paren' || node.type === 'Cast' || node.type === 'NonNil')
    return isOwnLocal(e, node.expression);
  return node.type === 'Name' && e.binding(node).type === 'local';
}

/** What is indexed: Lua reads variables, captured ones too, when the key is there. */
export function isVariable(e: FunctionEmitter, node: Expression): boolean {
  return isOwnLocal(e, node) || (node.type === 'Name' && e.binding(node).type === 'captured');
}

/** Holds a value while other code runs: copied when it could change, saved by the sites in between. */
export function keep(e: FunctionEmitter, value: Atom, early = true): Atom {
  const kept = value.volatile && early ? e.copy(value) : value;
  if (kept.temp) e.pending.push(kept.js);
  return kept;
}
