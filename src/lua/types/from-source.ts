/**
 * The types of a source that are used as values, as text (notation.ts).
 *
 * In: the tree, and what the resolver knows of names. Out: for each declaration and each `typeof` whose type is
 * wanted, the text of its type, and which variables the code must look into for types from elsewhere.
 *
 *   Ts1  A name of a type means, in this order: a parameter of the type, the nearest declaration, a built-in type, a
 *        variable that holds a type. What nothing declares is known by its name alone.
 *   Ts2  Declarations are seen in their whole block, so types may name each other in circles.
 *   Ts3  A type that asks variables is made when its declaration is reached. One that names an earlier such type
 *        takes the value of that; one that names a later such type asks the variables itself.
 */
import type { Call, FunctionBody, TypeAlias, TypeNode, TypeParameter } from '../ast.ts';
import { builtinNames } from './form.ts';
import { annotationPart, literalRow, type Part, type Row } from './notation.ts';

/** The names of a block; what a variable is, the resolver knows. */
export interface NameScope {
  readonly names: ReadonlyMap<string, object>;
  readonly aliases: ReadonlyMap<string, TypeAlias> | undefined;
  readonly outer: NameScope | undefined;
}

/** What a variable was declared to be, and where. */
export interface Declared {
  readonly node: TypeNode | FunctionBody;
  readonly scope: NameScope;
}

/** What is asked: declarations with the block around each, and calls of `typeof` with what they name. */
export interface TypeQuestions {
  readonly aliases: ReadonlyMap<TypeAlias, NameScope>;
  readonly calls: ReadonlyMap<Call, Declared>;
  declared(variable: object): Declared | undefined;
}

/** A variable, and the field of it that holds the type. */
export interface Given {
  readonly variable: string;
  readonly field: string | undefined;
}

export interface TypeText {
  /** Shared by all types that ask no variables. */
  readonly text: string;
  readonly root: number;
  readonly given: readonly Given[];
}

export type TypeTexts = ReadonlyMap<TypeAlias | Call, TypeText>;

const NO_GIVEN: readonly Given[] = [];

/** The texts of the wanted types, and of those that they take from variables. */
export function typeTexts(questions: TypeQuestions, wanted: Iterable<TypeAlias | Call>): TypeTexts {
  const texts = new Map<TypeAlias | Call, TypeText>();
  const closed = new Writing(questions, undefined);
  const closedRoots: [TypeAlias | Call, number][] = [];
  const work = [...wanted];
  const seen = new Set(work);
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (!asksVariables(questions, node)) {
      closedRoots.push([node, closed.root(node)]);
      continue;
    }
    const writing = new Writing(questions, node);
    const root = writing.root(node);
    texts.set(node, { text: writing.text([root]), root: 0, given: writing.given });
    for (const alias of writing.taken) {
      if (seen.has(alias)) continue;
      seen.add(alias);
      work.push(alias);
    }
  }
  const text = closed.text(closedRoots.map(([, row]) => row));
  for (const [root, [node]] of closedRoots.entries()) texts.set(node, { text, root, given: NO_GIVEN });
  return texts;
}

function contextOf(questions: TypeQuestions, node: TypeAlias | Call): Context {
  const scope = node.type === 'TypeAlias' ? questions.aliases.get(node) : questions.calls.get(node)?.scope;
  if (scope === undefined) throw new Error('the type was not resolved');
  return { scope, parameters: NO_PARAMETERS };
}

const asking = new WeakMap<TypeAlias | Call, boolean>();

/** Whether something that the type names, however far away, is known only when the code runs. */
function asksVariables(questions: TypeQuestions, start: TypeAlias | Call): boolean {
  let asks = asking.get(start);
  if (asks === undefined) {
    const writing = new Writing(questions, undefined);
    writing.root(start);
    writing.text([]);
    asks = writing.given.length > 0;
    asking.set(start, asks);
  }
  return asks;
}

interface Context {
  readonly scope: NameScope;
  readonly parameters: ReadonlyMap<string, Parameter>;
}

/** A parameter of a definition by its place; one of a function stands for its bound. */
type Parameter = { readonly at: number } | { readonly bound: TypeNode | undefined };

const NO_PARAMETERS: ReadonlyMap<string, Parameter> = new Map();

class Writing {
  readonly given: Given[] = [];
  readonly taken = new Set<TypeAlias>();
  readonly #questions: TypeQuestions;
  /** Whose type it is, for Ts3; undefined: all are written out. */
  readonly #of: TypeAlias | Call | undefined;
  readonly #rows: (Row | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #definitions = new Map<TypeAlias, number>();
  readonly #unwritten: TypeAlias[] = [];
  /** Those around what is being written: a circle of them says nothing. */
  readonly #typeOfs = new Set<TypeNode>();

  constructor(questions: TypeQuestions, of: TypeAlias | Call | undefined) {
    this.#questions = questions;
    this.#of = of;
  }

  root(node: TypeAlias | Call): number {
    if (node.type === 'TypeAlias') return this.#definition(node);
    const declared = this.#questions.calls.get(node);
    return declared === undefined ? this.#any() : this.#declared(declared);
  }

  text(roots: readonly number[]): string {
    for (let alias = this.#unwritten.shift(); alias !== undefined; alias = this.#unwritten.shift()) {
      const row = this.#definitionRow(alias);
      this.#rows[this.#definition(alias)] = row;
    }
    return JSON.stringify({ rows: this.#rows, roots });
  }

  /** Equal rows are one. */
  #add(row: Row): number {
    const key = JSON.stringify(row);
    let at = this.#numbers.get(key);
    if (at === undefined) {
      at = this.#rows.push(row) - 1;
      this.#numbers.set(key, at);
    }
    return at;
  }

  #any(): number {
    return this.#add(['n', 'any']);
  }

  #definition(alias: TypeAlias): number {
    let at = this.#definitions.get(alias);
    if (at === undefined) {
      at = this.#rows.push(undefined) - 1;
      this.#definitions.set(alias, at);
      this.#unwritten.push(alias);
    }
    return at;
  }

  #definitionRow(alias: TypeAlias): Row {
    const { scope } = contextOf(this.#questions, alias);
    const parameters = new Map<string, Parameter>();
    for (const [at, { name }] of alias.generics.entries()) parameters.set(name, { at });
    const context = { scope, parameters };
    const bounds = alias.generics.map(({ bound }) => (bound === undefined ? -1 : this.#type(bound, context)));
    return ['d', alias.name, bounds, this.#type(alias.value, context)];
  }

  #declared({ node, scope }: Declared): number {
    const context = { scope, parameters: NO_PARAMETERS };
    return 'block' in node ? this.#function(node, context) : this.#type(node, context);
  }

  #all(nodes: readonly TypeNode[], context: Context): number[] {
    return nodes.map((node) => this.#type(node, context));
  }

  #type(node: TypeNode, context: Context): number {
    switch (node.type) {
      case 'TypeName':
        return this.#name(node, context);
      case 'TypeLiteral':
        return node.value === undefined ? this.#add(['n', 'nil']) : this.#add(literalRow(node.value));
      case 'TypeUnion':
        return this.#add(['u', this.#all(node.of, context)]);
      case 'TypeIntersection':
        return this.#add(['i', this.#all(node.of, context)]);
      case 'TypeOptional':
        return this.#add(['o', this.#type(node.of, context)]);
      case 'TypeAnnotated':
        return this.#add(['@', this.#type(node.of, context), node.name, node.args.map(annotationPart)]);
      case 'TypeArray':
        return this.#add(['a', this.#type(node.element, context), node.readonly]);
      case 'TypeMap':
        return this.#add([
          'm',
          this.#type(node.key, context),
          this.#type(node.value, context),
          node.readonly,
        ]);
      case 'TypeRecord':
        return this.#add([
          'r',
          node.fields.map(({ name, of, optional, readonly }) => [
            name,
            this.#type(of, context),
            optional,
            readonly || node.readonly,
          ]),
        ]);
      case 'TypeFunction':
        return this.#functionType(node, context);
      case 'TypeOf':
        return this.#typeOf(node, context);
    }
  }

  #functionType(node: TypeNode & { readonly type: 'TypeFunction' }, outer: Context): number {
    const context = withBounds(outer, node.generics);
    const parameters = node.parameters.map(({ of }) => this.#type(of, context));
    const isRest = node.parameters.at(-1)?.vararg ?? false;
    return this.#add(['f', parameters, isRest, this.#all(node.returns, context)]);
  }

  /** The type that a function's header says; what it does not say is `any`. */
  #function(body: FunctionBody, outer: Context): number {
    const context = withBounds(outer, body.generics);
    const typed = (node: TypeNode | undefined): Part =>
      node === undefined ? this.#any() : this.#type(node, context);
    const parameters = body.parameters.map(({ annotation }) => typed(annotation));
    if (body.vararg) parameters.push(typed(body.varargAnnotation));
    const returns = body.returns === undefined ? [this.#any()] : this.#all(body.returns, context);
    return this.#add(['f', parameters, body.vararg, returns]);
  }

  /** `typeof(x)` of a variable with a declared type; of anything else nothing is known. */
  #typeOf(node: TypeNode & { readonly type: 'TypeOf' }, context: Context): number {
    const declared = declaredOf(this.#questions, node, context.scope);
    if (declared === undefined || this.#typeOfs.has(node)) return this.#any();
    this.#typeOfs.add(node);
    const at = this.#declared(declared);
    this.#typeOfs.delete(node);
    return at;
  }

  #name(node: TypeNode & { readonly type: 'TypeName' }, context: Context): number {
    const { module, name } = node;
    if (module === undefined) {
      const parameter = context.parameters.get(name);
      if (parameter !== undefined) return this.#parameter(parameter, context);
      const alias = aliasIn(context.scope, name);
      if (alias !== undefined) return this.#applied(this.#alias(alias), node, context);
      if (builtinNames.has(name)) return this.#add(['n', name]);
      if (variableIn(context.scope, name) === undefined) return this.#add(['n', name]);
      return this.#applied(this.#take(name, undefined), node, context);
    }
    return this.#applied(this.#take(module, name), node, context);
  }

  #parameter(parameter: Parameter, context: Context): number {
    if ('at' in parameter) return this.#add(['p', parameter.at]);
    if (parameter.bound === undefined) return this.#any();
    return this.#type(parameter.bound, { scope: context.scope, parameters: NO_PARAMETERS });
  }

  #applied(generic: number, { args }: { readonly args: readonly TypeNode[] }, context: Context): number {
    return args.length === 0 ? generic : this.#add(['c', generic, this.#all(args, context)]);
  }

  /** Ts3. */
  #alias(alias: TypeAlias): number {
    const of = this.#of;
    if (of === undefined || alias.start >= of.start || !asksVariables(this.#questions, alias)) {
      return this.#definition(alias);
    }
    this.taken.add(alias);
    return this.#take(alias.name, undefined);
  }

  #take(variable: string, field: string | undefined): number {
    let at = this.given.findIndex((each) => each.variable === variable && each.field === field);
    if (at < 0) at = this.given.push({ variable, field }) - 1;
    return this.#add(['g', at, field === undefined ? variable : `${variable}.${field}`]);
  }
}

function withBounds(outer: Context, generics: readonly TypeParameter[]): Context {
  if (generics.length === 0) return outer;
  const parameters = new Map(outer.parameters);
  for (const { name, bound } of generics) parameters.set(name, { bound });
  return { scope: outer.scope, parameters };
}

function aliasIn(scope: NameScope, name: string): TypeAlias | undefined {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    const alias = at.aliases?.get(name);
    if (alias !== undefined) return alias;
  }
  return undefined;
}

function variableIn(scope: NameScope, name: string): object | undefined {
  for (let at: NameScope | undefined = scope; at !== undefined; at = at.outer) {
    const variable = at.names.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

function declaredOf(
  questions: TypeQuestions,
  { expression }: TypeNode & { readonly type: 'TypeOf' },
  scope: NameScope,
): Declared | undefined {
  if (expression.type === 'Cast') return { node: expression.to, scope };
  if (expression.type !== 'Name') return undefined;
  const variable = variableIn(scope, expression.name);
  return variable === undefined ? undefined : questions.declared(variable);
}
