/**
 * Leaf functions: those that call nothing and have no loop.
 *
 *   Lf1  What a leaf does is bounded by its text, so it need not look at the fuel: whoever calls it again and again does.
 *   Lf2  Operators may call metamethods from within it. Those who call a metamethod look at the fuel in its place
 *        (metamethod-entry.ts), so that a recursion through operators alone comes to its end too.
 *   Lf3  They pay `LEAF_COST`. A leaf with a larger frame pays itself, as every other function does, so that a slice
 *        cannot overflow the stack.
 */
import type { Block, Expression, FunctionBody, Statement } from './ast.ts';
import { nodesOf } from './node-numbers.ts';

/** What entering the largest leaf costs. */
export const LEAF_COST = 2;

/** A longer one is worth a look at the fuel. */
const MOST_STATEMENTS = 50;

export function isLeaf(body: FunctionBody): boolean {
  return isQuick(body.block, { statements: 0 });
}

function isQuick(block: Block, count: { statements: number }): boolean {
  count.statements += block.body.length;
  return count.statements <= MOST_STATEMENTS && block.body.every((node) => isQuickStatement(node, count));
}

function isQuickStatement(node: Statement, count: { statements: number }): boolean {
  switch (node.type) {
    case 'Local':
    case 'Return':
      return node.values.every(callsNothing);
    case 'Assign':
      return node.targets.every(callsNothing) && node.values.every(callsNothing);
    case 'FunctionStatement':
      return callsNothing(node.target);
    case 'LocalFunction':
      return true;
    case 'Do':
      return isQuick(node.block, count);
    case 'If':
      return (
        node.clauses.every((clause) => callsNothing(clause.condition) && isQuick(clause.block, count)) &&
        (node.otherwise === undefined || isQuick(node.otherwise, count))
      );
    default:
      return false;
  }
}

function callsNothing(node: Expression): boolean {
  return nodesOf(node).every(
    (each) => !('type' in each) || (each.type !== 'Call' && each.type !== 'MethodCall'),
  );
}
