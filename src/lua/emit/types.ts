/**
 * Types as values. A declared type is a variable from the beginning of its block; only those that an expression names
 * are written at all.
 */
import type { Block, Call, TypeAlias } from '../ast.ts';
import { literal } from '../literal.ts';
import { isCell, type TypeValue } from '../resolve.ts';
import { type Atom, atom } from './atom.ts';
import { everywhere } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';

/**
 *     let l1 = typeAt(Y0, 3);      for a type that takes nothing from variables
 *     let l2 = undefined;          for one that does: its declaration makes it
 */
export function bindTypes(e: FunctionEmitter, block: Block): void {
  if (e.resolution.types.size === 0) return;
  for (const node of block.body) {
    const type = node.type === 'TypeAlias' ? e.resolution.types.get(node) : undefined;
    const [variable] = type === undefined ? [] : e.declaredBy(node);
    if (type === undefined || variable === undefined) continue;
    e.bind(variable, type.given.length > 0 ? 'undefined' : closed(e, type));
  }
}

function closed(e: FunctionEmitter, type: TypeValue): string {
  return `typeAt(${e.pool.types(type.text)}, ${type.root})`;
}

/** Where the variables are that a type asks, and the fields of globals to read first. */
function asked(e: FunctionEmitter, type: TypeValue): string {
  const places = type.bindings.map((binding) => {
    if (binding.type === 'global') return 'E';
    const name = binding.type === 'local' ? `l${binding.variable.id}` : `self.up[${binding.index}]`;
    const held = isCell(binding.variable) ? `${name}.v` : name;
    return e.isWide(binding.variable) ? `narrow(${held})` : held;
  });
  const globals = type.given.map(({ variable }, i) =>
    type.bindings[i]?.type === 'global' ? literal(variable) : 'undefined',
  );
  const fields = type.given.map(({ field }) => (field === undefined ? 'undefined' : literal(field)));
  return `[${places.join(', ')}], [${globals.join(', ')}], [${fields.join(', ')}]`;
}

/**
 *     let t1 = typeOfGiven('...', [l1, E], [undefined, 'lib'], ['Config', 'Part']); if (t1 === S) { ... SAVE ... }
 *     l2 = t1;
 *
 * A global may be an import whose chunk runs now, so it may suspend like any call.
 */
export function emitTypeAlias(e: FunctionEmitter, node: TypeAlias): void {
  const type = e.resolution.types.get(node);
  const [variable] = e.declaredBy(node);
  if (type === undefined || variable === undefined || type.given.length === 0) return;
  const site = e.site(node, 'call');
  const result = e.temp();
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    e.declare(result, `typeOfGiven(${e.pool.types(type.text)}, ${asked(e, type)})`);
    e.write(`if (${result} === S) ${site.save}`);
    everywhere(e, site, result);
  }
  const name = `l${variable.id}`;
  if (isCell(variable)) e.write(`if (${name}.mark !== 0) touch(${name}); ${name}.v = ${result};`);
  else e.assign(name, result);
}

/** What `typeof` is handed beside its argument, where the declaration of that says a type. */
export function declaredType(e: FunctionEmitter, node: Call): Atom | undefined {
  const type = e.resolution.types.get(node);
  if (type === undefined) return undefined;
  if (type.given.length === 0) return atom(closed(e, type), 'object');
  return atom(`typeOfKnown(${e.pool.types(type.text)}, ${asked(e, type)})`, 'object');
}
