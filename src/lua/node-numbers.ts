/**
 * Numbers of the nodes of one function, in source order (F1).
 *
 * The counting is part of the format of saved frames: new syntax gets new nodes, nothing old is counted anew. The body
 * is 0; an inner function is one node here and counts its own from 0. Labels are counted, annotations and types are
 * not; a keyed item of a constructor is known by its key.
 */
import type { Block, Expression, FunctionBody, Statement } from './ast.ts';

export function numberNodes(body: FunctionBody): ReadonlyMap<object, number> {
  const numbers = new Map<object, number>();
  const count = (node: object): void => {
    numbers.set(node, numbers.size);
  };
  count(body);
  countBlock(body.block, count);
  return numbers;
}

type Count = (node: object) => void;

function countBlock(block: Block, count: Count): void {
  for (const statement of block.body) countStatement(statement, count);
}

function countStatement(node: Statement, count: Count): void {
  count(node);
  switch (node.type) {
    case 'Local':
      countAll(node.values, count);
      return;
    case 'Assign':
      countAll(node.targets, count);
      countAll(node.values, count);
      return;
    case 'CallStatement':
      countExpression(node.call, count);
      return;
    case 'Do':
      countBlock(node.block, count);
      return;
    case 'While':
      countExpression(node.condition, count);
      countBlock(node.block, count);
      return;
    case 'Repeat':
      countBlock(node.block, count);
      countExpression(node.condition, count);
      return;
    case 'If':
      for (const clause of node.clauses) {
        countExpression(clause.condition, count);
        countBlock(clause.block, count);
      }
      if (node.otherwise !== undefined) countBlock(node.otherwise, count);
      return;
    case 'NumericFor':
      countAll(node.step === undefined ? [node.from, node.to] : [node.from, node.to, node.step], count);
      countBlock(node.block, count);
      return;
    case 'GenericFor':
      countAll(node.values, count);
      countBlock(node.block, count);
      return;
    case 'FunctionStatement':
      countExpression(node.target, count);
      return;
    case 'Return':
      countAll(node.values, count);
      return;
    case 'LocalFunction':
    case 'Break':
    case 'Goto':
    case 'Label':
    case 'TypeAlias':
      return;
  }
}

function countAll(nodes: readonly Expression[], count: Count): void {
  for (const node of nodes) countExpression(node, count);
}

/** The nodes of an expression in the order in which they are counted. */
export function nodesOf(root: Expression): object[] {
  const nodes: object[] = [];
  countExpression(root, (node) => nodes.push(node));
  return nodes;
}

/** The nodes of a statement, those of the functions in it left out. */
export function nodesIn(root: Statement): object[] {
  const nodes: object[] = [];
  countStatement(root, (node) => nodes.push(node));
  return nodes;
}

/** In the order of the text, with a list of what is still to be counted: chains make the tree deep. */
function countExpression(root: Expression, count: Count): void {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    count(node);
    for (const part of partsOf(node).reverse()) waiting.push(part);
  }
}

/** The expressions that an expression is made of, in the order of the text. */
function partsOf(node: Expression): Expression[] {
  switch (node.type) {
    case 'Index':
      return [node.object, node.key];
    case 'Call':
      return [node.callee, ...node.args];
    case 'MethodCall':
      return [node.object, ...node.args];
    case 'Binary':
    case 'Logical':
      return [node.left, node.right];
    case 'Unary':
      return [node.operand];
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return [node.expression];
    case 'Table':
      return node.items.flatMap((item) => (item.type === 'Keyed' ? [item.key, item.value] : [item.value]));
    default:
      return [];
  }
}
