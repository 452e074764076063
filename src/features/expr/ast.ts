/** Expressions as trees. */
import type { Bytes } from './bytes.ts';

export type Node =
  | { readonly type: 'literal'; readonly value: null | boolean | number | bigint | string | Bytes }
  | { readonly type: 'name'; readonly name: string }
  /** `#`, `#index` and `#acc` of the predicate around. */
  | { readonly type: 'pointer'; readonly name: 'item' | 'index' | 'acc' }
  | { readonly type: 'list'; readonly items: readonly Node[] }
  | { readonly type: 'map'; readonly pairs: readonly (readonly [Node, Node])[] }
  | { readonly type: 'member'; readonly of: Node; readonly key: Node; readonly isOptional: boolean }
  | {
      readonly type: 'slice';
      readonly of: Node;
      readonly from: Node | undefined;
      readonly to: Node | undefined;
    }
  | { readonly type: 'call'; readonly name: string; readonly args: readonly Node[] }
  | {
      readonly type: 'method';
      readonly of: Node;
      readonly name: string;
      readonly args: readonly Node[];
      readonly isOptional: boolean;
    }
  | { readonly type: 'unary'; readonly operator: 'not' | '-' | '+'; readonly operand: Node }
  | { readonly type: 'binary'; readonly operator: Operator; readonly left: Node; readonly right: Node }
  | {
      readonly type: 'logical';
      readonly operator: 'and' | 'or' | '??';
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly type: 'conditional'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly type: 'let'; readonly name: string; readonly value: Node; readonly body: Node };

export const operators = [
  ...(['==', '!=', '<', '>', '<=', '>=', 'in', 'matches', 'contains', 'startsWith', 'endsWith'] as const),
  ...(['..', '+', '-', '*', '/', '%', '**'] as const),
] as const;
export type Operator = (typeof operators)[number];
