/**
 * Writes a syntax tree as tokens of Lua, for tests that read it back.
 *
 * Parentheses around expressions come only from Paren nodes; types are put in parentheses where needed.
 * A token that must stand on the line of the one before it begins with `glue`.
 */
import type * as ast from './ast.ts';

export const glue = '\0';

type Tokens = readonly string[];

export function printedBlock(block: ast.Block): Tokens {
  const tokens: string[] = [];
  for (const statement of block.body) {
    const next = printedStatement(statement);
    // What could be taken for the rest of the statement before is kept apart.
    if (next[0] === '(' || next[0] === 'as' || tokens.at(-1) === '>') tokens.push(';');
    tokens.push(...next);
  }
  return tokens;
}

function printedStatement(node: ast.Statement): Tokens {
  switch (node.type) {
    case 'Local':
      return ['local', ...list(node.names, binding), ...assigned(node.values)];
    case 'LocalFunction':
      return ['local', 'function', node.name.name, ...printedBody(node.body)];
    case 'Assign':
      return [...list(node.targets, printedExpression), ...assigned(node.values)];
    case 'CallStatement':
      return printedExpression(node.call);
    case 'Do':
      return ['do', ...printedBlock(node.block), 'end'];
    case 'While':
      return ['while', ...printedExpression(node.condition), 'do', ...printedBlock(node.block), 'end'];
    case 'Repeat':
      return ['repeat', ...printedBlock(node.block), 'until', ...printedExpression(node.condition)];
    case 'If':
      return printedIf(node);
    case 'NumericFor': {
      const limits = [node.from, node.to, ...(node.step === undefined ? [] : [node.step])];
      return [
        'for',
        ...binding(node.variable),
        ...assigned(limits),
        'do',
        ...printedBlock(node.block),
        'end',
      ];
    }
    case 'GenericFor': {
      const head = ['for', ...list(node.variables, binding), 'in', ...list(node.values, printedExpression)];
      return [...head, 'do', ...printedBlock(node.block), 'end'];
    }
    case 'FunctionStatement':
      return printedFunctionStatement(node);
    case 'Return':
      return ['return', ...list(node.values, printedExpression)];
    case 'Break':
      return ['break'];
    case 'Goto':
      return ['goto', node.label];
    case 'Label':
      return ['::', node.name, '::'];
    case 'TypeAlias':
      return ['type', node.name, ...generics(node.generics), '=', ...printedType(node.value)];
  }
}

function printedIf(node: ast.If): Tokens {
  const clauses = node.clauses.flatMap(({ condition, block }) => [
    'elseif',
    ...printedExpression(condition),
    'then',
    ...printedBlock(block),
  ]);
  const otherwise = node.otherwise === undefined ? [] : ['else', ...printedBlock(node.otherwise)];
  return ['if', ...clauses.slice(1), ...otherwise, 'end'];
}

function printedFunctionStatement(node: ast.FunctionStatement): Tokens {
  const target = [...printedExpression(node.target)];
  if (!node.body.method) return ['function', ...target, ...printedBody(node.body)];
  target[target.length - 2] = ':';
  const body = { ...node.body, parameters: node.body.parameters.slice(1) };
  return ['function', ...target, ...printedBody(body)];
}

function assigned(values: readonly ast.Expression[]): Tokens {
  return values.length === 0 ? [] : ['=', ...list(values, printedExpression)];
}

function list<T>(nodes: readonly T[], print: (node: T) => Tokens): Tokens {
  return nodes.flatMap((node, index) => (index === 0 ? print(node) : [',', ...print(node)]));
}

function binding(node: ast.Parameter): Tokens {
  return node.annotation === undefined ? [node.name] : [node.name, ':', ...printedType(node.annotation)];
}

function printedBody(node: ast.FunctionBody): Tokens {
  const parameters = node.parameters.map(binding);
  if (node.vararg) {
    parameters.push(node.varargAnnotation ? ['...', ':', ...printedType(node.varargAnnotation)] : ['...']);
  }
  const head = [...generics(node.generics), '(', ...list(parameters, (tokens) => tokens), ')'];
  return [...head, ...headerReturns(node.returns), ...printedBlock(node.block), 'end'];
}

function headerReturns(returns: ast.FunctionBody['returns']): Tokens {
  if (returns === undefined) return [];
  return returns.length % 3 === 2 ? [':', ...list(returns, printedType)] : [':', ...printedReturns(returns)];
}

export function printedExpression(node: ast.Expression): Tokens {
  switch (node.type) {
    case 'Nil':
      return ['nil'];
    case 'True':
      return ['true'];
    case 'False':
      return ['false'];
    case 'Vararg':
      return ['...'];
    case 'Name':
      return [node.name];
    case 'Number':
      return [printedNumber(node)];
    case 'String':
      return [printedString(node.value)];
    case 'FunctionExpression':
      return ['function', ...printedBody(node.body)];
    case 'Index':
      return printedIndex(node);
    case 'Call':
      return [...printedExpression(node.callee), ...printedArguments(node.args)];
    case 'MethodCall':
      return [...printedExpression(node.object), ':', node.name, ...printedArguments(node.args)];
    case 'Binary':
    case 'Logical':
      return [...printedExpression(node.left), node.operator, ...printedExpression(node.right)];
    case 'Unary':
      return [node.operator, ...printedExpression(node.operand)];
    case 'Paren':
      return ['(', ...printedExpression(node.expression), ')'];
    case 'Table':
      return ['{', ...list(node.items, printedItem), '}'];
    case 'Cast':
      return printedCast(node);
    case 'NonNil':
      return [...printedExpression(node.expression), '!'];
  }
}

function printedIndex(node: ast.Index): Tokens {
  const object = printedExpression(node.object);
  if (node.dot && node.key.type === 'String') return [...object, '.', node.key.value];
  return [...object, '[', ...printedExpression(node.key), ']'];
}

function printedArguments(args: readonly ast.Expression[]): Tokens {
  const [only] = args;
  const bare = args.length === 1 && (only?.type === 'String' || only?.type === 'Table');
  return bare ? printedExpression(only) : ['(', ...list(args, printedExpression), ')'];
}

/** A second `::` would make the first type a label. */
function printedCast(node: ast.Cast): Tokens {
  const type = [...printedType(node.to)];
  const inner = printedExpression(node.expression);
  if (node.expression.type !== 'Cast' && type.length % 2 === 1) return [...inner, '::', ...type];
  return [...inner, `${glue}as`, `${glue}${type[0]}`, ...type.slice(1)];
}

function printedItem(item: ast.TableItem): Tokens {
  const value = printedExpression(item.value);
  if (item.type === 'Positional') return value;
  if (item.type === 'Named') return [item.name, '=', ...value];
  return ['[', ...printedExpression(item.key), ']', '=', ...value];
}

function printedNumber({
  value,
  float,
}: {
  readonly value: number | bigint;
  readonly float: boolean;
}): string {
  const text = String(value);
  return float && !/[.e]/u.test(text) ? `${text}.0` : text;
}

function printedString(value: string): string {
  const escaped = value.replace(
    /[^ -~]|["\\]/gu,
    (char) => `\\${String(char.charCodeAt(0)).padStart(3, '0')}`,
  );
  return `"${escaped}"`;
}

function generics(parameters: readonly ast.TypeParameter[]): Tokens {
  if (parameters.length === 0) return [];
  const print = ({ name, bound }: ast.TypeParameter) => (bound ? [name, ':', ...printedType(bound)] : [name]);
  return ['<', ...list(parameters, print), '>'];
}

export function printedType(node: ast.TypeNode): Tokens {
  switch (node.type) {
    case 'TypeName': {
      const name = node.module === undefined ? [node.name] : [node.module, '.', node.name];
      return node.args.length === 0 ? name : [...name, '<', ...list(node.args, printedType), '>'];
    }
    case 'TypeLiteral':
      return printedLiteral(node.value);
    case 'TypeUnion':
      return node.of.flatMap((type, index) =>
        index === 0 ? printedPart(type) : ['|', ...printedPart(type)],
      );
    case 'TypeIntersection':
      return node.of.flatMap((type, index) =>
        index === 0 ? printedPart(type) : ['&', ...printedPart(type)],
      );
    case 'TypeOptional':
      return [...printedPart(node.of), '?'];
    case 'TypeAnnotated':
      return [...printedPart(node.of), '@', node.name, '(', ...list(node.args, printedLiteral), ')'];
    case 'TypeArray':
      return [...readonly(node.readonly), '{', ...printedType(node.element), '}'];
    case 'TypeMap': {
      const entry = ['[', ...printedType(node.key), ']', ':', ...printedType(node.value)];
      return [...readonly(node.readonly), '{', ...entry, '}'];
    }
    case 'TypeRecord':
      return [...readonly(node.readonly), '{', ...list(node.fields, printedField), '}'];
    case 'TypeFunction':
      return printedFunctionType(node);
    case 'TypeOf':
      return ['typeof', '(', ...printedExpression(node.expression), ')'];
  }
}

function printedPart(node: ast.TypeNode): Tokens {
  const closed = ['TypeName', 'TypeLiteral', 'TypeArray', 'TypeMap', 'TypeRecord', 'TypeOf'].includes(
    node.type,
  );
  return closed ? printedType(node) : ['(', ...printedType(node), ')'];
}

function readonly(is: boolean): Tokens {
  return is ? ['readonly'] : [];
}

function printedField({ name, optional, readonly: fixed, of }: ast.TypeField): Tokens {
  return [...readonly(fixed), name, ...(optional ? ['?'] : []), ':', ...printedType(of)];
}

function printedLiteral(value: string | number | bigint | boolean | undefined): Tokens {
  if (typeof value === 'string') return [printedString(value)];
  if (typeof value === 'number' || typeof value === 'bigint') {
    return value < 0 ? ['-', String(-value)] : [String(value)];
  }
  return [value === undefined ? 'nil' : String(value)];
}

function printedFunctionType(node: ast.TypeNode & { readonly type: 'TypeFunction' }): Tokens {
  const parameters = list(node.parameters, ({ name, of, vararg }) => {
    if (vararg) return ['...', ':', ...printedType(of)];
    return name === undefined ? printedType(of) : [name, ':', ...printedType(of)];
  });
  return [...generics(node.generics), '(', ...parameters, ')', '->', ...printedReturns(node.returns)];
}

function printedReturns(returns: readonly ast.TypeNode[]): Tokens {
  const [only] = returns;
  return returns.length === 1 && only !== undefined
    ? printedType(only)
    : ['(', ...list(returns, printedType), ')'];
}
