/**
 * Where a place of a function is in its changed source.
 *
 *   Mn1  The statement of the place must be there unchanged, and so must the heads of all that it stands in: loops with
 *        what they go over, conditions that were decided.
 *   Mn2  It is found when there is one such statement in both blocks; of several only one with the same text before it
 *        in its block, or after it.
 */
import type { Block, Expression, FunctionBody, Statement } from '../ast.ts';
import { nodesOf, numberNodes } from '../node-numbers.ts';
import { headText, statementText } from './source-text.ts';

/** A statement of a function, and what stands in which block. */
interface Spot {
  readonly statement: Statement;
  /** The statement and the nodes of its own expressions, as they are counted. */
  readonly own: readonly object[];
  readonly block: Block;
  readonly parent: Spot | undefined;
  /** Which of the blocks of its parent it stands in. */
  readonly part: number;
}

/** Numbers of the nodes around a place, new ones by old ones; undefined when the place is not there any more. */
export function matchNodes(
  before: FunctionBody,
  after: FunctionBody,
  node: number,
): Map<number, number> | undefined {
  const olds = numberNodes(before);
  const youngs = numberNodes(after);
  const target = [...olds].find(([, number]) => number === node)?.[0];
  const path: Spot[] = [];
  for (let spot = target && spotsOf(before).get(target); spot !== undefined; spot = spot.parent)
    path.unshift(spot);
  if (path.length === 0) return undefined;
  const matched = new Map<number, number>();
  let block: Block | undefined = after.block;
  for (const [i, spot] of path.entries()) {
    const found: Statement | undefined = block && counterpart(spot, block);
    if (found === undefined) return undefined;
    const own = ownNodes(found);
    for (const [n, one] of spot.own.entries()) {
      const old = olds.get(one);
      const young = youngs.get(own[n] ?? found);
      if (old !== undefined && young !== undefined) matched.set(old, young);
    }
    block = blocksOf(found)[path[i + 1]?.part ?? 0];
  }
  return matched;
}

/** Mn2. */
function counterpart({ statement, block }: Spot, other: Block): Statement | undefined {
  const head = headText(statement);
  const olds = block.body.filter((one) => headText(one) === head);
  const youngs = other.body.filter((one) => headText(one) === head);
  if (olds.length === 1 && youngs.length === 1) return youngs[0];
  const at = block.body.indexOf(statement);
  const behind = block.body.length - at;
  const sameBefore = other.body[at];
  if (
    sameBefore !== undefined &&
    headText(sameBefore) === head &&
    areSame(block.body.slice(0, at), other.body.slice(0, at))
  )
    return sameBefore;
  const from = other.body.length - behind;
  const sameAfter = other.body[from];
  if (sameAfter === undefined || headText(sameAfter) !== head) return undefined;
  return areSame(block.body.slice(at + 1), other.body.slice(from + 1)) ? sameAfter : undefined;
}

function areSame(some: readonly Statement[], others: readonly Statement[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, i) => statementText(one) === statementText(others[i] ?? one) && others[i] !== undefined)
  );
}

/** By every node of the function that stands in a statement. */
function spotsOf(body: FunctionBody): Map<object, Spot> {
  const spots = new Map<object, Spot>();
  const enter = (block: Block, parent: Spot | undefined, part: number): void => {
    for (const statement of block.body) {
      const spot = { statement, own: ownNodes(statement), block, parent, part };
      for (const node of spot.own) spots.set(node, spot);
      for (const [i, inner] of blocksOf(statement).entries()) enter(inner, spot, i);
    }
  };
  enter(body.block, undefined, 0);
  return spots;
}

function ownNodes(statement: Statement): object[] {
  return [statement, ...expressionsOf(statement).flatMap(nodesOf)];
}

function blocksOf(statement: Statement): Block[] {
  switch (statement.type) {
    case 'Do':
    case 'While':
    case 'Repeat':
    case 'NumericFor':
    case 'GenericFor':
      return [statement.block];
    case 'If': {
      const blocks = statement.clauses.map(({ block }) => block);
      return statement.otherwise === undefined ? blocks : [...blocks, statement.otherwise];
    }
    default:
      return [];
  }
}

function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.type) {
    case 'Local':
    case 'Return':
    case 'GenericFor':
      return statement.values;
    case 'Assign':
      return [...statement.targets, ...statement.values];
    case 'CallStatement':
      return [statement.call];
    case 'While':
    case 'Repeat':
      return [statement.condition];
    case 'If':
      return statement.clauses.map(({ condition }) => condition);
    case 'NumericFor':
      return statement.step === undefined
        ? [statement.from, statement.to]
        : [statement.from, statement.to, statement.step];
    case 'FunctionStatement':
      return [statement.target];
    default:
      return [];
  }
}
