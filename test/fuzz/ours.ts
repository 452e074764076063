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
import {
  compiledFor,
  execute,
  type Known,
  suspendsEverywhere,
  type Way,
} from '../../src/lua/engine.testing.ts';
import { preludeFile } from './reference.ts';

let printed: string[] = [];
const out = host('out', (_self, text) => {
  printed.push(String(text));
  return ret0();
});

/** The globals that the prelude sets, and what they are made of. */
interface Prelude {
  readonly globals: Readonly<Record<string, Value>>;
  readonly known: Known;
}

function ranPrelude(): Prelude {
  const shape = new EnvironmentShape({ ...standardGlobals(), ...basic, out });
  const environment = shape.make();
  const unit = new Unit(readFileSync(preludeFile, 'latin1'), 'prelude.lua');
  R.fuel = 1_000_000;
  run(new Task(unit.load(environment), []), undefined);
  const names = ['print', 'show', 'trace', 'val', 'backwards', 'yielding', 'yieldingPairs'];
  const globals = Object.fromEntries(names.map((name) => [name, environment.get(name)]));
  return { globals, known: { units: new Map([[unit.hash, unit]]), shape, names: { out } } };
}

let prelude: Prelude | undefined;

/** The program that ran last, compiled: once to be suspended everywhere, and once not. */
let compiled: { readonly source: string; readonly keepsLocals: boolean; readonly units: Map<boolean, Unit> } =
  {
    source: '',
    keepsLocals: false,
    units: new Map(),
  };

/** Compiling continuations is most of the work, so ways that run the same code share it. */
function unitOf(source: string, way: Way, keepsLocals: boolean): Unit {
  if (compiled.source !== source || compiled.keepsLocals !== keepsLocals)
    compiled = { source, keepsLocals, units: new Map() };
  const everywhere = suspendsEverywhere(way);
  let unit = compiled.units.get(everywhere);
  if (unit === undefined) {
    unit = compiledFor(way, source, 'fuzz.lua', keepsLocals);
    compiled.units.set(everywhere, unit);
  }
  return unit;
}

/** What a program prints, in the form of `printedByReference`. `keepsLocals`: compiled as for dumps. */
export function printedByOurs(source: string, way: Way, keepsLocals: boolean): string {
  prelude ??= ranPrelude();
  try {
    printed = [];
    const known = { ...prelude.known, unit: unitOf(source, way, keepsLocals) };
    const { task, isFailed } = execute(source, way, 'fuzz.lua', prelude.globals, known);
    return [...printed, ...(isFailed ? [`failed: ${endingOf(task.error)}`] : [])].join('\n');
  } catch (thrown) {
    if (thrown instanceof LuaSyntaxError) return thrown.message;
    return `broken: ${thrown instanceof Error ? thrown.stack : thrown}`;
  }
}

/** What ended a program, as the reference tells it. */
function endingOf(error: Value): string {
  if (error instanceof LuaTable) return 'table';
  const isOdd = typeof error === 'bigint' || (typeof error === 'number' && !Number.isSafeInteger(error));
  return isOdd ? 'a number' : rawText(error);
}
