/** What expressions begin with: chains of operators and suffixes are written from there. */
import type { Expression } from '../ast.ts';
import { wideProduct } from './forms.ts';

/** What the expression begins with, if that is an operator or has a suffix as well. Each evaluates it before all else. */
export function chainWithin(node: Expression): Expression | undefined {
  const first = beginning(node);
  return first === undefined || beginning(first) === undefined ? undefined : first;
}

/** What is evaluated first of an operation. */
export function beginning(node: Expression): Expression | undefined {
  switch (node.type) {
    case 'Index':
    case 'MethodCall':
      return node.object;
    case 'Call':
      return node.callee;
    case 'Binary':
      return (wideProduct(node) ?? node).left;
    case 'Logical':
      return node.left;
    case 'Cast':
    case 'NonNil':
      return node.expression;
    default:
      return undefined;
  }
}
