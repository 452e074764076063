/** Notes, along the resolver's walk, what leads to the types that are used as values. */
import type { Call, Expression, FunctionBody, TypeAlias, TypeNode } from '../ast.ts';
import {
  type Declared,
  type NameScope,
  type TypeQuestions,
  type TypeTexts,
  typeTexts,
} from './from-source.ts';

/** What must be known of the variable that a declared type is. */
interface TypeVariable {
  readonly declaredAt: number;
  readonly lastUse: number;
  readonly captured: boolean;
}

export class UsedTypes implements TypeQuestions {
  readonly aliases = new Map<TypeAlias, NameScope>();
  readonly calls = new Map<Call, Declared>();
  readonly #variables = new Map<TypeAlias, TypeVariable>();
  readonly #declarations = new Map<object, Declared>();
  /** Only sources with a `typeof` ask what variables were declared to be. */
  readonly #hasTypeof: boolean;

  constructor(source: string) {
    this.#hasTypeof = source.includes('typeof');
  }

  declare(alias: TypeAlias, variable: TypeVariable, scope: NameScope): void {
    this.aliases.set(alias, scope);
    this.#variables.set(alias, variable);
  }

  /** What a variable is declared to be. */
  note(variable: object, node: TypeNode | FunctionBody | undefined, scope: NameScope | undefined): void {
    if (this.#hasTypeof && node !== undefined && scope !== undefined)
      this.#declarations.set(variable, { node, scope });
  }

  declared(variable: object): Declared | undefined {
    return this.#declarations.get(variable);
  }

  /** Whether the call may be one of `typeof` that declarations answer. */
  mayAsk({ callee, args }: Call): boolean {
    return this.#hasTypeof && callee.type === 'Name' && callee.name === 'typeof' && args.length === 1;
  }

  /** A call of the global `typeof`; `variableOf` finds what a name means. */
  ask(call: Call, scope: NameScope, variableOf: (name: Expression) => object | undefined): void {
    let [of] = call.args;
    while (of?.type === 'Paren') of = of.expression;
    if (of?.type === 'Cast') this.calls.set(call, { node: of.to, scope });
    const variable = of?.type === 'Name' ? variableOf(of) : undefined;
    const declared = variable === undefined ? undefined : this.declared(variable);
    if (declared !== undefined) this.calls.set(call, declared);
  }

  /** Of all types that expressions name. */
  texts(): TypeTexts {
    const used: (TypeAlias | Call)[] = [...this.calls.keys()];
    for (const [alias, { captured, lastUse, declaredAt }] of this.#variables)
      if (captured || lastUse > declaredAt) used.push(alias);
    return typeTexts(this, used);
  }
}

/** A cast and a function's header say what a value is. */
export function typeSaidBy(value: Expression | undefined): TypeNode | FunctionBody | undefined {
  if (value?.type === 'Cast') return value.to;
  return value?.type === 'FunctionExpression' ? value.body : undefined;
}
