/** Table constructors. */

import type { Expression, TableConstructor, TableItem } from '../ast.ts';
import { type Atom, atom } from './atom.ts';
import { emitCall, emitMethodCall, isMulti, type Rest } from './calls.ts';
import type { FunctionEmitter } from './function-emitter.ts';
import { keep, mayRunCode } from './operands.ts';

/** Up to so many items are evaluated first and put into a finished table; longer lists fill a table as they go. */
const COLLECTED = 12;

/** So many names become fields at once: V8 allows 65,535 arguments, and so wide an object is better grown. */
const MOST_FIELDS = 256;

export function emitTable(e: FunctionEmitter, node: TableConstructor): Atom {
  const running = node.items.some((item) => itemRuns(e, item));
  const keyed = node.items.some((item) => item.type === 'Keyed');
  const names = node.items.flatMap((item) => (item.type === 'Named' ? [item.name] : []));
  const twice = new Set(names).size !== names.length;
  if (keyed || twice || names.length > MOST_FIELDS || (running && node.items.length > COLLECTED))
    return emitFilled(e, node);
  return emitCollected(e, node, names, running);
}

function itemRuns(e: FunctionEmitter, item: TableItem): boolean {
  return mayRunCode(e, item.value) || (item.type === 'Keyed' && mayRunCode(e, item.key));
}

/**
 *     let t3 = new T(new K0(t1, t2), [undefined, l1, l2]);
 */
function emitCollected(
  e: FunctionEmitter,
  node: TableConstructor,
  names: readonly string[],
  runs: boolean,
): Atom {
  const before = e.pending.length;
  const positional: Atom[] = [];
  const named: Atom[] = [];
  let rest: Rest = { type: 'none' };
  for (const [i, item] of node.items.entries()) {
    const last = i === node.items.length - 1;
    if (last && item.type === 'Positional' && isMulti(item.value)) {
      rest = restOf(e, item.value);
      break;
    }
    const running = runs && node.items.slice(i + 1).some((later) => itemRuns(e, later));
    const value = running ? keep(e, e.expression(item.value)) : e.expression(item.value);
    (item.type === 'Positional' ? positional : named).push(value);
  }
  e.pending.length = before;
  const fields =
    names.length === 0
      ? 'NO_FIELDS'
      : `new ${e.pool.fields(names)}(${named.map((value) => value.js).join(', ')})`;
  const result = e.temp();
  const items = itemsText(positional, rest);
  e.declare(result, `new T(${items === '' ? (names.length === 0 ? '' : fields) : `${fields}, ${items}`})`);
  return atom(result, 'object', { temp: true });
}

function itemsText(positional: readonly Atom[], rest: Rest): string {
  const values = positional.map((value) => value.js);
  if (rest.type === 'extra') return `list([undefined, ${[...values, '...va'].join(', ')}])`;
  if (rest.type === 'results') {
    const items = (last: string) => `[undefined, ${[...values, last].join(', ')}]`;
    return `list(${rest.js} === S ? ${items('...all()')} : ${items(rest.js)})`;
  }
  if (values.length === 0) return '';
  const last = positional.at(-1) as Atom;
  const solid = last.kind !== 'any' && last.kind !== 'nil';
  return solid ? `[undefined, ${values.join(', ')}]` : `list([undefined, ${values.join(', ')}])`;
}

function restOf(e: FunctionEmitter, node: Expression): Rest {
  if (node.type === 'Vararg') return { type: 'extra' };
  if (node.type === 'Call') return { type: 'results', js: emitCall(e, node, 'all').js };
  if (node.type === 'MethodCall') return { type: 'results', js: emitMethodCall(e, node, 'all').js };
  throw new Error('only calls and varargs give several values');
}

/**
 *     let t1 = new T(); put(t1, 1, l1); rawSet(t1, l2, l3); s0(t1, t2);
 */
function emitFilled(e: FunctionEmitter, node: TableConstructor): Atom {
  const table = atom(e.temp(), 'object', { temp: true });
  e.declare(table.js, 'new T()');
  const before = e.pending.length;
  e.pending.push(table.js);
  let place = 0;
  for (const [i, item] of node.items.entries()) {
    const last = i === node.items.length - 1;
    if (item.type === 'Positional') {
      if (last && isMulti(item.value)) {
        const rest = restOf(e, item.value);
        const values =
          rest.type === 'extra'
            ? 'va'
            : rest.type === 'results'
              ? `${rest.js} === S ? all() : [${rest.js}]`
              : '[]';
        e.write(`fill(${table.js}, ${place}, ${values});`);
      } else {
        place++;
        e.write(`put(${table.js}, ${place}, ${e.expression(item.value).js});`);
      }
    } else if (item.type === 'Named') {
      const value = e.expression(item.value);
      e.write(`${e.pool.setter(item.name)}(${table.js}, ${value.js});`);
    } else emitKeyed(e, item, table);
  }
  e.pending.length = before;
  return table;
}

function emitKeyed(e: FunctionEmitter, item: TableItem & { readonly type: 'Keyed' }, table: Atom): void {
  const before = e.pending.length;
  let key = e.expression(item.key);
  if (mayRunCode(e, item.value)) key = keep(e, key);
  const value = e.expression(item.value);
  e.pending.length = before;
  const site = e.site(item.key, 'key');
  e.mark(site);
  e.write(`if (rawSet(${table.js}, ${key.js}, ${value.js}) === S) ${site.save}`);
}
