/**
 * A program of the corpus, run in a world of its own: the standard globals, `wait()`, which the host answers with 7,
 * and `make_box(value)`, a value of the host with a method `get`.
 */
import {
  basic,
  Catalog,
  changes,
  DONE,
  EnvironmentShape,
  FAILED,
  type HandleType,
  Heap,
  LuaTable,
  numbering,
  type Outcome,
  R,
  type Restored,
  rawText,
  restore,
  run,
  save,
  standardGlobals,
  Task,
  taskOf,
  taskParts,
  Unit,
  Userdata,
  type Value,
  WAITING,
  wait,
} from '#lua';
import { type Frame, host } from '../../src/lua/machine.ts';
import type { StoredSnapshot } from './stored-frames.ts';

const ANSWER = 7;
/** Deltas on one full form. */
const DELTAS = 2;

const methods = new LuaTable();
methods.setField(
  'get',
  host('test.box.get', (_self, box) => (box instanceof Userdata ? (box.live as Value) : undefined)),
);
const boxes: HandleType = { name: 'test.box', metatable: new LuaTable(), methods: methods.s };
boxes.metatable.setField('__index', methods);

const globals = {
  ...standardGlobals(),
  ...basic,
  print: host('print', () => undefined),
  wait: host('wait', () => wait()),
  make_box: host('make_box', (_self, value) => new Userdata(boxes, value)),
};

/** How a program is stopped: at every site, or wherever the slice may end. */
export type Stops = 'everywhere' | 'slices';

export class FrameProgram {
  readonly unit: Unit;
  readonly #shape = new EnvironmentShape(globals);
  readonly #catalog: Catalog;
  readonly #fuel: number;

  constructor(source: string, name: string, stops: Stops | 'seldom') {
    this.unit = new Unit(source, name, { everywhere: stops === 'everywhere' });
    this.#fuel = stops === 'slices' ? 1 : 4000;
    this.#catalog = new Catalog({
      unit: (hash) => (hash === this.unit.hash ? this.unit : undefined),
      shape: (shape) => (shape === this.#shape.name ? this.#shape : undefined),
    });
    for (const [global, value] of Object.entries(globals)) this.#catalog.add(global, value);
    this.#catalog.addHandle(boxes);
  }

  #step(task: Task, last: Outcome | undefined): Outcome {
    R.fuel = this.#fuel;
    return run(task, last === WAITING ? ANSWER : undefined);
  }

  /** Runs from the start, and saves wherever a frame stands in a place where none was before. */
  record(): { readonly result: string; readonly snapshots: StoredSnapshot[] } {
    const task = new Task(this.unit.load(this.#shape.make()), []);
    const seen = new Set<string>();
    const snapshots: StoredSnapshot[] = [];
    const addresses = { lastAddress: 0 };
    numbering.current = addresses;
    let heap = new Heap();
    let layers: string[] = [];
    let outcome: Outcome | undefined;
    while (outcome !== DONE) {
      if (isNew(task.frames, seen)) {
        if (layers.length > DELTAS) {
          layers = [];
          heap = new Heap();
        }
        const bytes = save(this.#catalog, heap, taskParts(task));
        layers = [...layers, Buffer.from(bytes).toString('latin1')];
        changes.current = heap;
        snapshots.push({ waits: outcome === WAITING, addresses: addresses.lastAddress, layers });
      }
      outcome = this.#step(task, outcome);
      if (outcome === FAILED) throw new Error(`${this.unit.name}: ${rawText(task.error)}`);
    }
    changes.current = null;
    return { result: resultOf(task), snapshots };
  }

  restore({ layers }: StoredSnapshot): Restored {
    return restore(
      this.#catalog,
      layers.map((layer) => Buffer.from(layer, 'latin1')),
    );
  }

  /** Goes on from a restored snapshot to the end, and gives the result. */
  finish({ roots }: Restored, { waits, addresses }: StoredSnapshot): string {
    numbering.current = { lastAddress: addresses };
    const task = taskOf(roots);
    let outcome: Outcome | undefined = waits ? WAITING : undefined;
    do outcome = this.#step(task, outcome);
    while (outcome !== DONE && outcome !== FAILED);
    return resultOf(task);
  }
}

/** An error is a result too, so that a test shows it. */
function resultOf(task: Task): string {
  return task.values.map(rawText).join() || `no result; ${rawText(task.error)}`;
}

/** Whether a frame stands in a place that was not seen yet; then all of them were. */
function isNew(frames: Frame | null, seen: Set<string>): boolean {
  const before = seen.size;
  for (let frame = frames; frame !== null; frame = frame.next) {
    const { proto } = frame.self;
    // What a host function keeps in its frame depends on how far it is.
    const state = proto.unit === undefined && typeof frame.b === 'number' ? `:${frame.b}` : '';
    seen.add(`${proto.name}:${proto.index}:${frame.site}${state}`);
  }
  return seen.size > before;
}
