/** Function objects. */
import type { FunctionBody } from '../ast.ts';
import { type Atom, atom } from './atom.ts';
import type { FunctionEmitter } from './function-emitter.ts';

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
