/**
 * Calls: of functions and methods, for one value, for all of them, for none, or as a tail call.
 *
 * A call for all values leaves `t`: a value, or `S` with the results in the registers, where they stay until the next
 * statement takes them.
 */

import type { Call, Expression, MethodCall } from '../ast.ts';
import { calledBy } from '../number-variables.ts';
import type { NumberKind } from '../resolution.ts';
import { type Atom, atom, NIL } from './atom.ts';
import { codeOf, readField } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { libraryCall } from './library-calls.ts';
import { keep, mayRunCode, operands } from './operands.ts';
import type { Site } from './site.ts';
import { declaredType } from './types.ts';

export type Mode = 'one' | 'all' | 'none' | 'tail';

/** Whether the expression can give any number of values. */
export function isMulti(
  node: Expression | undefined,
): node is Call | MethodCall | (Expression & { readonly type: 'Vararg' }) {
  return node !== undefined && (node.type === 'Call' || node.type === 'MethodCall' || node.type === 'Vararg');
}

/** What is known of the number that it always gives. */
function resultKind(e: FunctionEmitter, node: Expression): NumberKind | undefined {
  const { called, numeric, bindingOf } = e.resolution;
  const target = node.type === 'Call' ? calledBy(node, called, bindingOf) : undefined;
  return target && numeric.get(target);
}

/** What stands at the end of a list: nothing, the extra arguments, or a call whose results are in `t` or the registers. */
export type Rest =
  | { readonly type: 'none' }
  | { readonly type: 'extra' }
  | { readonly type: 'results'; readonly js: string };

const NO_REST: Rest = { type: 'none' };

/** Writes a list of expressions whose last one may give several values. */
export function expressionList(
  e: FunctionEmitter,
  nodes: readonly Expression[],
): { atoms: Atom[]; rest: Rest } {
  const last = nodes.at(-1);
  if (!isMulti(last) || resultKind(e, last) !== undefined)
    return { atoms: operands(e, nodes), rest: NO_REST };
  const before = e.pending.length;
  const atoms = leading(e, nodes);
  const rest = restOf(e, last);
  e.pending.length = before;
  return { atoms, rest };
}

/** All but the last, kept for the time that the last one takes. */
function leading(e: FunctionEmitter, nodes: readonly Expression[]): Atom[] {
  const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
  return nodes.slice(0, -1).map((node, i) => {
    const value = e.expression(node);
    return i < lastRunning ? keep(e, value) : value;
  });
}

function restOf(
  e: FunctionEmitter,
  node: Call | MethodCall | (Expression & { readonly type: 'Vararg' }),
): Rest {
  if (node.type === 'Vararg') return { type: 'extra' };
  const result = node.type === 'Call' ? emitCall(e, node, 'all') : emitMethodCall(e, node, 'all');
  return { type: 'results', js: result.js };
}

/** The list as JavaScript arguments; `results` stay in the registers until here. */
export function spread(atoms: readonly Atom[], rest: Rest): string {
  const parts = atoms.map((value) => value.js);
  if (rest.type === 'extra') parts.push('...va');
  if (rest.type === 'results') parts.push(`...(${rest.js} === S ? all() : [${rest.js}])`);
  return parts.join(', ');
}

export function emitCall(e: FunctionEmitter, node: Call, mode: Mode): Atom {
  const before = e.pending.length;
  const runs = node.args.some((arg) => mayRunCode(e, arg));
  let callee = e.expression(node.callee);
  callee = constant(e, callee);
  if (runs && callee.temp) e.pending.push(callee.js);
  const { atoms, rest } = expressionList(e, node.args);
  e.pending.length = before;
  const declared = declaredType(e, node);
  if (declared !== undefined) atoms.push(declared);
  if (mode === 'one' && rest.type === 'extra' && atoms.length === 1 && isSelect(e, node)) {
    return emitSelect(e, node, callee, atoms[0] as Atom);
  }
  return finishCall(e, node, mode, callee.js, [], atoms, rest);
}

/** A value under a name that no other code assigns. */
function constant(e: FunctionEmitter, value: Atom): Atom {
  if (!value.volatile && /^[lt]\d+$/.test(value.js)) return value;
  if (value.volatile || !/^(u\d+|self)$/.test(value.js)) return e.copy(value);
  e.temp(); // saved frames count it among the parts of the node
  return value;
}

/** `select(n, ...)` for one value needs no list when `select` is the library's own. */
function isSelect(e: FunctionEmitter, node: Call): boolean {
  return (
    node.callee.type === 'Name' && node.callee.name === 'select' && e.binding(node.callee).type === 'global'
  );
}

/**
 *     let t1; if (f === select && n === '#') t1 = va.length; else if (f === select && n > 0) t1 = va[n - 1]; else CALL
 */
function emitSelect(e: FunctionEmitter, node: Call, callee: Atom, n: Atom): Atom {
  const site = e.site(node, 'call');
  const result = e.temp();
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    const index = n.kind === 'string' || n.kind === 'number' ? n : e.named(n);
    e.declare(result);
    e.write(`if (${callee.js} === select && ${index.js} === '#') ${result} = va.length;`);
    e.write(
      `else if (${callee.js} === select && typeof ${index.js} === 'number' && ${index.js} >= 1) ${result} = va[Math.floor(${index.js}) - 1];`,
    );
    e.write(
      `else if ((${result} = ${codeOf(e, callee.js)}(${callee.js}, ${index.js}, ...va)) === S) { if (R.why !== 0) ${site.save} ${result} = R.r0; }`,
    );
    afterCall(e, site, result, 'one');
  }
  return atom(result, 'any', { temp: true });
}

export function emitMethodCall(e: FunctionEmitter, node: MethodCall, mode: Mode): Atom {
  const before = e.pending.length;
  const runs = node.args.some((arg) => mayRunCode(e, arg));
  let object = e.expression(node.object);
  object = constant(e, object);
  if (object.temp) e.pending.push(object.js);
  const method = readField(e, node as unknown as Expression, object.js, node.name, 'method');
  if (runs) e.pending.push(method.js);
  const { atoms, rest } = expressionList(e, node.args);
  e.pending.length = before;
  return finishCall(e, node, mode, method.js, [object], atoms, rest);
}

/**
 *     let t1 = f.code(f, a, b); if (t1 === S) { if (R.why !== 0) SAVE t1 = R.r0; }
 *
 * Of a function that always returns a number:
 *
 *     let t1 = f.code(f, a, b); if (t1 === S) SAVE
 */
function finishCall(
  e: FunctionEmitter,
  node: Call | MethodCall,
  mode: Mode,
  f: string,
  receiver: readonly Atom[],
  atoms: readonly Atom[],
  rest: Rest,
): Atom {
  const list = [...receiver, ...atoms];
  const one = ['', ...list.map((value) => value.js)].join(', ');
  const code = codeOf(e, f);
  let text = `${code}(${f}${rest.type === 'results' ? one : list.length + (rest.type === 'none' ? 0 : 1) === 0 ? '' : `, ${spread(list, rest)}`})`;
  if (rest.type === 'results')
    text = `${rest.js} === S ? ${code}(${f}${one}, ...all()) : ${code}(${f}${one}, ${rest.js})`;
  if (!e.pool.keepsLocals && rest.type === 'none' && list.length === node.args.length + receiver.length)
    text = libraryCall(e, node, f, list, text, mode === 'none');
  const site = e.site(node, 'call');
  const result = mode === 'none' ? '' : e.temp();
  const form = mode === 'one' ? resultKind(e, node) : undefined;
  if (site.hit) {
    if (form !== undefined) e.declare(result, 'numberOnly(v === S ? R.r0 : v)');
    else if (mode === 'one') e.declare(result, 'v === S ? R.r0 : v');
    else if (mode !== 'none') e.declare(result, 'v');
    if (mode === 'tail') e.write(`return ${result};`);
  } else {
    e.mark(site);
    if (mode === 'none') {
      const call = e.pool.everywhere ? `each(${text})` : `(${text})`;
      const suspended = `if (${call} === S && R.why !== 0) ${site.save}`;
      if (e.pool.everywhere) e.writeStop(suspended);
      else e.write(suspended);
    } else if (mode === 'tail') {
      e.declare(result, text);
      e.write(`if (${result} === S && R.why === 1) ${site.save} return ${result};`);
    } else {
      e.declare(result, e.pool.everywhere ? `each(${text})` : text);
      if (form !== undefined && !e.pool.everywhere) e.write(`if (${result} === S) ${site.save}`);
      else if (mode === 'one')
        e.write(`if (${result} === S) { if (R.why !== 0) ${site.save} ${result} = R.r0; }`);
      else e.write(`if (${result} === S && R.why !== 0) ${site.save}`);
      if (e.pool.everywhere) e.writeStop('');
    }
  }
  if (mode === 'none') return NIL;
  return form === undefined
    ? atom(result, 'any', { temp: true })
    : atom(result, 'number', { temp: true, form });
}

function afterCall(e: FunctionEmitter, site: Site, result: string, _mode: 'one'): void {
  if (e.pool.everywhere) e.writeStop(`if ((${result} = each(${result})) === S) ${site.save}`);
}
