/**
 * Makes random syntax trees of valid programs: labels are in sight, breaks in loops, and operands that would
 * not read back as they are stand in parentheses.
 */
import type * as ast from './ast.ts';
import { infixOf, unaryPriority } from './operators.ts';
import type { Token } from './token.ts';

const place = { start: 0, end: 0, line: 1 };
const names = ['a', 'b', 'x1', '_', 'type', 'as', 'readonly', 'typeof', 'self', 'T', 'string'];
const logical = ['and', 'or'] as const;
const binary = [
  ...(['+', '-', '*', '/', '//', '%', '^', '..', '==', '~=', '<', '<=', '>', '>='] as const),
  ...(['&', '|', '~', '<<', '>>'] as const),
];
const unary = ['-', 'not', '#', '~'] as const;

interface Surroundings {
  readonly loop: boolean;
  readonly vararg: boolean;
  readonly labels: readonly string[];
}

export class RandomTree {
  readonly #below: (limit: number) => number;
  #labels = 0;

  /** `below` chooses a whole number from 0 to below its limit; 0 should be the plainest choice. */
  constructor(below: (limit: number) => number) {
    this.#below = below;
  }

  chunk(): ast.Block {
    return this.#block({ loop: false, vararg: true, labels: [] }, 4, true);
  }

  type(depth: number): ast.TypeNode {
    return this.#type(depth);
  }

  #chance(): boolean {
    return this.#below(3) === 0;
  }

  #pick<T>(of: readonly [T, ...T[]] | readonly T[]): T {
    const index = this.#below(of.length);
    const found = of[index];
    if (found === undefined && index >= of.length) throw new RangeError('nothing to pick from');
    return found as T; // `index` is within the list.
  }

  #list<T>(make: () => T, least = 0): T[] {
    return Array.from({ length: least + this.#below(3) }, make);
  }

  #name(): string {
    return this.#pick(names);
  }

  /** `end`: a label may stand at the end, to which everything in the block may jump. */
  #block(around: Surroundings, depth: number, end: boolean): ast.Block {
    const label = end && this.#chance() ? this.#newLabel() : undefined;
    let here = label === undefined ? around : { ...around, labels: [...around.labels, label.name] };
    const body: ast.Statement[] = [];
    for (let left = this.#below(4); left > 0; left--) {
      const statement = this.#statement(here, depth);
      if (statement.type === 'Label') here = { ...here, labels: [...here.labels, statement.name] };
      body.push(statement);
    }
    if (label !== undefined) body.push(label);
    else if (this.#chance())
      body.push({ type: 'Return', ...place, values: this.#expressions(around, depth) });
    return { type: 'Block', ...place, body };
  }

  #newLabel(): ast.Label {
    return { type: 'Label', ...place, name: `l${++this.#labels}` };
  }

  #statement(around: Surroundings, depth: number): ast.Statement {
    if (depth > 0 && this.#chance()) return this.#compound(around, depth - 1);
    switch (this.#below(7)) {
      case 0:
        return { type: 'Local', ...place, names: this.#bindings(), values: this.#expressions(around, depth) };
      case 1: {
        const targets = this.#list(() => this.#target(around, depth), 1);
        return { type: 'Assign', ...place, targets, values: this.#expressions(around, depth, 1) };
      }
      case 2:
        return around.loop ? { type: 'Break', ...place } : this.#newLabel();
      case 3:
        return around.labels.length > 0
          ? { type: 'Goto', ...place, label: this.#pick(around.labels) }
          : this.#newLabel();
      case 4: {
        const [name, generics, value] = [this.#name(), this.#generics(depth), this.#type(depth)];
        return { type: 'TypeAlias', ...place, name, generics, value };
      }
      default:
        return { type: 'CallStatement', ...place, call: this.#call(around, depth) };
    }
  }

  #compound(around: Surroundings, depth: number): ast.Statement {
    const block = (end = true) => this.#block(around, depth, end);
    const loop = (end = true) => this.#block({ ...around, loop: true }, depth, end);
    const expression = () => this.#expression(around, depth);
    switch (this.#below(8)) {
      case 0:
        return { type: 'Do', ...place, block: block() };
      case 1:
        return { type: 'While', ...place, condition: expression(), block: loop() };
      case 2:
        return { type: 'Repeat', ...place, block: loop(false), condition: expression() };
      case 3: {
        const clauses = this.#list(() => ({ condition: expression(), block: block() }), 1);
        return { type: 'If', ...place, clauses, otherwise: this.#chance() ? block() : undefined };
      }
      case 4: {
        const [from, to, step] = [expression(), expression(), this.#chance() ? expression() : undefined];
        return { type: 'NumericFor', ...place, variable: this.#binding(), from, to, step, block: loop() };
      }
      case 5: {
        const values = this.#expressions(around, depth, 1);
        return { type: 'GenericFor', ...place, variables: this.#bindings(), values, block: loop() };
      }
      case 6: {
        const name = { ...place, name: this.#name(), annotation: undefined };
        return { type: 'LocalFunction', ...place, name, body: this.#body(depth, name.name, false) };
      }
      default:
        return this.#functionStatement(depth);
    }
  }

  #functionStatement(depth: number): ast.Statement {
    let target: ast.Name | ast.Index = { type: 'Name', ...place, name: this.#name() };
    let { name }: { name: string } = target;
    for (const key of this.#list(() => this.#name())) {
      target = this.#dot(target, key);
      name += `.${key}`;
    }
    const method = target.type === 'Index' && this.#chance();
    if (method) name = name.replace(/\.(?=[^.]*$)/u, ':');
    return { type: 'FunctionStatement', ...place, target, body: this.#body(depth, name, method) };
  }

  #body(depth: number, name: string, method: boolean): ast.FunctionBody {
    const vararg = this.#chance();
    const self = { ...place, name: 'self', annotation: undefined };
    const parameters = this.#list(() => this.#binding());
    return {
      ...place,
      generics: this.#generics(depth),
      parameters: method ? [self, ...parameters] : parameters,
      vararg,
      varargAnnotation: vararg && this.#chance() ? this.#type(1) : undefined,
      returns: this.#chance() ? this.#list(() => this.#type(1)) : undefined,
      method,
      name,
      block: this.#block({ loop: false, vararg, labels: [] }, depth - 1, true),
    };
  }

  #binding(): ast.Parameter {
    return { ...place, name: this.#name(), annotation: this.#chance() ? this.#type(2) : undefined };
  }

  #bindings(): ast.Parameter[] {
    return this.#list(() => this.#binding(), 1);
  }

  #generics(depth: number): ast.TypeParameter[] {
    if (!this.#chance()) return [];
    return this.#list(
      () => ({ name: this.#name(), bound: this.#chance() ? this.#type(depth) : undefined }),
      1,
    );
  }

  #expressions(around: Surroundings, depth: number, least = 0): ast.Expression[] {
    return this.#list(() => this.#expression(around, depth), least);
  }

  #dot(object: ast.Expression, key: string): ast.Index {
    return { type: 'Index', ...place, object, key: { type: 'String', ...place, value: key }, dot: true };
  }

  #target(around: Surroundings, depth: number): ast.Name | ast.Index {
    if (depth <= 0 || this.#chance()) return { type: 'Name', ...place, name: this.#name() };
    const object = this.#prefix(around, depth - 1);
    if (this.#chance()) return this.#dot(object, this.#name());
    return { type: 'Index', ...place, object, key: this.#expression(around, depth - 1), dot: false };
  }

  #call(around: Surroundings, depth: number): ast.Call | ast.MethodCall {
    const object = this.#prefix(around, depth - 1);
    const args = this.#expressions(around, depth - 1);
    return this.#chance()
      ? { type: 'MethodCall', ...place, object, name: this.#name(), args }
      : { type: 'Call', ...place, callee: object, args };
  }

  /** What suffixes may follow. */
  #prefix(around: Surroundings, depth: number): ast.Expression {
    return suffixable(this.#expression(around, depth));
  }

  #expression(around: Surroundings, depth: number): ast.Expression {
    if (depth <= 0) return this.#leaf(around);
    const inner = () => this.#expression(around, depth - 1);
    switch (this.#below(12)) {
      case 0:
        return fitBinary({
          type: 'Binary',
          ...place,
          operator: this.#pick(binary),
          left: inner(),
          right: inner(),
        });
      case 1:
        return fitBinary({
          type: 'Logical',
          ...place,
          operator: this.#pick(logical),
          left: inner(),
          right: inner(),
        });
      case 2: {
        const operand = inner();
        const fits = bindsAfter(operand, unaryPriority);
        return {
          type: 'Unary',
          ...place,
          operator: this.#pick(unary),
          operand: fits ? operand : paren(operand),
        };
      }
      case 3:
        return paren(inner());
      case 4:
        return { type: 'Cast', ...place, expression: operand(inner()), to: this.#type(2) };
      case 5:
        return { type: 'NonNil', ...place, expression: operand(inner()) };
      case 6:
        return { type: 'Table', ...place, items: this.#list(() => this.#item(around, depth - 1)) };
      case 7:
        return { type: 'FunctionExpression', ...place, body: this.#body(depth - 1, '', false) };
      case 8:
        return this.#target(around, depth);
      case 9:
        return this.#call(around, depth);
      default:
        return this.#leaf(around);
    }
  }

  #item(around: Surroundings, depth: number): ast.TableItem {
    const value = this.#expression(around, depth);
    const kind = this.#below(3);
    if (kind === 0) return { type: 'Positional', value };
    if (kind === 1) return { type: 'Named', name: this.#name(), value };
    return { type: 'Keyed', key: this.#expression(around, depth), value };
  }

  #leaf(around: Surroundings): ast.Expression {
    switch (this.#below(7)) {
      case 0:
        return { type: this.#pick(['Nil', 'True', 'False'] as const), ...place };
      case 1:
        return { type: 'Number', ...place, value: this.#pick([0, 7, 2 ** 40, 2n ** 60n]), float: false };
      case 2:
        return { type: 'Number', ...place, value: this.#pick([0.5, 3, 1e300, 5e-324]), float: true };
      case 3:
        return { type: 'String', ...place, value: this.#bytes() };
      case 4:
        return around.vararg ? { type: 'Vararg', ...place } : { type: 'Nil', ...place };
      default:
        return { type: 'Name', ...place, name: this.#name() };
    }
  }

  #bytes(): string {
    return String.fromCharCode(...this.#list(() => this.#below(256)));
  }

  #type(depth: number): ast.TypeNode {
    const inner = () => this.#type(depth - 1);
    switch (depth <= 0 ? this.#below(3) : this.#below(12)) {
      case 0:
        return {
          type: 'TypeLiteral',
          ...place,
          value: this.#pick([-3, 0, 2.5, -(2n ** 60n), true, false, undefined]),
        };
      case 1:
        return { type: 'TypeLiteral', ...place, value: this.#bytes() };
      case 3:
        return { type: 'TypeUnion', ...place, of: [inner(), inner(), ...this.#list(inner)] };
      case 4:
        return { type: 'TypeIntersection', ...place, of: [inner(), inner(), ...this.#list(inner)] };
      case 5:
        return { type: 'TypeOptional', ...place, of: inner() };
      case 6: {
        const args = this.#list(() => this.#pick([-1, 5, 'x', true, false]));
        return { type: 'TypeAnnotated', ...place, of: inner(), name: this.#name(), args };
      }
      case 7:
        return { type: 'TypeArray', ...place, element: inner(), readonly: this.#chance() };
      case 8:
        return { type: 'TypeMap', ...place, key: inner(), value: inner(), readonly: this.#chance() };
      case 9: {
        const field = () => {
          const [name, optional, readonly] = [this.#name(), this.#chance(), this.#chance()];
          return { name, optional, readonly, of: inner() };
        };
        return { type: 'TypeRecord', ...place, fields: this.#list(field), readonly: this.#chance() };
      }
      case 10:
        return this.#functionType(depth - 1);
      case 11:
        return { type: 'TypeOf', ...place, expression: { type: 'Name', ...place, name: this.#name() } };
      default: {
        const module = this.#chance() ? this.#name() : undefined;
        return {
          type: 'TypeName',
          ...place,
          module,
          name: this.#name(),
          args: depth > 0 ? this.#list(inner) : [],
        };
      }
    }
  }

  #functionType(depth: number): ast.TypeNode {
    const parameters = this.#list(() => {
      const name = this.#chance() ? this.#name() : undefined;
      return { name, of: this.#type(depth), vararg: false };
    });
    const rest = this.#chance() ? [{ name: undefined, of: this.#type(depth), vararg: true }] : [];
    return {
      type: 'TypeFunction',
      ...place,
      generics: this.#generics(depth),
      parameters: [...parameters, ...rest],
      returns: this.#list(() => this.#type(depth)),
    };
  }
}

function paren(expression: ast.Expression): ast.Paren {
  return { type: 'Paren', ...place, expression };
}

function isOperation(node: ast.Expression): node is ast.Binary | ast.Logical | ast.Unary {
  return node.type === 'Binary' || node.type === 'Logical' || node.type === 'Unary';
}

function operand(node: ast.Expression): ast.Expression {
  return isOperation(node) ? paren(node) : node;
}

function suffixable(node: ast.Expression): ast.Expression {
  const open = ['Name', 'Paren', 'Index', 'Call', 'MethodCall'].includes(node.type);
  if (open || (node.type === 'NonNil' && suffixable(node.expression) === node.expression)) return node;
  return paren(node);
}

function priorities(operator: Token): { readonly left: number; readonly right: number } {
  return infixOf(operator) ?? { left: 0, right: 0 };
}

/** Whether no operator at the left edge of `node` is taken by one before it of this right priority. */
function bindsAfter(node: ast.Expression, right: number): boolean {
  if (node.type !== 'Binary' && node.type !== 'Logical') return true;
  return priorities(node.operator).left > right && bindsAfter(node.left, right);
}

/** Whether no operator at the right edge of `node` waits for what an operator of this left priority begins. */
function bindsBefore(node: ast.Expression, left: number): boolean {
  if (node.type === 'Unary') return unaryPriority >= left && bindsBefore(node.operand, left);
  if (node.type !== 'Binary' && node.type !== 'Logical') return true;
  return priorities(node.operator).right >= left && bindsBefore(node.right, left);
}

function endsInCast(node: ast.Expression): boolean {
  if (node.type === 'Unary') return endsInCast(node.operand);
  return node.type === 'Binary' || node.type === 'Logical' ? endsInCast(node.right) : node.type === 'Cast';
}

function fitBinary<T extends ast.Binary | ast.Logical>(node: T): T {
  const { left, right } = priorities(node.operator);
  const mistaken = ['|', '&', '<'].includes(node.operator) && endsInCast(node.left);
  return {
    ...node,
    left: bindsBefore(node.left, left) && !mistaken ? node.left : paren(node.left),
    right: bindsAfter(node.right, right) ? node.right : paren(node.right),
  };
}
