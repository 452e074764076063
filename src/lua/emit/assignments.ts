/** Locals, assignments and the stores behind them. */

import type { Assign, Expression, FunctionStatement, Index, Local, LocalFunction, Name } from '../ast.ts';
import { isCell, type Variable } from '../resolve.ts';
import { type Atom, atom, NIL } from './atom.ts';
import { emitCall, emitMethodCall, expressionList, type Rest } from './calls.ts';
import { emitClosure } from './closures.ts';
import { arrayHit, field, fieldName } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { keep, mayRunCode } from './operands.ts';

export function emitLocal(e: FunctionEmitter, node: Local): void {
  const variables = e.declaredBy(node);
  const single = node.names.length === 1 && node.values.length === 1;
  if (single) {
    e.bind(variables[0] as Variable, e.expression(node.values[0] as Expression).js);
    return;
  }
  const values = adjusted(e, node.values, variables.length);
  for (const [i, variable] of variables.entries()) e.bind(variable, (values[i] as Atom).js);
}

/** The values of a list, adjusted to a number. They hold until the next site. */
export function adjusted(e: FunctionEmitter, nodes: readonly Expression[], count: number): Atom[] {
  if (nodes.length > count) {
    const before = e.pending.length;
    const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
    const atoms = nodes.map((node, i) =>
      i < lastRunning ? keep(e, e.expression(node)) : e.expression(node),
    );
    e.pending.length = before;
    return atoms.slice(0, count);
  }
  if (nodes.length === count) {
    const before = e.pending.length;
    const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
    const atoms = nodes.map((node, i) =>
      i < lastRunning ? keep(e, e.expression(node)) : e.expression(node),
    );
    e.pending.length = before;
    return atoms;
  }
  const { atoms, rest } = expressionList(e, nodes);
  const values = [...atoms];
  if (rest.type === 'none') while (values.length < count) values.push(NIL);
  else fromRest(e, values, rest, count);
  return values;
}

/** What a call or the extra arguments give for the places that are left: read from the registers at once. */
function fromRest(e: FunctionEmitter, values: Atom[], rest: Rest, count: number): void {
  const start = values.length;
  for (let i = start; i < count; i++) {
    const n = i - start;
    if (rest.type === 'extra') values.push(atom(`va[${n}]`, 'any'));
    else if (rest.type === 'results') {
      const name = e.temp();
      e.declare(
        name,
        n > 2
          ? `resultAt(${rest.js}, ${n})`
          : `${rest.js} === S ? R.r${n} : ${n === 0 ? rest.js : 'undefined'}`,
      );
      values.push(atom(name, 'any', { temp: true }));
    }
  }
}

export function emitLocalFunction(e: FunctionEmitter, node: LocalFunction): void {
  const variable = e.declaredBy(node)[0] as Variable;
  const inner = e.resolution.functionOf.get(node.body);
  const itself = inner?.captures.findIndex((capture) => capture.variable === variable) ?? -1;
  if (isCell(variable)) {
    e.bind(variable, 'undefined');
    const value = emitClosure(e, node.body);
    e.write(`l${variable.id}.v = ${value.js};`);
    return;
  }
  e.active.push(variable);
  const name = `l${variable.id}`;
  const declared = !e.silent;
  if (itself >= 0) e.declare(name);
  const value = emitClosure(e, node.body);
  if (itself >= 0) e.write(`${name} = ${value.js}; ${name}.up[${itself}] = ${name};`);
  else e.declare(name, value.js);
  if (!declared) e.reach(name);
}

/** Where an assignment goes, with the parts that were evaluated before its value. */
type Target =
  | { readonly type: 'variable'; readonly node: Name }
  | { readonly type: 'field'; readonly node: Name | Index; readonly object: Atom; readonly name: string }
  | { readonly type: 'index'; readonly node: Index; readonly object: Atom; readonly key: Atom };

function target(e: FunctionEmitter, node: Name | Index): Target {
  if (node.type === 'Name') {
    if (e.binding(node).type !== 'global') return { type: 'variable', node };
    return { type: 'field', node, object: atom('E', 'any'), name: node.name };
  }
  const name = fieldName(node.key);
  if (name !== undefined) return { type: 'field', node, object: e.named(e.expression(node.object)), name };
  const before = e.pending.length;
  const runs = mayRunCode(e, node.key);
  let object = e.named(e.expression(node.object));
  if (runs) object = keep(e, object);
  let key = e.expression(node.key);
  if (key.kind !== 'number' || key.temp) key = e.named(key);
  e.pending.length = before;
  return { type: 'index', node, object, key };
}

/** Keeps the parts of a target for the time that the values take. */
function keepTarget(e: FunctionEmitter, to: Target): void {
  if (to.type === 'variable') return;
  if (to.object.temp) e.pending.push(to.object.js);
  if (to.type === 'index' && to.key.temp) e.pending.push(to.key.js);
}

export function emitAssign(e: FunctionEmitter, node: Assign): void {
  const before = e.pending.length;
  if (node.targets.length === 1 && node.values.length === 1) {
    const to = target(e, node.targets[0] as Name | Index);
    keepTarget(e, to);
    const value = e.expression(node.values[0] as Expression);
    e.pending.length = before;
    store(e, to, value);
    return;
  }
  const targets = node.targets.map((each) => {
    const to = settled(e, target(e, each));
    keepTarget(e, to);
    return to;
  });
  const values = adjusted(e, node.values, targets.length).map((value) =>
    isConstant(value) ? value : e.copy(value),
  );
  for (const value of values) if (value.temp) e.pending.push(value.js);
  for (let i = targets.length - 1; i >= 0; i--) store(e, targets[i] as Target, values[i] as Atom);
  e.pending.length = before;
}

/** The object of a target must not change when a later target of the same assignment is the variable it came from. */
function settled(e: FunctionEmitter, to: Target): Target {
  if (to.type === 'variable' || to.object.js === 'E') return to;
  const object = to.object.temp ? to.object : e.copy(to.object);
  if (to.type === 'field') return { ...to, object };
  return { ...to, object, key: to.key.temp || isConstant(to.key) ? to.key : e.copy(to.key) };
}

function isConstant(value: Atom): boolean {
  return value.kind === 'nil' || /^(\d|'|true$|false$)/.test(value.js);
}

function store(e: FunctionEmitter, to: Target, value: Atom): void {
  if (to.type === 'variable') storeVariable(e, to.node, value);
  else if (to.type === 'field') storeField(e, to.node, to.object, to.name, value);
  else storeIndex(e, to.node, to.object, to.key, value);
}

/**
 *     l1 = v;      l1.v = v behind its mark;      self.up[0].v likewise
 */
function storeVariable(e: FunctionEmitter, node: Name, value: Atom): void {
  const binding = e.binding(node);
  if (binding.type === 'global') return;
  const name = binding.type === 'local' ? `l${binding.variable.id}` : `self.up[${binding.index}]`;
  if (isCell(binding.variable)) e.write(`if (${name}.mark !== 0) touch(${name}); ${name}.v = ${value.js};`);
  else e.assign(name, value.js);
}

/**
 *     if (v === undefined || o.mark !== 0 || o.s.$x === undefined) { if (s0(o, v) === S) SAVE } else o.s.$x = v;
 */
function storeField(e: FunctionEmitter, node: Name | Index, object: Atom, name: string, given: Atom): void {
  const value =
    given.volatile || !/^([lt]\d+$|\d|'|true$|false$|undefined$)/.test(given.js) ? e.copy(given) : given;
  const site = e.site(node, node.type === 'Name' ? 'set global' : 'set');
  if (site.hit) return;
  e.mark(site);
  const absent =
    value.kind === 'any' ? `${value.js} === undefined || ` : value.kind === 'nil' ? 'true || ' : '';
  const o = object.js;
  const slow = `${e.pool.setter(name)}(${o}, ${value.js})`;
  const guard = `${absent}${o}.mark !== 0 || ${o}.s${field(name)} === undefined`;
  e.write(`if (${guard}) { if (${slow} === S) ${site.save} } else ${o}.s${field(name)} = ${value.js};`);
  if (e.pool.everywhere) e.write(`if (each(undefined) === S) ${site.save}`);
}

/**
 *     if (HIT && o.mark === 0 && o.arr[k] !== undefined && v !== undefined) o.arr[k] = v;
 *     else if (setIndex(o, k, v) === S) SAVE
 */
function storeIndex(e: FunctionEmitter, node: Index, object: Atom, key: Atom, given: Atom): void {
  const value =
    given.volatile || !/^([lt]\d+$|\d|'|true$|false$|undefined$)/.test(given.js) ? e.copy(given) : given;
  const site = e.site(node, 'set');
  if (site.hit) return;
  e.mark(site);
  const o = object.js;
  const present =
    value.kind === 'any' ? ` && ${value.js} !== undefined` : value.kind === 'nil' ? ' && false' : '';
  const hit = `${arrayHit(object, key)} && ${o}.mark === 0 && ${o}.arr[${key.js}] !== undefined${present}`;
  e.write(
    `if (${hit}) ${o}.arr[${key.js}] = ${value.js}; else if (setIndex(${o}, ${key.js}, ${value.js}) === S) ${site.save}`,
  );
  if (e.pool.everywhere) e.write(`if (each(undefined) === S) ${site.save}`);
}

export function emitFunctionStatement(e: FunctionEmitter, node: FunctionStatement): void {
  const before = e.pending.length;
  const to = target(e, node.target);
  keepTarget(e, to);
  const value = emitClosure(e, node.body);
  e.pending.length = before;
  store(e, to, value);
}

export { emitCall, emitMethodCall };
