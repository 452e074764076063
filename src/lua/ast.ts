/**
 * The syntax tree: plain readonly data, made by the parser and shared by the checker and the emitter.
 *
 * Every node carries `start` and `end` (offsets into the source, in bytes of the byte string) and `line`
 * (from 1, of the token that gives the operation its place: the operator of a binary expression, the dot or
 * bracket of an index, of a call the last token before its arguments, otherwise the first token).
 * What later passes find out lives in tables beside the tree, never on it.
 */
export interface NodeBase {
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

export type Expression =
  | Nil
  | True
  | False
  | NumberLiteral
  | StringLiteral
  | Vararg
  | FunctionExpression
  | Name
  | Index
  | Call
  | MethodCall
  | Binary
  | Unary
  | Logical
  | Paren
  | TableConstructor
  | Cast
  | NonNil;

export interface Nil extends NodeBase {
  readonly type: 'Nil';
}
export interface True extends NodeBase {
  readonly type: 'True';
}
export interface False extends NodeBase {
  readonly type: 'False';
}
/** `float`: written with a point or an exponent, so it is a float whatever its value. A bigint is an int64 beyond 2^53. */
export interface NumberLiteral extends NodeBase {
  readonly type: 'Number';
  readonly value: number | bigint;
  readonly float: boolean;
}
/** `value` is a byte string: every char code is a byte. */
export interface StringLiteral extends NodeBase {
  readonly type: 'String';
  readonly value: string;
}
export interface Vararg extends NodeBase {
  readonly type: 'Vararg';
}
export interface FunctionExpression extends NodeBase {
  readonly type: 'FunctionExpression';
  readonly body: FunctionBody;
}
export interface Name extends NodeBase {
  readonly type: 'Name';
  readonly name: string;
}
/** `a.b` (`dot`: the key is a String) and `a[b]`. */
export interface Index extends NodeBase {
  readonly type: 'Index';
  readonly object: Expression;
  readonly key: Expression;
  readonly dot: boolean;
}
export interface Call extends NodeBase {
  readonly type: 'Call';
  readonly callee: Expression;
  readonly args: readonly Expression[];
}
export interface MethodCall extends NodeBase {
  readonly type: 'MethodCall';
  readonly object: Expression;
  readonly name: string;
  readonly args: readonly Expression[];
}
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '^'
  | '..'
  | '=='
  | '~='
  | '<'
  | '<='
  | '>'
  | '>='
  | '&'
  | '|'
  | '~'
  | '<<'
  | '>>';
export interface Binary extends NodeBase {
  readonly type: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export type UnaryOperator = '-' | 'not' | '#' | '~';
export interface Unary extends NodeBase {
  readonly type: 'Unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}
export interface Logical extends NodeBase {
  readonly type: 'Logical';
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}
/** Parentheses are kept: they cut several results to one. */
export interface Paren extends NodeBase {
  readonly type: 'Paren';
  readonly expression: Expression;
}
export type TableItem =
  | { readonly type: 'Positional'; readonly value: Expression }
  | { readonly type: 'Named'; readonly name: string; readonly value: Expression }
  | { readonly type: 'Keyed'; readonly key: Expression; readonly value: Expression };
export interface TableConstructor extends NodeBase {
  readonly type: 'Table';
  readonly items: readonly TableItem[];
}
/** `x :: T` and `x as T`: at run time the expression itself. */
export interface Cast extends NodeBase {
  readonly type: 'Cast';
  readonly expression: Expression;
  readonly to: TypeNode;
}
/** `x!`: at run time the expression itself. */
export interface NonNil extends NodeBase {
  readonly type: 'NonNil';
  readonly expression: Expression;
}

export interface Parameter extends NodeBase {
  readonly name: string;
  readonly annotation: TypeNode | undefined;
}
export interface FunctionBody extends NodeBase {
  /** Type parameters such as `<T: {id: string}>`. */
  readonly generics: readonly TypeParameter[];
  readonly parameters: readonly Parameter[];
  readonly vararg: boolean;
  readonly varargAnnotation: TypeNode | undefined;
  readonly returns: readonly TypeNode[] | undefined;
  /** `function a.b:m()`: the block sees an implicit first parameter `self`, which is the first of `parameters`. */
  readonly method: boolean;
  /** For tracebacks: `a.b:m`, the local's name, or '' for an anonymous one. */
  readonly name: string;
  readonly block: Block;
}

export type Statement =
  | Local
  | LocalFunction
  | Assign
  | CallStatement
  | Do
  | While
  | Repeat
  | If
  | NumericFor
  | GenericFor
  | FunctionStatement
  | Return
  | Break
  | Goto
  | Label
  | TypeAlias;

export interface Block extends NodeBase {
  readonly type: 'Block';
  readonly body: readonly Statement[];
}
export interface Local extends NodeBase {
  readonly type: 'Local';
  readonly names: readonly Parameter[];
  readonly values: readonly Expression[];
}
export interface LocalFunction extends NodeBase {
  readonly type: 'LocalFunction';
  readonly name: Parameter;
  readonly body: FunctionBody;
}
export interface Assign extends NodeBase {
  readonly type: 'Assign';
  readonly targets: readonly (Name | Index)[];
  readonly values: readonly Expression[];
}
export interface CallStatement extends NodeBase {
  readonly type: 'CallStatement';
  readonly call: Call | MethodCall;
}
export interface Do extends NodeBase {
  readonly type: 'Do';
  readonly block: Block;
}
export interface While extends NodeBase {
  readonly type: 'While';
  readonly condition: Expression;
  readonly block: Block;
}
export interface Repeat extends NodeBase {
  readonly type: 'Repeat';
  readonly block: Block;
  readonly condition: Expression;
}
export interface If extends NodeBase {
  readonly type: 'If';
  readonly clauses: readonly { readonly condition: Expression; readonly block: Block }[];
  readonly otherwise: Block | undefined;
}
export interface NumericFor extends NodeBase {
  readonly type: 'NumericFor';
  readonly variable: Parameter;
  readonly from: Expression;
  readonly to: Expression;
  readonly step: Expression | undefined;
  readonly block: Block;
}
export interface GenericFor extends NodeBase {
  readonly type: 'GenericFor';
  readonly variables: readonly Parameter[];
  readonly values: readonly Expression[];
  readonly block: Block;
}
/** `function a.b.c:m()`: `target` is the place that is assigned. */
export interface FunctionStatement extends NodeBase {
  readonly type: 'FunctionStatement';
  readonly target: Name | Index;
  readonly body: FunctionBody;
}
export interface Return extends NodeBase {
  readonly type: 'Return';
  readonly values: readonly Expression[];
}
export interface Break extends NodeBase {
  readonly type: 'Break';
}
export interface Goto extends NodeBase {
  readonly type: 'Goto';
  readonly label: string;
}
export interface Label extends NodeBase {
  readonly type: 'Label';
  readonly name: string;
}
export interface TypeAlias extends NodeBase {
  readonly type: 'TypeAlias';
  readonly name: string;
  readonly generics: readonly TypeParameter[];
  readonly value: TypeNode;
}

export type Node = Expression | Statement | Block;

/** The whole file: a function body with varargs and no name. */
export interface Chunk {
  readonly source: string;
  readonly name: string;
  readonly body: FunctionBody;
}

export interface TypeParameter {
  readonly name: string;
  readonly bound: TypeNode | undefined;
}
export type TypeNode =
  | (NodeBase & {
      readonly type: 'TypeName';
      readonly module: string | undefined;
      readonly name: string;
      readonly args: readonly TypeNode[];
    })
  | (NodeBase & {
      readonly type: 'TypeLiteral';
      readonly value: string | number | bigint | boolean | undefined;
    })
  | (NodeBase & { readonly type: 'TypeUnion'; readonly of: readonly TypeNode[] })
  | (NodeBase & { readonly type: 'TypeIntersection'; readonly of: readonly TypeNode[] })
  | (NodeBase & { readonly type: 'TypeOptional'; readonly of: TypeNode })
  | (NodeBase & {
      readonly type: 'TypeAnnotated';
      readonly of: TypeNode;
      readonly name: string;
      readonly args: readonly (string | number | bigint | boolean)[];
    })
  | (NodeBase & { readonly type: 'TypeArray'; readonly element: TypeNode; readonly readonly: boolean })
  | (NodeBase & {
      readonly type: 'TypeMap';
      readonly key: TypeNode;
      readonly value: TypeNode;
      readonly readonly: boolean;
    })
  | (NodeBase & {
      readonly type: 'TypeRecord';
      readonly fields: readonly TypeField[];
      readonly readonly: boolean;
    })
  | (NodeBase & {
      readonly type: 'TypeFunction';
      readonly generics: readonly TypeParameter[];
      readonly parameters: readonly {
        readonly name: string | undefined;
        readonly of: TypeNode;
        readonly vararg: boolean;
      }[];
      readonly returns: readonly TypeNode[];
    })
  | (NodeBase & { readonly type: 'TypeOf'; readonly expression: Expression });
export interface TypeField {
  readonly name: string;
  readonly optional: boolean;
  readonly readonly: boolean;
  readonly of: TypeNode;
}
