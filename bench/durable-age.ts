/**
 * Gives a durable process a past, as its own steps would have left it: durable-age.ts STORE NAME STEPS. Its state is the same
 * afterwards; its full form and what lies on it are written again and again, with what retention keeps (50 steps).
 */
import { SqliteStore } from '../src/durable/index.ts';
import type { StepRecord, Write } from '../src/durable/store/records.ts';

const [path, name, steps] = process.argv.slice(2);
if (path === undefined || name === undefined || steps === undefined)
  throw new TypeError('usage: durable-age.ts STORE NAME STEPS');

const KEPT = 50;
const BATCH = 1000;

const store = new SqliteStore(path);
const pid = store.line(name)?.pid;
const found = pid === undefined ? undefined : store.process(pid);
if (found === undefined) throw new Error(`${name} does not live in ${path}`);
const { layers } = found;
const last = found.step + Math.ceil(Number(steps) / layers.length) * layers.length;
let number = found.step;
let fulls = [...found.fulls];
while (number < last) {
  const batch: Write[] = [];
  while (batch.length < BATCH && number < last) {
    const place = (number - found.step) % layers.length;
    number++;
    if (place === 0) fulls.push(number);
    const older = fulls.filter((full) => full <= number - KEPT);
    const dropBefore = older.length > 1 ? older.at(-1) : undefined;
    if (dropBefore !== undefined) fulls = fulls.filter((full) => full >= dropBefore);
    batch.push({ type: 'step', step: stepOf(found.pid, number, layers[place], place === 0, dropBefore) });
  }
  store.write(batch);
}
store.close();

function stepOf(
  pid: string,
  number: number,
  layer: StepRecord['layer'],
  isFull: boolean,
  dropBefore: number | undefined,
): StepRecord {
  return {
    ...{ pid, number, layer, isFull, dropBefore, fence: 1, at: Date.now() },
    ...{ consumed: [], inputs: [], starts: [], code: [], names: [], facts: '' },
    ...{ identity: undefined, attributes: undefined, came: undefined, end: undefined, again: undefined },
  };
}
