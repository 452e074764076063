/** The corpus of language tests, by what an earlier start has compiled: the same programs with the same outcome. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { basic, EnvironmentShape, FAILED, R, rawText, run, SLICED, standardGlobals, Task, Unit } from '#lua';
import { CodeFiles } from '../src/runtime/code-files.ts';

// Otherwise V8 would remember what it compiled in this process, and never look at what was kept.
setFlagsFromString('--no-compilation-cache');

const folder = mkdtempSync(join(tmpdir(), 'wippy-kept-'));
after(() => rmSync(folder, { recursive: true }));

const place = join(import.meta.dirname, 'lua');
const globals = { ...standardGlobals(), ...basic, require: basic.type, print: basic.type };
const FUEL = 500;

/** Runs a program; `isNew` tells whether it was compiled. */
function runs(file: string, cache: CodeFiles): { isNew: boolean; failed: string | undefined } {
  const source = readFileSync(join(place, file), 'latin1');
  const isNew = cache.find(source) === undefined;
  const task = new Task(new Unit(source, file, { cache }).load(new EnvironmentShape(globals).make()), []);
  let outcome: number;
  do {
    R.fuel = FUEL;
    outcome = run(task, undefined);
  } while (outcome === SLICED);
  const failed = outcome === FAILED ? `${rawText(task.error)}\n${task.trace?.text ?? ''}` : undefined;
  return { isNew, failed };
}

const files = readdirSync(place).filter((name) => name.endsWith('.lua'));
const first = new CodeFiles(join(folder, 'code'), { compiler: 'this' });
for (const file of files) runs(file, first);
first.write();
const second = new CodeFiles(join(folder, 'code'), { compiler: 'this' });

for (const file of files) {
  test(`${file} runs as it was kept`, () => {
    assert.deepEqual(runs(file, second), { isNew: false, failed: undefined });
  });
}
