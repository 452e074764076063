/**
 * Expressions: each is written as statements that leave its value in an atom, in Lua's order of evaluation.
 *
 * What Lua reads late, at the operation (the function's own captured variables as operands of arithmetic, comparison
 * and indexing), is read late here too; call arguments, operands of `..` and items of constructors are read early.
 */
import type { Expression, FunctionBody, NumberLiteral } from '../ast.ts';
import { literal } from '../operations.ts';
import { isCell } from '../resolve.ts';
import { type Atom, atom, FALSE, NIL, TRUE, truth } from './atom.ts';
import { emitCall, emitMethodCall } from './calls.ts';
import type { FunctionEmitter, Site } from './function-emitter.ts';
import { emitBinary, emitUnary } from './operators.ts';
import { emitTable } from './tables.ts';

/** Writes the expression; the atom is its one value. */
export function expression(e: FunctionEmitter, node: Expression): Atom {
  return e.within(node, () => write(e, node));
}

function write(e: FunctionEmitter, node: Expression): Atom {
  switch (node.type) {
    case 'Nil':
      return NIL;
    case 'True':
      return TRUE;
    case 'False':
      return FALSE;
    case 'Number':
      return numberAtom(node);
    case 'String':
      return atom(literal(node.value), 'string');
    case 'Vararg':
      return atom('va[0]', 'any');
    case 'FunctionExpression':
      return emitClosure(e, node.body);
    case 'Name':
      return emitName(e, node);
    case 'Index':
      return emitIndex(e, node);
    case 'Call':
      return emitCall(e, node, 'one');
    case 'MethodCall':
      return emitMethodCall(e, node, 'one');
    case 'Binary':
      return emitBinary(e, node);
    case 'Unary':
      return emitUnary(e, node);
    case 'Logical':
      return emitLogical(e, node);
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return expression(e, node.expression);
    case 'Table':
      return emitTable(e, node);
  }
}

function numberAtom(node: NumberLiteral): Atom {
  if (typeof node.value === 'bigint') return atom(`${node.value}n`, 'any');
  const text = Number.isFinite(node.value) ? String(node.value) : node.value > 0 ? 'Infinity' : '-Infinity';
  return atom(text, 'number', { float: node.float });
}

/** Whether evaluating it may run code that changes variables: anything that has a site. */
export function hasSites(node: Expression): boolean {
  switch (node.type) {
    case 'Nil':
    case 'True':
    case 'False':
    case 'Number':
    case 'String':
    case 'Vararg':
    case 'FunctionExpression':
    case 'Name':
      return false;
    case 'Paren':
    case 'Cast':
    case 'NonNil':
      return hasSites(node.expression);
    case 'Unary':
      return node.operator !== 'not' || hasSites(node.operand);
    case 'Logical':
      return hasSites(node.left) || hasSites(node.right);
    default:
      return true;
  }
}

/** A global is read through the environment, which may have a metatable: so it has a site like any index. */
export function mayRunCode(e: FunctionEmitter, node: Expression): boolean {
  if (node.type === 'Name') return e.binding(node).type === 'global';
  if (node.type === 'Paren' || node.type === 'Cast' || node.type === 'NonNil')
    return mayRunCode(e, node.expression);
  if (node.type === 'Logical') return mayRunCode(e, node.left) || mayRunCode(e, node.right);
  if (node.type === 'Unary' && node.operator === 'not') return mayRunCode(e, node.operand);
  return hasSites(node);
}

/** Writes operands in order; `early` ones are read at once. They wait for each other, and no longer after the last. */
export function operands(e: FunctionEmitter, nodes: readonly Expression[], early: boolean): Atom[] {
  const before = e.pending.length;
  const atoms: Atom[] = [];
  const lastRunning = nodes.findLastIndex((node) => mayRunCode(e, node));
  for (const [i, node] of nodes.entries()) {
    let value = expression(e, node);
    if (i < lastRunning) value = keep(e, value, early || !isOwnLocal(e, node));
    atoms.push(value);
  }
  e.pending.length = before;
  return atoms;
}

function isOwnLocal(e: FunctionEmitter, node: Expression): boolean {
  if (node.type === 'Cast' || node.type === 'NonNil') return isOwnLocal(e, node.expression);
  return node.type === 'Name' && e.binding(node).type === 'local';
}

/** Holds a value while other code runs: copied when it could change, saved by the sites in between. */
export function keep(e: FunctionEmitter, value: Atom, early = true): Atom {
  const kept = value.volatile && early ? e.copy(value) : value;
  if (kept.temp) e.pending.push(kept.js);
  return kept;
}

function emitName(e: FunctionEmitter, node: Expression & { readonly type: 'Name' }): Atom {
  const binding = e.binding(node);
  switch (binding.type) {
    case 'local':
      return isCell(binding.variable)
        ? atom(`l${binding.variable.id}.v`, 'any', { volatile: true })
        : atom(`l${binding.variable.id}`, 'any');
    case 'captured':
      return isCell(binding.variable)
        ? atom(`self.up[${binding.index}].v`, 'any', { volatile: true })
        : atom(`self.up[${binding.index}]`, 'any');
    case 'global':
      return readField(e, node, 'E', node.name, 'global');
  }
}

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
    e.declare(result, `${object}.s${field(name)}`);
    e.write(
      `if (${result} === undefined && (${result} = ${e.pool.getter(name)}(${object})) === S) ${site.save}`,
    );
    everywhere(e, site, result);
  }
  return atom(result, 'any', { temp: true });
}

/** The property of a field name, as in `.$x` or `["$an odd one"]`. */
export function field(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.$${name}` : `[${literal(`$${name}`)}]`;
}

/** In the mode that suspends at every site, the site suspends even when its operation is done. */
export function everywhere(e: FunctionEmitter, site: Site, result: string): void {
  if (e.pool.everywhere) e.write(`if ((${result} = each(${result})) === S) ${site.save}`);
}

/** A key that the source names as a text: then it is a field. */
export function fieldName(key: Expression): string | undefined {
  return key.type === 'String' ? key.value : undefined;
}

/**
 *     let t1 = typeof k === 'number' && o instanceof T && k > 0 && k < o.arr.length ? o.arr[k] : undefined;
 *     if (t1 === undefined && (t1 = index(o, k)) === S) SAVE
 */
function emitIndex(e: FunctionEmitter, node: Expression & { readonly type: 'Index' }): Atom {
  const name = fieldName(node.key);
  if (name !== undefined) {
    const object = e.named(expression(e, node.object));
    return readField(e, node, object.js, name, 'index');
  }
  const [object, key] = operands(e, [node.object, node.key], false).map((value, i) =>
    i === 1 && value.kind === 'number' ? value : e.named(value),
  ) as [Atom, Atom];
  const site = e.site(node, 'index');
  const result = e.temp();
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    e.declare(result, `${arrayHit(object, key)} ? ${object.js}.arr[${key.js}] : undefined`);
    e.write(
      `if (${result} === undefined && (${result} = index(${object.js}, ${key.js})) === S) ${site.save}`,
    );
    everywhere(e, site, result);
  }
  return atom(result, 'any', { temp: true });
}

/** The condition under which the key lies in the array part. */
export function arrayHit(object: Atom, key: Atom): string {
  const number = key.kind === 'number' ? '' : `typeof ${key.js} === 'number' && `;
  return `${number}${object.js} instanceof T && ${key.js} > 0 && ${key.js} < ${object.js}.arr.length`;
}

/**
 *     let t1 = LEFT; if (truth(t1)) { ...; t1 = RIGHT; }
 */
function emitLogical(e: FunctionEmitter, node: Expression & { readonly type: 'Logical' }): Atom {
  const left = expression(e, node.left);
  const result = e.temp();
  const started = !e.silent;
  e.declare(result, left.js);
  const condition = truth(atom(result, left.kind));
  e.write(node.operator === 'and' ? `if (${condition}) {` : `if (!${condition}) {`);
  const right = expression(e, node.right);
  e.assign(result, right.js);
  if (started) e.write('}');
  const kind = left.kind === right.kind ? left.kind : 'any';
  return atom(result, kind, { temp: true });
}

/** The code of a closure: its captures as cells or values. */
export function emitClosure(e: FunctionEmitter, body: FunctionBody): Atom {
  const inner = e.resolution.functionOf.get(body);
  if (inner === undefined) throw new Error('a function was not resolved');
  const captures = inner.captures.map((capture) => {
    if (capture.outer >= 0) return `self.up[${capture.outer}]`;
    const name = `l${capture.variable.id}`;
    return capture.variable.owner === e.scope ? name : `self.up[${indexOfCapture(e, capture.variable)}]`;
  });
  const result = e.temp();
  const up = captures.length === 0 ? 'NO_UP' : `[${captures.join(', ')}]`;
  e.declare(result, `new Fn(P[${inner.index}].code, ${up}, P[${inner.index}])`);
  return atom(result, 'object', { temp: true });
}

function indexOfCapture(e: FunctionEmitter, variable: object): number {
  return e.scope.captures.findIndex((capture) => capture.variable === variable);
}
