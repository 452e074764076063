/** Which statements are loops with a loop inside. */
import type { Block, Statement } from './ast.ts';

/** A loop that repeats another one: its code is what grows warm, however seldom its function is called. */
export function isNestedLoop(node: Statement): boolean {
  switch (node.type) {
    case 'While':
    case 'Repeat':
    case 'NumericFor':
    case 'GenericFor':
      return hasLoop(node.block);
    default:
      return false;
  }
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
