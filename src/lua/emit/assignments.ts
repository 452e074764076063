/** Locals, assignments and the stores behind them. */

import type {
  Assign,
  Binary,
  Expression,
  FunctionStatement,
  Index,
  Local,
  LocalFunction,
  Name,
  Unary,
} from '../ast.ts';
import { bare } from '../bare.ts';
import { isCell, type Variable } from '../resolve.ts';
import { type Atom, atom, NIL } from './atom.ts';
import { emitCall, emitMethodCall, expressionList, type Rest } from './calls.ts';
import { emitClosure } from './closures.ts';
import { arrayHit, field, fieldName, ofAny } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { type HalvesStep, halvesOf } from './halves.ts';
import { isOwnLocal, isVariable, keep, mayRunCode } from './operands.ts';
import { heldBy, storeVariable } from './variables.ts';

export function emitLocal(e: FunctionEmitter, node: Local): void {
  const variables = e.declaredBy(node);
  const single = node.names.length === 1 && node.values.length === 1;
  if (single) {
    const [variable, value] = [variables[0] as Variable, node.values[0] as Expression];
    if (e.isWide(variable) && !isCell(variable)) emitWideLocal(e, variable, value);
    else e.bind(variable, e.expression(value).js);
    return;
  }
  const values = adjusted(e, node.values, variables.length);
  for (const [i, variable] of variables.entries()) e.bind(variable, (values[i] as Atom).js);
}

/**
 *     let l2; if (halves) { ...; l2 = new WideInteger(h1, o1); } else { ...; l2 = widen(v); }
 */
function emitWideLocal(e: FunctionEmitter, variable: Variable, value: Expression): void {
  const step = halvesOf(e, value);
  if (step === undefined) {
    e.bind(variable, e.expression(value).js);
    return;
  }
  const name = `l${variable.id}`;
  e.declare(name);
  emitHalves(e, step, `${name} = new WideInteger(${step.high}, ${step.low});`, () => {
    const given = e.expression(value);
    e.assign(name, e.heldText(variable, given.js));
  });
  e.active.push(variable);
}

/** Takes the step, or does what is written otherwise. */
function emitHalves(e: FunctionEmitter, step: HalvesStep, then: string, otherwise: () => void): void {
  const started = !e.silent;
  e.write(`if (${step.when}) { ${step.text}${then} } else { ${step.otherwise}`);
  e.branch(() => {
    const { isNarrow } = e;
    e.isNarrow = true;
    otherwise();
    e.isNarrow = isNarrow;
  });
  if (started) e.write('}');
}

/** The assignment of a step to a variable that may be held as halves: they are changed in place where it holds some. */
function emitWideAssign(e: FunctionEmitter, target: Name, value: Expression, otherwise: () => void): boolean {
  const held = heldBy(e, target);
  const step = held && halvesOf(e, value);
  if (held === undefined || step === undefined) return false;
  const { js, cell } = held;
  const { high, low } = step;
  const isChanged = step.held.some((each) => each.js === js);
  const noted = cell === undefined ? '' : `if (${cell}.mark !== 0) touch(${cell}); `;
  if (cell === undefined) e.reach(js);
  const then = isChanged
    ? `${js}.high = ${high}; ${js}.low = ${low};`
    : `${js} = new WideInteger(${high}, ${low});`;
  emitHalves(e, step, noted + then, otherwise);
  return true;
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
  const before = e.pending.length;
  let object = e.expression(node.object);
  if (name !== undefined)
    return { type: 'field', node, object: isVariable(e, node.object) ? object : e.named(object), name };
  if (mayRunCode(e, node.key) && !isVariable(e, node.object)) object = keep(e, e.named(object));
  let key = e.expression(node.key);
  if (!isOwnLocal(e, node.object)) object = e.named(object);
  if (key.kind !== 'number' && !isOwnLocal(e, node.key)) key = e.named(key);
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
  const [to] = node.targets;
  const [value] = node.values;
  const isSingle = node.targets.length === 1 && node.values.length === 1;
  const assign = (): void => emitEach(e, node);
  if (isSingle && to?.type === 'Name' && value !== undefined && emitWideAssign(e, to, value, assign)) return;
  assign();
}

function emitEach(e: FunctionEmitter, node: Assign): void {
  const before = e.pending.length;
  if (node.targets.length === 1 && node.values.length === 1) {
    const appended = beginAppend(e, node.targets[0] as Name | Index, node.values[0] as Expression);
    const to = target(e, node.targets[0] as Name | Index);
    keepTarget(e, to);
    const value = e.expression(node.values[0] as Expression);
    e.pending.length = before;
    store(e, to, value);
    if (appended) {
      e.write('}');
      e.isRare = false;
    }
    return;
  }
  const assigned = new Set(node.targets.map((each) => variableOf(e, each)));
  const targets = node.targets.map((each) => {
    const to = settled(e, target(e, each), assigned);
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

/**
 *     if (!append(l1, v)) { ... l1[#l1 + 1] = v ... }
 *
 * The idiom in one step, for values that run no code: true when what follows must be closed. That is rare, so it is short.
 */
function beginAppend(e: FunctionEmitter, to: Name | Index, value: Expression): boolean {
  if (e.silent || e.pool.everywhere || to.type !== 'Index' || to.object.type !== 'Name') return false;
  const { key } = to;
  if (!isNextPlace(key)) return false;
  const list = variableOf(e, to.object);
  if (list === undefined || isCell(list) || variableOf(e, key.left.operand) !== list) return false;
  const isReady = value.type === 'Number' || value.type === 'String' || variableOf(e, value) !== undefined;
  if (!isReady) return false;
  e.write(`if (!append(${e.expression(to.object).js}, ${e.expression(value).js})) {`);
  e.isRare = true;
  return true;
}

/** `#t + 1`: what is stored there is mostly new. */
function isNextPlace(key: Expression): key is Binary & { readonly left: Unary } {
  if (key.type !== 'Binary' || key.operator !== '+' || key.left.type !== 'Unary') return false;
  return key.left.operator === '#' && key.right.type === 'Number' && key.right.value === 1;
}

/** What a target is part of must not change when the same assignment has another target that is the variable it came from. */
function settled(e: FunctionEmitter, to: Target, assigned: ReadonlySet<Variable | undefined>): Target {
  if (to.type === 'variable' || to.node.type === 'Name') return to;
  const keep = (value: Atom, from: Expression): Atom => {
    const variable = variableOf(e, from);
    return variable !== undefined && assigned.has(variable) ? e.copy(value) : value;
  };
  const object = keep(to.object, to.node.object);
  return to.type === 'field' ? { ...to, object } : { ...to, object, key: keep(to.key, to.node.key) };
}

/** The variable that an expression is, whatever parentheses and casts are around it. */
function variableOf(e: FunctionEmitter, node: Expression): Variable | undefined {
  const name = bare(node);
  if (name.type !== 'Name') return undefined;
  const binding = e.binding(name);
  return binding.type === 'global' ? undefined : binding.variable;
}

function isConstant(value: Atom): boolean {
  return value.kind === 'nil' || /^(\d|'|true$|false$)/.test(value.js);
}

function store(e: FunctionEmitter, to: Target, value: Atom): void {
  if (to.type === 'variable') storeVariable(e, to.node, value.js);
  else if (to.type === 'field') storeField(e, to.node, now(e, to.object), to.name, value);
  else storeIndex(e, to.node, now(e, to.object), now(e, to.key), value);
}

/** What Lua reads as late as the store. */
function now(e: FunctionEmitter, value: Atom): Atom {
  return value.volatile ? e.copy(value) : value;
}

/**
 *     if (v === undefined || o.mark !== 0 || o.s.$x === undefined) { if (s0(o, v) === S) SAVE } else o.s.$x = v;
 */
function storeField(e: FunctionEmitter, node: Name | Index, object: Atom, name: string, given: Atom): void {
  const value =
    given.volatile || !/^([ltu]\d+$|\d|'|true$|false$|undefined$)/.test(given.js) ? e.copy(given) : given;
  const site = e.site(node, node.type === 'Name' ? 'set global' : 'set');
  if (site.hit) return;
  e.mark(site);
  const absent =
    value.kind === 'any' ? `${value.js} === undefined || ` : value.kind === 'nil' ? 'true || ' : '';
  const o = object.js;
  const slow = `${e.pool.setter(name)}(${o}, ${value.js})`;
  const guard = `${absent}${o}${ofAny(e)}.mark !== 0 || ${o}.s${field(name)} === undefined`;
  e.write(`if (${guard}) { if (${slow} === S) ${site.save} } else ${o}.s${field(name)} = ${value.js};`);
  if (e.pool.everywhere) e.writeStop(`if (each(undefined) === S) ${site.save}`);
}

/**
 *     if (HIT && o.mark === 0 && o.arr[k] !== undefined && v !== undefined) o.arr[k] = v;
 *     else if (setIndex(o, k, v) === S) SAVE
 */
function storeIndex(e: FunctionEmitter, node: Index, object: Atom, key: Atom, given: Atom): void {
  const value =
    given.volatile || !/^([ltu]\d+$|\d|'|true$|false$|undefined$)/.test(given.js) ? e.copy(given) : given;
  const site = e.site(node, 'set');
  if (site.hit) return;
  e.mark(site);
  const o = object.js;
  const present =
    value.kind === 'any' ? ` && ${value.js} !== undefined` : value.kind === 'nil' ? ' && false' : '';
  const hit = `${arrayHit(e, object, key)} && ${o}.mark === 0 && ${o}.arr[${key.js}] !== undefined${present}`;
  const fast =
    e.isRare || isNextPlace(node.key) ? '' : `if (${hit}) ${o}.arr[${key.js}] = ${value.js}; else `;
  e.write(`${fast}if (setIndex(${o}, ${key.js}, ${value.js}) === S) ${site.save}`);
  if (e.pool.everywhere) e.writeStop(`if (each(undefined) === S) ${site.save}`);
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
