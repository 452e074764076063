/**
 * Functions that a local variable names for good: who calls them, and what they return.
 *
 * When such a variable is used for nothing but calls, all calls of its function are known, and so is what its parameters
 * get.
 */
import type { Block, Call, Expression, FunctionBody, Name, Return, Statement } from './ast.ts';
import type { Binding, CalledFunction, Variable } from './resolution.ts';

/** Collects what a walk over the tree finds. */
export class CalledFunctions {
  readonly #bodies = new Map<Variable, FunctionBody>();
  readonly #calls: Call[] = [];
  readonly #returns = new Map<FunctionBody, Return[]>();

  /** The variable is declared with this function. */
  declare(variable: Variable, value: FunctionBody | Expression | undefined): void {
    if (value === undefined) return;
    if ('block' in value) this.#bodies.set(variable, value);
    else if (value.type === 'FunctionExpression') this.#bodies.set(variable, value.body);
  }

  call(node: Call): void {
    if (node.callee.type === 'Name') this.#calls.push(node);
  }

  return(node: Return, body: FunctionBody): void {
    const known = this.#returns.get(body);
    if (known === undefined) this.#returns.set(body, [node]);
    else known.push(node);
  }

  /** By their variables. */
  found(
    bindingOf: ReadonlyMap<Name, Binding>,
    functionOf: ReadonlyMap<FunctionBody, { readonly parameters: readonly Variable[] }>,
  ): ReadonlyMap<Variable, CalledFunction> {
    const found = new Map<Variable, CalledFunction>();
    for (const [variable, body] of this.#bodies) {
      if (variable.reassigned) continue;
      const returns = this.#returns.get(body) ?? [];
      const parameters = functionOf.get(body)?.parameters ?? [];
      found.set(variable, { body, parameters, calls: [], returns, isCalledOnly: false });
    }
    if (found.size === 0) return found;
    const of = (name: Name): CalledFunction | undefined => {
      const binding = bindingOf.get(name);
      return binding === undefined || binding.type === 'global' ? undefined : found.get(binding.variable);
    };
    for (const call of this.#calls) if (call.callee.type === 'Name') of(call.callee)?.calls.push(call);
    const uses = new Map<CalledFunction, number>();
    for (const name of bindingOf.keys()) {
      const used = of(name);
      if (used !== undefined) uses.set(used, (uses.get(used) ?? 0) + 1);
    }
    for (const each of found.values())
      each.isCalledOnly = each.calls.length > 0 && uses.get(each) === each.calls.length;
    return found;
  }
}

/** Whether the function always returns one value: by each `return`, and never by its end. */
export function returnsOne({ body, returns }: CalledFunction): boolean {
  return returns.every(({ values }) => values.length === 1) && endsInReturn(body.block);
}

function endsInReturn(block: Block): boolean {
  const last: Statement | undefined = block.body.at(-1);
  switch (last?.type) {
    case 'Return':
      return true;
    case 'Do':
      return endsInReturn(last.block);
    case 'If':
      return (
        last.otherwise !== undefined &&
        endsInReturn(last.otherwise) &&
        last.clauses.every(({ block: inner }) => endsInReturn(inner))
      );
    default:
      return false;
  }
}
