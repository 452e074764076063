/**
 * Saves and restores a process as workflows are, many times in one process: snapshot-times.ts PROCESSES. Prints sizes
 * in bytes and median times in microseconds as JSON.
 */
import {
  Catalog,
  changes,
  EnvironmentShape,
  Fn,
  type Heap,
  host,
  imageOf,
  R,
  run,
  save,
  standardGlobals,
  Task,
  taskOf,
  taskParts,
  Unit,
  type Value,
  WAITING,
  wait,
} from '#lua';
import { generateWorkflow } from './generate-workflow.ts';
import { median } from './statistics.ts';

export interface SnapshotFigures {
  /** Bytes. */
  readonly image: number;
  readonly snapshot: number;
  readonly delta: number;
  /** Microseconds. */
  readonly times: Readonly<Record<Step, number>>;
}

/** The first save on the image, a restore on it, a later delta, the start of a process from it, making it. */
type Step = 'save' | 'restore' | 'delta' | 'instance' | 'image';

const FUEL = 1_000_000;

const globals = { ...standardGlobals(), wait: host('wait', () => wait()) };
const shape = new EnvironmentShape(globals);
const { libraries, main } = generateWorkflow();
const units = new Map<string, Unit>();
const catalog = new Catalog({ unit: (hash) => units.get(hash), shape: () => shape });
for (const [name, value] of Object.entries(globals)) catalog.add(name, value);

/** Runs a chunk to its end. */
function chunk(source: string, name: string, imports: ReadonlyMap<string, Value>): Value {
  const unit = new Unit(source, name);
  units.set(unit.hash, unit);
  const environment = shape.make();
  for (const [global, value] of imports) environment.setField(global, value);
  const task = new Task(unit.load(environment), []);
  R.fuel = FUEL;
  run(task, undefined);
  return task.values[0];
}

/** Runs a process to where it waits the next time. */
function goOn(task: Task, heap: Heap): Task {
  changes.current = heap;
  R.fuel = FUEL;
  if (run(task, undefined) !== WAITING) throw new Error('the process does not wait');
  changes.current = null;
  return task;
}

function measured<T>(times: number[], action: () => T): T {
  const before = process.hrtime.bigint();
  const result = action();
  times.push(Number(process.hrtime.bigint() - before) / 1000);
  return result;
}

/** The second half: by then all is warm. */
function warm(times: readonly number[]): number {
  return median(times.slice(times.length / 2));
}

function measure(processes: number): SnapshotFigures {
  const modules = new Map<string, Value>();
  for (const { name, source } of libraries) modules.set(name, chunk(source, name, new Map()));
  const body = chunk(main, 'main', modules);
  const image = imageOf(catalog, [body]);
  if (image === undefined) throw new Error('the program has no image');

  const times: Record<Step, number[]> = { save: [], restore: [], delta: [], instance: [], image: [] };
  const sizes = { snapshot: 0, delta: 0 };
  for (let i = 0; i < processes; i++) {
    const { roots, heap } = measured(times.instance, () => image.instance());
    const [start] = roots;
    if (!(start instanceof Fn)) throw new Error('the program has no function');
    const task = goOn(new Task(start, [i % 100]), heap);
    const bytes = measured(times.save, () => save(catalog, heap, taskParts(task)));
    const restored = measured(times.restore, () => {
      const found = image.restore([bytes]);
      return { task: taskOf(found.roots), heap: found.heap };
    });
    // The heap of a restored process becomes maps with its first delta; those that follow are measured.
    goOn(restored.task, restored.heap);
    save(catalog, restored.heap, taskParts(restored.task));
    goOn(restored.task, restored.heap);
    const delta = measured(times.delta, () => save(catalog, restored.heap, taskParts(restored.task)));
    sizes.snapshot = bytes.length;
    sizes.delta = delta.length;
  }
  for (let i = 0; i < processes / 20; i++) measured(times.image, () => imageOf(catalog, [body]));
  return {
    image: image.bytes.length,
    ...sizes,
    times: {
      save: warm(times.save),
      restore: warm(times.restore),
      delta: warm(times.delta),
      instance: warm(times.instance),
      image: warm(times.image),
    },
  };
}

console.log(JSON.stringify(measure(Number(process.argv[2] ?? 4000))));
