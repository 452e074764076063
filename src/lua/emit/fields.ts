/** Reading fields, and what reads and stores share. */
import type { Expression } from '../ast.ts';
import { literal } from '../literal.ts';
import { type Atom, atom } from './atom.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import type { Site } from './site.ts';

/**
 *     let t1 = o.s.$name; if (t1 === undefined && (t1 = g0(o)) === S) SAVE
 */
export function readField(
  e: FunctionEmitter,
  node: Expression,
  object: string,
  name: string,
  role: string,
): Atom {
  const site = e.site(node, role);
  const result = e.temp();
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    e.declare(result, `${object}${object === 'E' ? '' : ofAny(e)}.s${field(name)}`);
    const getter = role === 'method' ? e.pool.methodGetter(name) : e.pool.getter(name);
    e.write(`if (${result} === undefined && (${result} = ${getter}(${object})) === S) ${site.save}`);
    everywhere(e, site, result);
  }
  return atom(result, 'any', { temp: true });
}

/** Where no nil may throw, what is asked of it is missing, and the slow path decides. */
export function ofAny(e: FunctionEmitter): string {
  return e.pool.keepsLocals ? '?' : '';
}

/** What calls `f`: where no exception may pass, only a Lua function is called directly. */
export function codeOf(e: FunctionEmitter, f: string): string {
  return e.pool.keepsLocals ? `(${f}?.proto?.unit !== undefined ? ${f}.code : callOfHost)` : `${f}.code`;
}

/** The property of a field name, as in `.$x` or `["$an odd one"]`. */
export function field(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.$${name}` : `[${literal(`$${name}`)}]`;
}

/** In the mode that suspends at every site, the site suspends even when its operation is done. */
export function everywhere(e: FunctionEmitter, site: Site, result: string): void {
  if (e.pool.everywhere) e.writeStop(`if ((${result} = each(${result})) === S) ${site.save}`);
}

/** A key that the source names as a text: then it is a field. */
export function fieldName(key: Expression): string | undefined {
  return key.type === 'String' ? key.value : undefined;
}

/** The condition under which the key lies in the array part. */
export function arrayHit(e: FunctionEmitter, object: Atom, key: Atom): string {
  const number = key.kind === 'number' ? '' : `typeof ${key.js} === 'number' && `;
  return `${number}${object.js}${ofAny(e)}.arr !== undefined && ${key.js} > 0 && ${key.js} < ${object.js}.arr.length`;
}
