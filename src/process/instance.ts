/**
 * A program, loaded: its chunk has run, and the function that it offers is known. A process has one of its own; calls
 * of a function use the same one again, one after the other. Where nothing in it can change, there is one for all
 * (`Program.body`), and the chunk runs once.
 */
import { suggestion } from '#base';
import {
  callWith,
  defineState,
  Fn,
  Frame,
  first,
  host,
  LuaTable,
  MULTI,
  parts,
  push,
  R,
  raise,
  S,
  SnapshotError,
  typeName,
  type Value,
} from '#lua';
import type { Program } from './program.ts';
import { restoring } from './restoring.ts';
import { running } from './running.ts';

export class Instance {
  program: Program;
  /** The entry function, once the chunk has run. */
  body: Fn | undefined;

  constructor(program: Program) {
    this.program = program;
  }
}

defineState({
  name: 'instance/1',
  type: Instance,
  changes: 'always',
  save: ({ program, body }): Value[] => [program.hash, program.entry, body],
  make: () => new Instance(noProgram),
  fill(instance, [hash, entry, body]) {
    instance.program = programOf(parts.text(hash), parts.text(entry));
    instance.body = parts.maybe(Fn, body);
  },
});

const noProgram: Program = {
  hash: '',
  entry: '',
  method: undefined,
  load() {
    throw new SnapshotError('an instance is not complete');
  },
};

/** The program that a saved process names. */
export function programOf(hash: string, entry: string): Program {
  const { around, view, program: own } = restoring();
  const program = (own?.hash === hash ? own : own?.part?.(hash)) ?? around.programs.byHash(hash, entry, view);
  if (program === undefined)
    throw new SnapshotError(`the program ${hash.slice(0, 12)} of ${entry} is not here`);
  return program;
}

/** Sites of `main`. */
const LOADED = 0;
const BEGINS = 1;

/** The body of a process: `main(instance, arguments...)` runs the chunk if need be, then the entry function. */
export const main: Fn = host(
  'process.main',
  (_, given, ...args) => begin(given as Instance, args), // whoever starts a process passes one
  {
    resume(frame, value) {
      const instance = frame.a as Instance;
      const args = frame.b as Value[];
      return frame.site === LOADED ? enter(instance, first(value), args) : begin(instance, args);
    },
  },
);

/** The frame of a process that has not begun: the same as a call of `main`, without a list of its arguments. */
export function beginning(instance: Instance, args: Value[]): Frame {
  return new Frame(main, BEGINS, instance, args, undefined, undefined, null);
}

function begin(instance: Instance, args: Value[]): Value {
  const { body } = instance;
  if (body !== undefined) return callWith(body, args);
  const load = instance.program.load();
  const value = load.code(load);
  if (value !== S || R.why === MULTI) return enter(instance, first(value), args);
  return push(new Frame(main, LOADED, instance, args, undefined, undefined, null));
}

/** Calls the entry function in the way of a tail call: this frame is needed no more. */
function enter(instance: Instance, chunk: Value, args: Value[]): Value {
  const { program } = instance;
  const body = entryOf(chunk, program.method);
  if (body === undefined) {
    const wanted = program.method === undefined ? 'a function' : `a function '${program.method}'`;
    return raise(`${program.entry} does not return ${wanted}${returned(chunk, program.method)}`);
  }
  instance.body = body;
  if (program.body === undefined && program.isConstant !== undefined && isOfNobody()) {
    if (program.isConstant(body)) program.body = body;
  }
  return callWith(body, args);
}

/** What a chunk returned instead. */
function returned(chunk: Value, method: string | undefined): string {
  if (!(chunk instanceof LuaTable))
    return `; its source returns ${chunk === undefined ? 'nothing' : `a ${typeName(chunk)}`}`;
  if (method === undefined)
    return '; an entry whose source returns a table names one of its functions in method';
  const names = [...chunk.entries()].flatMap(([key, value]) =>
    typeof key === 'string' && value instanceof Fn ? [key] : [],
  );
  if (names.length === 0) return '; the table that its source returns has no functions';
  return (
    suggestion(method, names) ||
    `; its source returns ${names
      .slice(0, 5)
      .map((name) => `'${name}'`)
      .join(', ')}`
  );
}

/** What is stored of a process names its objects, so those are its own. */
function isOfNobody(): boolean {
  return running.process !== null && running.process.keeper === null;
}

/** The function that a chunk's value offers: itself, or the field of that name. */
export function entryOf(chunk: Value, method: string | undefined): Fn | undefined {
  if (chunk instanceof Fn) return chunk;
  if (!(chunk instanceof LuaTable) || method === undefined) return undefined;
  const found = chunk.getText(method);
  return found instanceof Fn ? found : undefined;
}
