/**
 * Calls of library functions that are written out where they stand. A call is taken for one by its name; whether it is one
 * is asked when it runs, by the function's identity. All that the written form does not cover is a call as any other.
 */
import type { Call, MethodCall } from '../ast.ts';
import { bare } from '../bare.ts';
import type { Atom } from './atom.ts';
import { fieldName } from './fields.ts';
import type { FunctionEmitter } from './function-emitter.ts';

import type { SearchName } from './pool.ts';

/** Names that programs give them: `string.sub`, `sub`, `ssub`, `strsub`, `string_sub`. */
const NAMES = /^(?:(?:s|str_?|string_?)?(byte|sub|find|match)|(?:t|tbl_?|table_?)?insert)$/;

/** The call as a JavaScript expression; `otherwise` is that of a call as any other. */
export function libraryCall(
  e: FunctionEmitter,
  node: Call | MethodCall,
  f: string,
  args: readonly Atom[],
  otherwise: string,
  isStatement: boolean,
): string {
  const [text, second, third, fourth] = args;
  if (text === undefined || second === undefined || args.length > 4) return otherwise;
  const known = NAMES.exec(nameOf(node));
  if (known === null) return otherwise;
  switch (known[1]) {
    case 'byte':
      return third === undefined ? byteAt(f, 'stringByte', text, second, otherwise, (at) => at) : otherwise;
    case 'sub':
      return third?.js === second.js
        ? byteAt(f, 'stringSub', text, second, otherwise, (at) => `oneByte[${at}]`)
        : otherwise;
    case 'find':
      if (fourth !== undefined && fourth.js !== 'true') return otherwise;
      return search(e, node, f, fourth === undefined ? 'find' : 'findPlain', text, third, otherwise);
    case 'match':
      return fourth === undefined ? search(e, node, f, 'match', text, third, otherwise) : otherwise;
    default: // insert: its result, which is none, is nothing that a statement asks for
      return isStatement && third === undefined
        ? `${f} === tableInsert && append(${text.js}, ${second.js}) ? undefined : ${otherwise}`
        : otherwise;
  }
}

function nameOf(node: Call | MethodCall): string {
  if (node.type === 'MethodCall') return node.name;
  const callee = bare(node.callee);
  if (callee.type === 'Name') return callee.name;
  return callee.type === 'Index' ? (fieldName(callee.key) ?? '') : '';
}

/**
 *     f === stringByte && typeof s === 'string' && i >= 1 && i <= s.length && R.loose === 0 ? s.charCodeAt(i - 1) : CALL
 */
function byteAt(
  f: string,
  library: string,
  text: Atom,
  place: Atom,
  otherwise: string,
  of: (byte: string) => string,
): string {
  if (text.kind === 'nil' || (place.kind !== 'any' && place.kind !== 'number')) return otherwise;
  const number = place.kind === 'number' ? '' : `typeof ${place.js} === 'number' && `;
  const fits = `${number}${place.js} >= 1 && ${place.js} <= ${text.js}.length`;
  const byte = `${text.js}.charCodeAt(${place.js} - 1)`;
  return `${f} === ${library} && typeof ${text.js} === 'string' && ${fits} && R.loose === 0 ? ${of(byte)} : ${otherwise}`;
}

/**
 *     f === stringFind ? L3.run(L3, f, s, init) : CALL
 */
function search(
  e: FunctionEmitter,
  node: Call | MethodCall,
  f: string,
  name: SearchName,
  text: Atom,
  init: Atom | undefined,
  otherwise: string,
): string {
  const pattern = node.args[node.type === 'MethodCall' ? 0 : 1];
  if (pattern?.type !== 'String') return otherwise;
  const own = e.pool.search(name, pattern.value);
  const library = name === 'match' ? 'stringMatch' : 'stringFind';
  return `${f} === ${library} ? ${own}.run(${own}, ${f}, ${text.js}, ${init?.js ?? 'undefined'}) : ${otherwise}`;
}
