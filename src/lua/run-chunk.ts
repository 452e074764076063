/** Runs one source text by itself: without processes, to its end. For measurements and tools. */
import { EnvironmentShape } from './environment.ts';
import { callTostring, rawText } from './library/base.ts';
import { host, R, ret0, type Value } from './machine.ts';
import { standardGlobals } from './standard.ts';
import { DONE, FAILED, run, SLICED, Task } from './task.ts';
import { type CompileOptions, Unit } from './unit.ts';

export interface Chunk extends CompileOptions {
  /** A byte string. */
  readonly source: string;
  readonly name: string;
  /** Takes what `print` is given, joined by tabs. */
  print(line: string): void;
  /** Reductions of one slice; the stack is unwound after each, as in a node. */
  readonly slice?: number;
}

/** Gives the chunk's results; throws an Error with message and traceback when it fails or waits. */
export function runChunk(chunk: Chunk): readonly Value[] {
  const print = host('print', (_self, ...args) => {
    chunk.print(args.map((value) => String(callTostring(value))).join('\t'));
    return ret0();
  });
  const environment = new EnvironmentShape({ ...standardGlobals(), print }).make();
  const task = new Task(new Unit(chunk.source, chunk.name, chunk).load(environment), []);
  let outcome: number;
  do {
    R.fuel = chunk.slice ?? 10_000;
    outcome = run(task, undefined);
  } while (outcome === SLICED);
  if (outcome === DONE) return task.values;
  throw new Error(
    outcome === FAILED
      ? `${rawText(task.error)}\n${task.trace?.text ?? ''}`
      : `${chunk.name} waits for something outside`,
  );
}
