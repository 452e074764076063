/** Forms of expressions that are written in one step (see fused.ts). */
import type { Binary, Expression } from '../ast.ts';
import { bare } from '../bare.ts';

const TWO_32 = 2 ** 32;

/** The product and the addend of `a * b` or `a * b + 1`, in parentheses. */
export function productOf(
  node: Expression,
): { readonly product: Binary; readonly sum: Binary | undefined } | undefined {
  const inner = node.type === 'Paren' ? node.expression : undefined;
  if (inner?.type !== 'Binary') return undefined;
  if (inner.operator === '*') return { product: inner, sum: undefined };
  if (inner.operator !== '+' || inner.left.type !== 'Binary' || inner.left.operator !== '*') return undefined;
  return inner.right.type === 'Number' && !inner.right.float
    ? { product: inner.left, sum: inner }
    : undefined;
}

/** The value of an integer literal. */
export function integerOf(node: Expression): number | bigint | undefined {
  return node.type === 'Number' && !node.float ? node.value : undefined;
}

/** The product of `a * b + c`, when both literals are integers and one is beyond 2^53. */
export function wideProduct(node: Expression): Binary | undefined {
  if (node.type !== 'Binary' || node.operator !== '+') return undefined;
  const product = node.left;
  if (product.type !== 'Binary' || product.operator !== '*') return undefined;
  const b = integerOf(product.right);
  const c = integerOf(node.right);
  if (b === undefined || c === undefined) return undefined;
  return typeof b === 'bigint' || typeof c === 'bigint' ? product : undefined;
}

/** `(a ~ b) * k`, the step of hashes of 64 bits. */
export function isXorMultiply(node: Binary): boolean {
  const inner = node.left.type === 'Paren' ? node.left.expression : undefined;
  if (node.operator !== '*' || inner?.type !== 'Binary' || inner.operator !== '~') return false;
  return integerOf(node.right) !== undefined;
}

/** Masked by 32 bits, or shifted by as many. */
export function isLower(node: Expression): boolean {
  const inner = bare(node);
  if (inner.type === 'Number') return isBetween(inner, 0, TWO_32 - 1);
  if (inner.type !== 'Binary') return false;
  if (inner.operator === '>>') return isLower(inner.left) || isBetween(inner.right, 32, 63);
  return inner.operator === '&' && (isLower(inner.left) || isLower(inner.right));
}

function isBetween(node: Expression, least: number, most: number): boolean {
  const inner = bare(node);
  return inner.type === 'Number' && inner.value >= least && inner.value <= most;
}
