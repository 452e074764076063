/** Which loops are worth a JavaScript function of their own, as their code is what grows warm, however seldom their function is called. */
import type { Block, Statement } from './ast.ts';
import { nodesIn } from './node-numbers.ts';

/**
 * A loop that repeats another one, and one that calls methods until something ends, as schedulers and machines do: V8
 * writes what they call into it, and would do so once for the function and once more for the loop that goes on after a slice.
 */
export function isLongLoop(node: Statement): boolean {
  switch (node.type) {
    case 'While':
    case 'Repeat':
      return hasLoop(node.block) || callsMethods(node);
    case 'NumericFor':
    case 'GenericFor':
      return hasLoop(node.block);
    default:
      return false;
  }
}

function callsMethods(node: Statement): boolean {
  return nodesIn(node).some((each) => 'type' in each && each.type === 'MethodCall');
}

const known = new WeakMap<Block, boolean>();

function hasLoop(block: Block): boolean {
  let found = known.get(block);
  if (found === undefined) {
    found = block.body.some(containsLoop);
    known.set(block, found);
  }
  return found;
}

function containsLoop(node: Statement): boolean {
  switch (node.type) {
    case 'While':
    case 'Repeat':
    case 'NumericFor':
    case 'GenericFor':
      return true;
    case 'Do':
      return hasLoop(node.block);
    case 'If':
      return (
        node.clauses.some((clause) => hasLoop(clause.block)) ||
        (node.otherwise !== undefined && hasLoop(node.otherwise))
      );
    default:
      return false;
  }
}
