/** Runs programs on this engine, with the functions that the generator's prelude gives them. */
import { readFileSync } from 'node:fs';
import {
  basic,
  EnvironmentShape,
  host,
  LuaSyntaxError,
  LuaTable,
  R,
  rawText,
  ret0,
  run,
  standardGlobals,
  Task,
  Unit,
  type Value,
} from '#lua';
import { execute, type Way } from '../../src/lua/engine.testing.ts';
import { preludeFile } from './reference.ts';

let printed: string[] = [];
const out = host('out', (_self, text) => {
  printed.push(String(text));
  return ret0();
});

/** The globals that the prelude sets. */
function preludeGlobals(): Readonly<Record<string, Value>> {
  const environment = new EnvironmentShape({ ...standardGlobals(), ...basic, out }).make();
  R.fuel = 1_000_000;
  run(
    new Task(new Unit(readFileSync(preludeFile, 'latin1'), 'prelude.lua').load(environment), []),
    undefined,
  );
  const names = ['print', 'show', 'trace', 'val', 'backwards', 'yielding', 'yieldingPairs'];
  return Object.fromEntries(names.map((name) => [name, environment.get(name)]));
}

let globals: Readonly<Record<string, Value>> | undefined;

/** What a program prints, in the form of `printedByReference`. */
export function printedByOurs(source: string, way: Way): string {
  globals ??= preludeGlobals();
  try {
    printed = [];
    const { task, isFailed } = execute(source, way, 'fuzz.lua', globals);
    const ending = task.error instanceof LuaTable ? 'table' : rawText(task.error);
    return [...printed, ...(isFailed ? [`failed: ${ending}`] : [])].join('\n');
  } catch (thrown) {
    if (thrown instanceof LuaSyntaxError) return thrown.message;
    return `broken: ${thrown instanceof Error ? thrown.stack : thrown}`;
  }
}
