/**
 * Expressions: each is written as statements that leave its value in an atom, in Lua's order of evaluation.
 *
 * What Lua reads late, at the operation (the function's own captured variables as operands of arithmetic, comparison
 * and indexing), is read late here too; call arguments, operands of `..` and items of constructors are read early.
 */

import type { Expression, NumberLiteral } from '../ast.ts';
import { literal } from '../literal.ts';
import { type Atom, atom, FALSE, NIL, TRUE, truth } from './atom.ts';
import { emitCall, emitMethodCall } from './calls.ts';
import { emitClosure } from './closures.ts';
import { arrayHit, everywhere, fieldName, readField } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { isVariable, operands } from './operands.ts';
import { emitBinary, emitUnary } from './operators.ts';
import { emitTable } from './tables.ts';
import { readVariable } from './variables.ts';

/** Writes the expression; the atom is its one value. */
export function writeExpression(e: FunctionEmitter, node: Expression): Atom {
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
      return e.expression(node.expression);
    case 'Table':
      return emitTable(e, node);
  }
}

function numberAtom(node: NumberLiteral): Atom {
  if (typeof node.value === 'bigint') return atom(`${node.value}n`, 'any');
  const text = Number.isFinite(node.value) ? String(node.value) : node.value > 0 ? 'Infinity' : '-Infinity';
  const form = node.float ? 'float' : Math.abs(node.value) < 2 ? 'mixed' : 'number';
  return atom(text, 'number', { form });
}

function emitName(e: FunctionEmitter, node: Expression & { readonly type: 'Name' }): Atom {
  return readVariable(e, node) ?? readField(e, node, 'E', node.name, 'global');
}

/**
 *     let t1 = typeof k === 'number' && o.arr !== undefined && k > 0 && k < o.arr.length ? o.arr[k] : undefined;
 *     if (t1 === undefined && (t1 = index(o, k)) === S) SAVE
 */
function emitIndex(e: FunctionEmitter, node: Expression & { readonly type: 'Index' }): Atom {
  const name = fieldName(node.key);
  if (name !== undefined) {
    const object = e.named(e.expression(node.object));
    return readField(e, node, object.js, name, 'index');
  }
  const [object, key] = operands(e, [node.object, node.key], isVariable).map((value, i) =>
    i === 1 && value.kind === 'number' ? value : e.named(value),
  ) as [Atom, Atom];
  const site = e.site(node, 'index');
  const result = e.temp();
  if (site.hit) e.declare(result, 'v === S ? R.r0 : v');
  else {
    e.mark(site);
    e.declare(result, `${arrayHit(e, object, key)} ? ${object.js}.arr[${key.js}] : undefined`);
    e.write(
      `if (${result} === undefined && (${result} = index(${object.js}, ${key.js})) === S) ${site.save}`,
    );
    everywhere(e, site, result);
  }
  return atom(result, 'any', { temp: true });
}

/**
 *     let t1 = LEFT; if (truth(t1)) { ...; t1 = RIGHT; }
 */
function emitLogical(e: FunctionEmitter, node: Expression & { readonly type: 'Logical' }): Atom {
  const left = e.expression(node.left);
  const result = e.temp();
  const started = !e.silent;
  e.declare(result, left.js);
  const condition = truth(atom(result, left.kind));
  e.write(node.operator === 'and' ? `if (${condition}) {` : `if (!${condition}) {`);
  let right = left;
  e.branch(() => {
    right = e.expression(node.right);
    e.assign(result, right.js);
  });
  if (started) e.write('}');
  const kind = left.kind === right.kind ? left.kind : 'any';
  return atom(result, kind, { temp: true });
}
