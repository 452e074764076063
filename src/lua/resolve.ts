/**
 * Resolver: which variable each name means, what is captured, and how long each variable lives.
 *
 * In: the tree of one source. Out: a `Resolution` of tables beside the tree; later passes may rely on these rules:
 *   - every `Name` that is a local of its own function or of an enclosing one has a `Binding`; all others are globals;
 *   - a captured variable that is assigned after its declaration lives in a cell, all others are copied;
 *   - variables that only ever hold numbers (number-variables.ts) or go by steps of 64 bits (wide-variables.ts) are known;
 *   - `lastUse` is the offset up to which a variable can still be read or assigned: the end of the statement of its
 *     last use, or of the outermost loop (or region a backward goto can repeat) around the use that does not contain
 *     its declaration;
 *   - a declared type is a variable from the beginning of its block. Those that no expression names are never made;
 *     `types` has the others, and the calls of `typeof` whose answer the declarations give.
 */
import type {
  Block,
  Call,
  Chunk,
  Expression,
  FunctionBody,
  Name,
  Statement,
  TypeAlias,
  TypeNode,
} from './ast.ts';
import { CalledFunctions } from './called-functions.ts';
import { backwardLabels } from './gotos.ts';
import { numbersAmong, type Source } from './number-variables.ts';
import {
  type Binding,
  type FunctionScope,
  newVariable,
  type Resolution,
  type TypeValue,
  type Variable,
} from './resolution.ts';
import type { NameScope, TypeTexts } from './types/from-source.ts';
import { typeSaidBy, UsedTypes } from './types/used-types.ts';
import { type Region, WideVariables } from './wide-variables.ts';

export {
  type Binding,
  type Capture,
  type FunctionScope,
  isCell,
  type Resolution,
  type TypeValue,
  type Variable,
} from './resolution.ts';

interface Scope extends NameScope {
  readonly names: Map<string, Variable>;
  aliases: Map<string, TypeAlias> | undefined;
  readonly outer: Scope | undefined;
}

const NO_TYPES: TypeTexts = new Map();

/** What the table of globals is called. */
const ENVIRONMENTS: ReadonlySet<string> = new Set(['_G', '_ENV']);

/** Types that ask variables capture these where they are declared: known only when it is known which types are used. */
export function resolve(chunk: Chunk): Resolution {
  const resolver = new Resolver(chunk, NO_TYPES);
  const resolution = resolver.run();
  const texts = resolver.typeTexts();
  if (texts.size === 0) return resolution;
  return new Resolver(chunk, texts).run();
}

class Resolver {
  readonly #chunk: Chunk;
  readonly #functions: FunctionScope[] = [];
  readonly #functionOf = new Map<FunctionBody, FunctionScope>();
  readonly #bindingOf = new Map<Name, Binding>();
  /** What is assigned to variables, where it is known which expression that is. */
  readonly #sources = new Map<Variable, Source[]>();
  readonly #declared = new Map<object, Variable[]>();
  readonly #called = new CalledFunctions();
  readonly #wide = new WideVariables();
  #ids = 0;
  #function: FunctionScope;
  #scope: Scope | undefined;
  /** Live regions for variables: loops, and labels that are jumped back to. */
  #regions: Region[] = [];
  /** Expressions that are still to be resolved, the next one last. */
  readonly #waiting: Expression[] = [];
  /** The end of the statement or header that is being resolved: uses last until there. */
  #until = 0;
  readonly #environment: Variable;
  #changesEnvironment = false;
  readonly #texts: TypeTexts;
  readonly #types = new Map<TypeAlias | Call, TypeValue>();
  readonly #used: UsedTypes;

  constructor(chunk: Chunk, texts: TypeTexts) {
    this.#chunk = chunk;
    this.#texts = texts;
    this.#used = new UsedTypes(chunk.source);
    const outside = {
      index: -1,
      body: chunk.body,
      parent: undefined,
      captures: [],
      parameters: [],
      variables: 0,
    } as unknown as FunctionScope;
    this.#function = outside;
    this.#environment = this.#make('_ENV', outside, -1);
    this.#environment.captured = true;
  }

  run(): Resolution {
    this.#enterFunction(this.#chunk.body);
    const called = this.#called.found(this.#bindingOf, this.#functionOf);
    return {
      functions: this.#functions,
      functionOf: this.#functionOf,
      bindingOf: this.#bindingOf,
      declared: this.#declared,
      environment: this.#environment,
      changesEnvironment: this.#changesEnvironment,
      ...numbersAmong(this.#sources, this.#bindingOf, called),
      called,
      wide: this.#wide.found(this.#bindingOf, this.#declared, this.#functions),
      types: this.#types,
    };
  }

  typeTexts(): TypeTexts {
    return this.#used.texts();
  }

  #make(name: string, owner: FunctionScope, declaredAt: number): Variable {
    owner.variables++;
    return newVariable(name, ++this.#ids, owner, declaredAt, declaredAt);
  }

  #declare(name: string, at: number): Variable {
    const variable = this.#make(name, this.#function, at);
    this.#scope?.names.set(name, variable);
    return variable;
  }

  /** Declares a variable, and notes the type that its declaration says. */
  #declareTyped(name: string, type: TypeNode | FunctionBody | undefined, at: number): Variable {
    const variable = this.#declare(name, at);
    this.#used.note(variable, type, this.#scope);
    return variable;
  }

  #enterFunction(body: FunctionBody): void {
    const outerFunction = this.#function;
    const outerScope = this.#scope;
    const outerRegions = this.#regions;
    const outerUntil = this.#until;
    const main = this.#functions.length === 0;
    const scope: FunctionScope = {
      index: this.#functions.length,
      body,
      parent: main ? undefined : outerFunction,
      captures: main ? [{ variable: this.#environment, outer: -1 }] : [],
      parameters: [],
      extra: newVariable('...', 0, outerFunction, body.start - 1, -1),
      variables: 0,
    };
    this.#functions.push(scope);
    this.#functionOf.set(body, scope);
    this.#function = scope;
    this.#scope = { names: new Map(), aliases: undefined, outer: outerScope };
    this.#regions = [];
    for (const { name, annotation } of body.parameters)
      scope.parameters.push(this.#declareTyped(name, annotation, body.start - 1));
    for (const variable of scope.parameters) this.#sources.set(variable, []);
    this.#block(body.block);
    this.#function = outerFunction;
    this.#scope = outerScope;
    this.#regions = outerRegions;
    this.#until = outerUntil;
  }

  #lookup(name: string): Variable | undefined {
    for (let scope = this.#scope; scope !== undefined; scope = scope.outer) {
      const variable = scope.names.get(name);
      if (variable !== undefined) return variable;
    }
    return undefined;
  }

  /** The index of the variable among the captures of the function, made along the way in from its owner. */
  #capture(scope: FunctionScope, variable: Variable): number {
    const known = scope.captures.findIndex((capture) => capture.variable === variable);
    if (known >= 0) return known;
    const parent = scope.parent;
    const outer = parent === undefined || parent === variable.owner ? -1 : this.#capture(parent, variable);
    scope.captures.push({ variable, outer });
    return scope.captures.length - 1;
  }

  #name(node: Name, assigned: boolean, value?: Expression): void {
    const binding = this.#bind(node.name);
    if (assigned && binding.type !== 'global') {
      binding.variable.reassigned = true;
      if (value === undefined) this.#sources.delete(binding.variable);
      else this.#sources.get(binding.variable)?.push(value);
    }
    if (binding.type === 'global' && (assigned || ENVIRONMENTS.has(node.name)))
      this.#changesEnvironment = true;
    this.#bindingOf.set(node, binding);
  }

  /** What the name means here, where it is used. */
  #bind(name: string): Binding {
    const variable = this.#lookup(name);
    if (variable === undefined)
      return { type: 'global', index: this.#capture(this.#function, this.#environment) };
    if (variable.owner === this.#function) {
      this.#use(variable);
      return { type: 'local', variable };
    }
    variable.captured = true;
    return { type: 'captured', variable, index: this.#capture(this.#function, variable) };
  }

  /** A type of the block is a variable from its beginning; one that takes types from variables gets its value later. */
  #declareType(node: TypeAlias, block: Block): void {
    const variable = this.#declare(node.name, block.start - 0.5);
    const scope = this.#scope;
    if (scope === undefined) return;
    scope.aliases ??= new Map();
    scope.aliases.set(node.name, node);
    this.#used.declare(node, variable, scope);
    const text = this.#texts.get(node);
    if (text === undefined) {
      this.#function.variables--;
      return;
    }
    if (text.given.length > 0) variable.reassigned = true;
    else this.#types.set(node, { ...text, bindings: [] });
    this.#declared.set(node, [variable]);
  }

  /** Finds the variables that a type asks, where it is made. */
  #givenTypes(node: TypeAlias | Call): void {
    const text = this.#texts.get(node);
    if (text === undefined || this.#types.has(node)) return;
    this.#types.set(node, { ...text, bindings: text.given.map(({ variable }) => this.#bind(variable)) });
  }

  /** `typeof(x)` where the declaration of `x` says a type. */
  #typeof(node: Call): void {
    for (const part of [node.callee, ...node.args]) this.#expression(part);
    const { callee } = node;
    if (callee.type !== 'Name' || this.#bindingOf.get(callee)?.type !== 'global' || this.#scope === undefined)
      return;
    this.#used.ask(node, this.#scope, (name) => {
      const binding = name.type === 'Name' ? this.#bindingOf.get(name) : undefined;
      return binding === undefined || binding.type === 'global' ? undefined : binding.variable;
    });
    this.#givenTypes(node);
  }

  /** Notes a use here: it lasts to the end of the statement, or of the outermost loop that the declaration is outside of. */
  #use(variable: Variable): void {
    let end = this.#until;
    for (const region of this.#regions) {
      if (variable.declaredAt < region.start) {
        end = Math.max(end, region.end);
        break;
      }
    }
    if (end > variable.lastUse) variable.lastUse = end;
  }

  /** After the inner function is resolved, what it takes of this function's own is used here. */
  #closure(body: FunctionBody): void {
    this.#enterFunction(body);
    const inner = this.#functionOf.get(body);
    for (const capture of inner?.captures ?? []) {
      if (capture.variable.owner === this.#function) this.#use(capture.variable);
    }
  }

  #inScope(run: () => void): void {
    const outer = this.#scope;
    this.#scope = { names: new Map(), aliases: undefined, outer };
    run();
    this.#scope = outer;
  }

  #block(block: Block): void {
    this.#inScope(() => this.#statements(block));
  }

  #statements(block: Block): void {
    const backward = backwardLabels(block);
    let opened = 0;
    for (const statement of block.body)
      if (statement.type === 'TypeAlias') this.#declareType(statement, block);
    for (const statement of block.body) {
      if (statement.type === 'Label' && backward.has(statement.name)) {
        this.#regions.push({ start: statement.start, end: block.end });
        opened++;
      }
      this.#until = statement.end;
      this.#statement(statement);
    }
    for (let i = 0; i < opened; i++) this.#regions.pop();
  }

  #loop(start: number, end: number, run: () => void): void {
    this.#regions.push({ start, end });
    this.#wide.loop(start, end);
    this.#inScope(run);
    this.#regions.pop();
  }

  #statement(node: Statement): void {
    switch (node.type) {
      case 'Local': {
        for (const value of node.values) this.#expression(value);
        this.#wide.local(node);
        this.#declared.set(
          node,
          node.names.map((name, i) => {
            const value = node.values[i];
            const type = name.annotation ?? typeSaidBy(value);
            const variable = this.#declareTyped(name.name, type, node.end - 0.5);
            if (value !== undefined) this.#sources.set(variable, [value]);
            this.#called.declare(variable, value);
            return variable;
          }),
        );
        return;
      }
      case 'LocalFunction': {
        const variable = this.#declare(node.name.name, node.start);
        this.#declared.set(node, [variable]);
        this.#called.declare(variable, node.body);
        this.#used.note(variable, node.body, this.#scope);
        this.#closure(node.body);
        return;
      }
      case 'Assign':
        for (const [i, target] of node.targets.entries()) {
          if (target.type === 'Name') this.#name(target, true, node.values[i]);
          else this.#expression(target);
        }
        this.#wide.assign(node);
        for (const value of node.values) this.#expression(value);
        return;
      case 'CallStatement':
        this.#expression(node.call);
        return;
      case 'Do':
        this.#block(node.block);
        return;
      case 'While':
        this.#loop(node.start, node.end, () => {
          this.#until = node.end;
          this.#expression(node.condition);
          this.#statements(node.block);
        });
        return;
      case 'Repeat':
        this.#loop(node.start, node.end, () => {
          this.#statements(node.block);
          this.#until = node.end;
          this.#expression(node.condition);
        });
        return;
      case 'If':
        for (const clause of node.clauses) {
          this.#until = clause.block.start - 1;
          this.#expression(clause.condition);
          this.#block(clause.block);
        }
        if (node.otherwise !== undefined) this.#block(node.otherwise);
        return;
      case 'NumericFor': {
        this.#until = node.block.start - 1;
        this.#expression(node.from);
        this.#expression(node.to);
        if (node.step !== undefined) this.#expression(node.step);
        this.#loop(node.block.start - 1, node.end, () => {
          const { name, annotation } = node.variable;
          const variable = this.#declareTyped(name, annotation, node.block.start - 0.5);
          this.#declared.set(node, [variable]);
          this.#sources.set(variable, [node]);
          this.#statements(node.block);
        });
        return;
      }
      case 'GenericFor': {
        this.#until = node.block.start - 1;
        for (const value of node.values) this.#expression(value);
        this.#loop(node.block.start - 1, node.end, () => {
          this.#declared.set(
            node,
            node.variables.map(({ name, annotation }) =>
              this.#declareTyped(name, annotation, node.block.start - 0.5),
            ),
          );
          this.#statements(node.block);
        });
        return;
      }
      case 'FunctionStatement':
        if (node.target.type === 'Name') this.#name(node.target, true);
        else this.#expression(node.target);
        this.#closure(node.body);
        return;
      case 'Return':
        this.#called.return(node, this.#function.body);
        for (const value of node.values) this.#expression(value);
        return;
      case 'Break':
      case 'Goto':
      case 'Label':
        return;
      case 'TypeAlias':
        this.#givenTypes(node);
        for (const variable of this.#declared.get(node) ?? []) if (variable.reassigned) this.#use(variable);
        return;
    }
  }

  /** In the order of the text. Chains make the tree deep: what a node leaves for later waits in a list. */
  #expression(root: Expression): void {
    const waiting = this.#waiting;
    const own = waiting.length;
    let node: Expression | undefined = root;
    while (node !== undefined) {
      this.#node(node);
      node = waiting.length > own ? waiting.pop() : undefined;
    }
  }

  #later(nodes: readonly Expression[]): void {
    for (let i = nodes.length - 1; i >= 0; i--) this.#waiting.push(nodes[i] as Expression); // within the list
  }

  #node(node: Expression): void {
    switch (node.type) {
      case 'Name':
        this.#name(node, false);
        return;
      case 'FunctionExpression':
        this.#closure(node.body);
        return;
      case 'Index':
        this.#waiting.push(node.key, node.object);
        return;
      case 'Call':
        this.#called.call(node);
        if (this.#used.mayAsk(node)) {
          this.#typeof(node);
          return;
        }
        this.#later(node.args);
        this.#waiting.push(node.callee);
        return;
      case 'MethodCall':
        this.#later(node.args);
        this.#waiting.push(node.object);
        return;
      case 'Binary':
      case 'Logical':
        this.#wide.operator(node);
        this.#waiting.push(node.right, node.left);
        return;
      case 'Unary':
        this.#waiting.push(node.operand);
        return;
      case 'Paren':
      case 'Cast':
      case 'NonNil':
        this.#waiting.push(node.expression);
        return;
      case 'Table':
        for (const item of node.items.toReversed()) {
          this.#waiting.push(item.value);
          if (item.type === 'Keyed') this.#waiting.push(item.key);
        }
        return;
      case 'Nil':
      case 'True':
      case 'False':
      case 'Number':
      case 'String':
        return;
      case 'Vararg':
        this.#use(this.#function.extra);
        return;
    }
  }
}
