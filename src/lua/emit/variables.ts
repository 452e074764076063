/** How variables are read and written. */
import type { Name } from '../ast.ts';
import { isCell, type Variable } from '../resolve.ts';
import { type Atom, atom } from './atom.ts';
import type { FunctionEmitter } from './function-emitter.ts';

/** What captures know a variable by: a local function captures itself as `self`. */
function nameOf(
  e: FunctionEmitter,
  node: Name,
): { readonly name: string; readonly variable: Variable } | undefined {
  const binding = e.binding(node);
  if (binding.type === 'global') return undefined;
  const { variable } = binding;
  if (binding.type === 'local') return { name: `l${variable.id}`, variable };
  const isItself = e.resolution.called.get(variable)?.body === e.scope.body;
  return { name: isItself ? 'self' : e.captured(binding.index), variable };
}

/** The value of a variable, or undefined for a global. One that is held as halves must be a value already: see `readVariable`. */
export function variableAtom(e: FunctionEmitter, node: Name): Atom | undefined {
  const found = nameOf(e, node);
  if (found === undefined) return undefined;
  const { name, variable } = found;
  if (isCell(variable))
    return atom(e.isWide(variable) ? `narrow(${name}.v)` : `${name}.v`, 'any', { volatile: true });
  const form = e.resolution.numbers.get(variable);
  return form === undefined ? atom(name, 'any') : atom(name, 'number', { form });
}

/** The same, after it was made a value: a local one for good, as others read it again. */
export function readVariable(e: FunctionEmitter, node: Name): Atom | undefined {
  const held = heldBy(e, node);
  if (held !== undefined && !e.isNarrow) e.write(narrowing(held));
  return variableAtom(e, node);
}

/** A variable that may be held as halves. */
export interface Held {
  readonly variable: Variable;
  /** Where it holds them: `l1`, or `u0.v`. */
  readonly js: string;
  /** The cell, when it has one. */
  readonly cell: string | undefined;
}

export function heldBy(e: FunctionEmitter, node: Name): Held | undefined {
  const found = nameOf(e, node);
  if (found === undefined || !e.isWide(found.variable)) return undefined;
  const { name, variable } = found;
  return isCell(variable)
    ? { variable, js: `${name}.v`, cell: name }
    : { variable, js: name, cell: undefined };
}

/** A local is made a value in its place; what a cell holds others may change until it is read. */
export function narrowing({ js, cell }: Held): string {
  return cell === undefined ? `if (typeof ${js} === 'object') ${js} = narrow(${js});` : '';
}

/**
 *     l1 = v;      l1.v = v behind its mark;      u0.v likewise
 */
export function storeVariable(e: FunctionEmitter, node: Name, value: string): void {
  const found = nameOf(e, node);
  if (found === undefined) return;
  const { name, variable } = found;
  const held = e.heldText(variable, value);
  if (isCell(variable)) e.write(`if (${name}.mark !== 0) touch(${name}); ${name}.v = ${held};`);
  else e.assign(name, held);
}
