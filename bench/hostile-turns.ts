/**
 * Loaded into a node before all else: tells what the turns of its scheduler were made of, once a hostile program has begun.
 * A turn is what the event loop calls at once (`setImmediate`); within it, each beginning of a slice and each step of a
 * measurement of memory is noted by who runs. Written to the file that TURNS_FILE names when the node ends.
 */
import { writeFileSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
import { MemoryWatch } from '../src/process/memory-watch.ts';
import { Pace } from '../src/process/pace.ts';

/** One turn, or one slice in it: milliseconds of the wall and of the processor, and when it began. */
export interface Stretch {
  readonly who: string;
  readonly began: number;
  /** When it began by a clock that stands still while the machine does other things: processor time and idle time. */
  readonly at: number;
  readonly wall: number;
  readonly cpu: number;
}

export interface Collection {
  readonly kind: number;
  readonly began: number;
  readonly wall: number;
}

export interface Turns {
  readonly turns: Stretch[];
  readonly slices: Stretch[];
  readonly collections: Collection[];
}

/** Shorter ones are only counted among the turns. */
const LONG_SLICE = 2;

const noted: Turns = { turns: [], slices: [], collections: [] };
/** Less than this between two turns is not worth a line. */
const SHORT = 0.2;

let isOn = false;
/** When the last turn ended, and what the processor had done by then. */
let lastEnd = 0;
let lastCpu = Number.POSITIVE_INFINITY;
let who = '';
let began = 0;
let cpuBegan = 0;

function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

const own = (): number => cpu() + performance.eventLoopUtilization().idle;

function endSlice(): void {
  if (who === '') return;
  const wall = performance.now() - began;
  if (wall >= LONG_SLICE) noted.slices.push({ who, began, at: 0, wall, cpu: cpu() - cpuBegan });
  who = '';
}

function beginSlice(name: string): void {
  endSlice();
  who = name;
  began = performance.now();
  cpuBegan = cpu();
}

const { begin } = Pace.prototype;
Pace.prototype.begin = function (process, isLong) {
  if (!isOn && process.entry === 'app:hostile') isOn = true;
  if (isOn) beginSlice(process.entry);
  return begin.call(this, process, isLong);
};

const { step } = MemoryWatch.prototype;
MemoryWatch.prototype.step = function (process) {
  if (isOn) beginSlice(`measuring ${process.entry}`);
  return step.call(this, process);
};

const asked = globalThis.setImmediate;
function timed<A extends unknown[]>(run: (...args: A) => void, ...args: A): NodeJS.Immediate {
  return asked(() => {
    if (!isOn) {
      run(...args);
      return;
    }
    const turnBegan = performance.now();
    const turnAt = own();
    const turnCpu = cpu();
    const between = turnCpu - lastCpu;
    if (between > SHORT)
      noted.turns.push({
        who: 'between turns',
        began: lastEnd,
        at: turnAt - between,
        wall: turnBegan - lastEnd,
        cpu: between,
      });
    run(...args);
    const last = who;
    endSlice();
    lastEnd = performance.now();
    lastCpu = cpu();
    noted.turns.push({
      who: last,
      began: turnBegan,
      at: turnAt,
      wall: lastEnd - turnBegan,
      cpu: lastCpu - turnCpu,
    });
  });
}
Object.defineProperty(globalThis, 'setImmediate', { value: timed });

new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const { kind } = (entry as unknown as { detail: { kind: number } }).detail; // Node's own entries of 'gc'
    noted.collections.push({ kind, began: entry.startTime, wall: entry.duration });
  }
}).observe({ entryTypes: ['gc'] });

process.on('exit', () => {
  const file = process.env['TURNS_FILE'];
  if (file !== undefined) writeFileSync(file, JSON.stringify(noted));
});
