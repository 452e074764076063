/** The operators of expressions and how tightly they bind. */
import type { BinaryOperator, UnaryOperator } from './ast.ts';
import type { Token } from './token.ts';

export interface Infix {
  readonly operator: BinaryOperator | 'and' | 'or';
  /** What it binds the operand before it with, and the one behind it. The higher priority gets the operand. */
  readonly left: number;
  readonly right: number;
}

/** Only `^` binds tighter to its left: `-x ^ 2` is `-(x ^ 2)`. */
export const unaryPriority = 12;

const infixes: readonly Infix[] = [
  { operator: 'or', left: 1, right: 1 },
  { operator: 'and', left: 2, right: 2 },
  { operator: '==', left: 3, right: 3 },
  { operator: '~=', left: 3, right: 3 },
  { operator: '<', left: 3, right: 3 },
  { operator: '<=', left: 3, right: 3 },
  { operator: '>', left: 3, right: 3 },
  { operator: '>=', left: 3, right: 3 },
  { operator: '|', left: 4, right: 4 },
  { operator: '~', left: 5, right: 5 },
  { operator: '&', left: 6, right: 6 },
  { operator: '<<', left: 7, right: 7 },
  { operator: '>>', left: 7, right: 7 },
  { operator: '..', left: 9, right: 8 },
  { operator: '+', left: 10, right: 10 },
  { operator: '-', left: 10, right: 10 },
  { operator: '*', left: 11, right: 11 },
  { operator: '/', left: 11, right: 11 },
  { operator: '//', left: 11, right: 11 },
  { operator: '%', left: 11, right: 11 },
  { operator: '^', left: 14, right: 13 },
];

const infixByToken: ReadonlyMap<Token, Infix> = new Map(infixes.map((infix) => [infix.operator, infix]));

export function infixOf(token: Token): Infix | undefined {
  return infixByToken.get(token);
}

export function prefixOf(token: Token): UnaryOperator | undefined {
  return token === '-' || token === 'not' || token === '#' || token === '~' ? token : undefined;
}
