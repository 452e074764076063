/**
 * A program, loaded: its chunk has run, and the function that it offers is known. A process has one of its own; calls
 * of a function use the same one again, one after the other.
 */
import { Fn, Frame, first, host, LuaTable, MULTI, push, R, raise, S, type Value } from '#lua';
import type { Program } from './program.ts';

export class Instance {
  readonly program: Program;
  /** The entry function, once the chunk has run. */
  body: Fn | undefined;

  constructor(program: Program) {
    this.program = program;
  }
}

/** The body of a process: `main(instance, arguments...)` runs the chunk if need be, then the entry function. */
export const main: Fn = host(
  'process.main',
  (self, given, ...args) => {
    const instance = given as Instance; // whoever starts a process passes one
    const { body } = instance;
    if (body !== undefined) return body.code(body, ...args);
    const load = instance.program.load();
    const value = load.code(load);
    if (value !== S || R.why === MULTI) return enter(instance, first(value), args);
    return push(new Frame(self, 0, instance, args, undefined, undefined, null));
  },
  { resume: (frame, value) => enter(frame.a as Instance, first(value), frame.b as Value[]) },
);

/** Calls the entry function in the way of a tail call: this frame is needed no more. */
function enter(instance: Instance, chunk: Value, args: Value[]): Value {
  const { program } = instance;
  const body = entryOf(chunk, program.method);
  if (body === undefined) {
    const wanted = program.method === undefined ? 'a function' : `a function '${program.method}'`;
    return raise(`${program.entry} does not return ${wanted}`);
  }
  instance.body = body;
  return body.code(body, ...args);
}

/** The function that a chunk's value offers: itself, or the field of that name. */
export function entryOf(chunk: Value, method: string | undefined): Fn | undefined {
  if (chunk instanceof Fn) return chunk;
  if (!(chunk instanceof LuaTable) || method === undefined) return undefined;
  const found = chunk.getText(method);
  return found instanceof Fn ? found : undefined;
}
