/** Where the gotos of a block lead: which labels are jumped back to, and from which statements. */
import type { Block, Statement } from './ast.ts';

/** The labels of this block that a goto after them, in the block or in blocks within, jumps back to. */
export function backwardLabels(block: Block): Set<string> {
  const found = new Set<string>();
  const passed = new Set<string>();
  for (const statement of block.body) {
    if (statement.type === 'Label') passed.add(statement.name);
    else if (passed.size > 0) for (const label of gotosIn(statement)) if (passed.has(label)) found.add(label);
  }
  return found;
}

const NONE: ReadonlySet<string> = new Set();
const gotos = new WeakMap<object, ReadonlySet<string>>();

/** The labels that gotos within the statement name, without those of inner functions. */
export function gotosIn(node: Statement): ReadonlySet<string> {
  switch (node.type) {
    case 'Goto':
      return new Set([node.label]);
    case 'Do':
    case 'While':
    case 'Repeat':
    case 'NumericFor':
    case 'GenericFor':
      return gotosInBlock(node.block);
    case 'If': {
      let all = NONE;
      for (const clause of node.clauses) all = union(all, gotosInBlock(clause.block));
      return node.otherwise === undefined ? all : union(all, gotosInBlock(node.otherwise));
    }
    default:
      return NONE;
  }
}

function gotosInBlock(block: Block): ReadonlySet<string> {
  const known = gotos.get(block);
  if (known !== undefined) return known;
  let all = NONE;
  for (const statement of block.body) all = union(all, gotosIn(statement));
  gotos.set(block, all);
  return all;
}

function union(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  if (b.size === 0) return a;
  if (a.size === 0) return b;
  return new Set([...a, ...b]);
}
