import type { Expression } from './ast.ts';

/** The expression within casts and parentheses. */
export function bare(node: Expression): Expression {
  let inner = node;
  while (inner.type === 'Paren' || inner.type === 'Cast' || inner.type === 'NonNil') inner = inner.expression;
  return inner;
}
