/** Operands: values that wait for each other while later ones are evaluated. */
import type { Expression } from '../ast.ts';
import { bare } from '../bare.ts';
import type { Atom } from './atom.ts';
import type { FunctionEmitter } from './function-emitter.ts';

/**
 * Whether evaluating it may run code that changes variables: anything that has a site. A global is read through the
 * environment, which may have a metatable: so it has a site like any index.
 */
export function mayRunCode(e: FunctionEmitter, node: Expression): boolean {
  for (let inner = bare(node); ; inner = bare(inner)) {
    switch (inner.type) {
      case 'Nil':
      case 'True':
      case 'False':
      case 'Number':
      case 'String':
      case 'Vararg':
      case 'FunctionExpression':
        return false;
      case 'Name':
        return e.binding(inner).type === 'global';
      case 'Unary':
        if (inner.operator !== 'not') return true;
        inner = inner.operand;
        break;
      case 'Logical':
        if (mayRunCode(e, inner.right)) return true;
        inner = inner.left;
        break;
      default:
        return true;
    }
  }
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
  const name = bare(node);
  return name.type === 'Name' && e.binding(name).type === 'local';
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
