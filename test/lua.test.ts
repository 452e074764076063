/** The corpus of language tests: every program straight, preempted at every chance, and suspended at every site. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { execute, ways } from '../src/lua/engine.testing.ts';
import { basic, rawText } from '../src/lua/index.ts';

const folders = ['lua', 'lua/dialect'];

for (const folder of folders) {
  const place = new URL(`./${folder}/`, import.meta.url);
  for (const file of readdirSync(place)
    .filter((name) => name.endsWith('.lua'))
    .sort()) {
    const source = readFileSync(new URL(file, place), 'latin1');
    for (const way of ways) {
      test(`${folder}/${file} (${way})`, () => {
        const { task, isFailed } = execute(source, way, file, { require: basic.type });
        if (isFailed) assert.fail(`${rawText(task.error)}\n${task.trace?.text}`);
      });
    }
  }
}
