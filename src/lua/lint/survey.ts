/**
 * One walk over a tree, for all rules of the linter: what is declared and used, and what rules look at.
 *
 * In: the tree of one source, as its author wrote it. Out: tables beside the tree, in the order of the text. Rules may rely
 * on these:
 *   - a name that no declaration in scope has is a global, wherever it is assigned;
 *   - a use of `a.b.c` is one member with the path `b`, `c`, as far as keys are names; the uses of `a` count it too;
 *   - a type counts as a use of what it names.
 */
import type {
  Block,
  Call,
  Expression,
  FunctionBody,
  Index,
  MethodCall,
  Name,
  NodeBase,
  Parameter,
  Statement,
  StringLiteral,
  TypeNode,
  TypeParameter,
} from '../ast.ts';

/** `called` and `indexed` fail when there is nothing; `read` may be meant. */
export type Use = 'read' | 'called' | 'indexed' | 'written';

export interface Declaration {
  readonly name: string;
  readonly role: 'local' | 'function' | 'parameter' | 'self' | 'loop' | 'type';
  readonly at: NodeBase;
  /** The nearest of the same name in a block further out. */
  readonly outer: Declaration | undefined;
  /** What it was declared as `require("...")` of. */
  readonly required: string | undefined;
  /** Those of one list, in order. */
  readonly position: number;
  readonly list: NodeBase;
  reads: number;
  writes: number;
}

/** A use of a global. */
export interface GlobalUse {
  readonly node: Name;
  readonly use: Use;
  /** In a function that is given to `pcall` where it stands, so what fails in it is expected. */
  readonly isGuarded: boolean;
}

/** `base.path[0].path[1]`: what it is a member of is a global when there is no declaration. */
export interface MemberUse {
  readonly base: Name;
  readonly declaration: Declaration | undefined;
  readonly path: readonly string[];
  /** Where each name of the path stands. */
  readonly at: readonly NodeBase[];
  readonly use: Use;
  readonly isGuarded: boolean;
  /** The first argument, when it is called with a text. */
  readonly argument: StringLiteral | undefined;
}

export interface Require {
  readonly call: Call;
  readonly name: StringLiteral;
}

export interface Survey {
  readonly source: string;
  readonly declarations: readonly Declaration[];
  readonly globals: readonly GlobalUse[];
  readonly members: readonly MemberUse[];
  readonly requires: readonly Require[];
  /** Comparisons of any two things. */
  readonly comparisons: readonly {
    readonly node: NodeBase;
    readonly left: Expression;
    readonly right: Expression;
  }[];
  /** Blocks of statements, those of functions left out. */
  readonly blocks: readonly { readonly block: Block; readonly of: NodeBase }[];
}

export function survey(source: string, body: FunctionBody): Survey {
  const surveyor = new Surveyor(source);
  surveyor.functionBody(body);
  return surveyor;
}

interface Scope {
  readonly names: Map<string, Declaration>;
  readonly outer: Scope | undefined;
}

interface Waiting {
  readonly node: Expression;
  readonly use: Use;
}

const comparing = new Set(['==', '~=', '<', '<=', '>', '>=']);

/** Longer chains are no members of anything that is known, and each part would look for the beginning again. */
const LONGEST_PATH = 32;

class Surveyor implements Survey {
  readonly source: string;
  readonly declarations: Declaration[] = [];
  readonly globals: GlobalUse[] = [];
  readonly members: MemberUse[] = [];
  readonly requires: Require[] = [];
  readonly comparisons: { node: NodeBase; left: Expression; right: Expression }[] = [];
  readonly blocks: { block: Block; of: NodeBase }[] = [];
  /** Functions that `pcall` runs, and how many of them are around. */
  readonly #protected = new Set<FunctionBody>();
  #guards = 0;
  #scope: Scope = { names: new Map(), outer: undefined };
  /** Chains make trees deep: what is still to be looked at waits here, the next one last. */
  readonly #waiting: Waiting[] = [];

  constructor(source: string) {
    this.source = source;
  }

  functionBody(body: FunctionBody): void {
    const isProtected = this.#protected.has(body);
    if (isProtected) this.#guards++;
    this.#inScope(() => {
      this.#typeParameters(body.generics);
      for (const [position, parameter] of body.parameters.entries()) {
        this.#type(parameter.annotation);
        const role = body.method && position === 0 ? 'self' : 'parameter';
        this.#declare(parameter.name, role, parameter, { list: body.block, position });
      }
      this.#type(body.varargAnnotation);
      for (const type of body.returns ?? []) this.#type(type);
      // Parameters and the block's own variables are of one level: `local x = x` is no shadow of an outer block.
      this.#statements(body.block);
    });
    if (isProtected) this.#guards--;
  }

  #inScope(run: () => void): void {
    const outer = this.#scope;
    this.#scope = { names: new Map(), outer };
    run();
    this.#scope = outer;
  }

  #declare(
    name: string,
    role: Declaration['role'],
    at: NodeBase,
    {
      list = at,
      position = 0,
      required,
    }: { list?: NodeBase; position?: number; required?: string | undefined } = {},
  ): void {
    const outer = lookup(name, this.#scope.outer);
    const declaration = { name, role, at, outer, required, position, list, reads: 0, writes: 0 };
    this.#scope.names.set(name, declaration);
    this.declarations.push(declaration);
  }

  #lookup(name: string): Declaration | undefined {
    return lookup(name, this.#scope);
  }

  #block(block: Block, of: NodeBase): void {
    this.blocks.push({ block, of });
    this.#inScope(() => this.#statements(block));
  }

  #statements(block: Block): void {
    for (const statement of block.body) {
      if (statement.type === 'TypeAlias') this.#declare(statement.name, 'type', statement);
    }
    for (const statement of block.body) this.#statement(statement);
  }

  #statement(node: Statement): void {
    switch (node.type) {
      case 'Local':
        for (const value of node.values) this.#expression(value);
        for (const [position, name] of node.names.entries()) {
          this.#type(name.annotation);
          const value = node.values[position];
          const required = value === undefined ? undefined : requiredBy(value);
          this.#declare(name.name, 'local', name, { list: node, position, required });
        }
        return;
      case 'LocalFunction':
        this.#declare(node.name.name, 'function', node.name);
        this.functionBody(node.body);
        return;
      case 'Assign':
        for (const value of node.values) this.#expression(value);
        for (const target of node.targets) this.#expression(target, 'written');
        return;
      case 'FunctionStatement':
        this.#expression(node.target, 'written');
        this.functionBody(node.body);
        return;
      case 'CallStatement':
        this.#expression(node.call);
        return;
      case 'Return':
        for (const value of node.values) this.#expression(value);
        return;
      case 'TypeAlias':
        this.#inScope(() => {
          this.#typeParameters(node.generics);
          this.#type(node.value);
        });
        return;
      case 'Break':
      case 'Goto':
      case 'Label':
        return;
      default:
        this.#compound(node);
    }
  }

  #compound(
    node: Extract<
      Statement,
      { readonly type: 'Do' | 'While' | 'Repeat' | 'If' | 'NumericFor' | 'GenericFor' }
    >,
  ): void {
    switch (node.type) {
      case 'Do':
        this.#block(node.block, node);
        return;
      case 'While':
        this.#expression(node.condition);
        this.#block(node.block, node);
        return;
      case 'Repeat':
        this.blocks.push({ block: node.block, of: node });
        this.#inScope(() => {
          this.#statements(node.block);
          this.#expression(node.condition);
        });
        return;
      case 'If':
        for (const { condition, block } of node.clauses) {
          this.#expression(condition);
          this.#block(block, node);
        }
        if (node.otherwise !== undefined) this.#block(node.otherwise, node);
        return;
      case 'NumericFor':
        for (const value of [node.from, node.to, node.step]) if (value !== undefined) this.#expression(value);
        this.#loop([node.variable], node.block, node);
        return;
      case 'GenericFor':
        for (const value of node.values) this.#expression(value);
        this.#loop(node.variables, node.block, node);
        return;
    }
  }

  #loop(variables: readonly Parameter[], block: Block, of: NodeBase): void {
    this.blocks.push({ block, of });
    this.#inScope(() => {
      for (const [position, variable] of variables.entries()) {
        this.#type(variable.annotation);
        this.#declare(variable.name, 'loop', variable, { list: of, position });
      }
      this.#statements(block);
    });
  }

  #expression(root: Expression, use: Use = 'read'): void {
    const own = this.#waiting.length;
    this.#waiting.push({ node: root, use });
    while (this.#waiting.length > own) {
      const next = this.#waiting.pop();
      if (next !== undefined) this.#node(next.node, next.use);
    }
  }

  #later(nodes: readonly Expression[], use: Use = 'read'): void {
    for (let i = nodes.length - 1; i >= 0; i--) this.#waiting.push({ node: nodes[i] as Expression, use });
  }

  #node(node: Expression, use: Use): void {
    switch (node.type) {
      case 'Name':
        this.#name(node, use);
        return;
      case 'Index':
        if (!this.#member(node, use, undefined)) {
          this.#later([node.key]);
          this.#later([node.object], 'indexed');
        }
        return;
      case 'Call':
        this.#call(node);
        return;
      case 'MethodCall':
        this.#later(node.args);
        if (!this.#method(node)) this.#later([node.object], 'indexed');
        return;
      case 'Binary':
        if (comparing.has(node.operator)) this.comparisons.push({ node, left: node.left, right: node.right });
        this.#later([node.left, node.right]);
        return;
      case 'Logical':
        this.#later([node.left, node.right]);
        return;
      case 'Unary':
        this.#later([node.operand]);
        return;
      case 'Cast':
        this.#type(node.to);
        this.#later([node.expression], use);
        return;
      case 'Paren':
      case 'NonNil':
        this.#later([node.expression], use);
        return;
      case 'FunctionExpression':
        this.functionBody(node.body);
        return;
      case 'Table':
        for (const item of node.items.toReversed()) {
          this.#later([item.value]);
          if (item.type === 'Keyed') this.#later([item.key]);
        }
        return;
      default:
    }
  }

  #call(node: Call): void {
    const { callee, args } = node;
    const [first] = args;
    const text = first?.type === 'String' ? first : undefined;
    this.#later(args);
    const isProtecting = callee.type === 'Name' && /^x?pcall$/.test(callee.name);
    if (isProtecting && first?.type === 'FunctionExpression') this.#protected.add(first.body);
    if (callee.type === 'Name' && callee.name === 'require' && text !== undefined) {
      if (this.#lookup('require') === undefined) this.requires.push({ call: node, name: text });
    }
    if (callee.type === 'Index' && this.#member(callee, 'called', text)) return;
    this.#later([callee], 'called');
  }

  #name(node: Name, use: Use): void {
    const declaration = this.#lookup(node.name);
    if (declaration === undefined) this.globals.push({ node, use, isGuarded: this.#guards > 0 });
    else if (use === 'written') declaration.writes++;
    else declaration.reads++;
  }

  /** Notes `a.b.c`; false when it is none. */
  #member(node: Index, use: Use, argument: StringLiteral | undefined): boolean {
    const path: string[] = [];
    const at: NodeBase[] = [];
    let base: Expression = node;
    while (base.type === 'Index') {
      if (!base.dot || base.key.type !== 'String' || path.length === LONGEST_PATH) return false;
      path.push(base.key.value);
      at.push(base.key);
      base = base.object;
    }
    if (base.type !== 'Name') return false;
    path.reverse();
    at.reverse();
    this.#name(base, 'indexed');
    const isGuarded = this.#guards > 0;
    this.members.push({ base, declaration: this.#lookup(base.name), path, at, use, isGuarded, argument });
    return true;
  }

  /** Notes `a:b()` as a member too. */
  #method({ object, name, args }: MethodCall): boolean {
    if (object.type !== 'Name') return false;
    this.#name(object, 'indexed');
    const declaration = this.#lookup(object.name);
    const argument = args[0]?.type === 'String' ? args[0] : undefined;
    // Between the two stand a colon and blanks.
    const start = this.source.indexOf(name, object.end);
    const at = { start, end: start + name.length, line: object.line };
    const isGuarded = this.#guards > 0;
    const what = { base: object, declaration, path: [name], at: [at] };
    this.members.push({ ...what, use: 'called', isGuarded, argument });
    return true;
  }

  #typeParameters(parameters: readonly TypeParameter[]): void {
    for (const { bound } of parameters) this.#type(bound);
  }

  /** Counts what the type names as read. */
  #type(root: TypeNode | undefined): void {
    const waiting = root === undefined ? [] : [root];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      switch (node.type) {
        case 'TypeName': {
          const named = this.#lookup(node.module ?? node.name);
          if (named !== undefined) named.reads++;
          waiting.push(...node.args);
          break;
        }
        case 'TypeUnion':
        case 'TypeIntersection':
          waiting.push(...node.of);
          break;
        case 'TypeOptional':
        case 'TypeAnnotated':
          waiting.push(node.of);
          break;
        case 'TypeArray':
          waiting.push(node.element);
          break;
        case 'TypeMap':
          waiting.push(node.key, node.value);
          break;
        case 'TypeRecord':
          waiting.push(...node.fields.map((field) => field.of));
          break;
        case 'TypeFunction':
          this.#typeParameters(node.generics);
          waiting.push(...node.parameters.map((parameter) => parameter.of), ...node.returns);
          break;
        case 'TypeOf':
          this.#expression(node.expression);
          break;
        case 'TypeLiteral':
          break;
      }
    }
  }
}

function lookup(name: string, from: Scope | undefined): Declaration | undefined {
  for (let scope = from; scope !== undefined; scope = scope.outer) {
    const found = scope.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The name in `require("name")`, also when a cast or `!` stands behind it. */
function requiredBy(value: Expression): string | undefined {
  let node = value;
  while (node.type === 'Paren' || node.type === 'Cast' || node.type === 'NonNil') node = node.expression;
  if (node.type !== 'Call' || node.callee.type !== 'Name' || node.callee.name !== 'require') return undefined;
  const [name] = node.args;
  return name?.type === 'String' && node.args.length === 1 ? name.value : undefined;
}
