/** Some random programs of one seed; `npm run fuzz` runs more of them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from './compare.ts';
import { ENDLESS, isInstalled, printedByReference } from './reference.ts';
import { shown } from './shown.ts';
import { shrink } from './shrink.ts';
import { Silence } from './silence.ts';

const seed = Number(process.env.SEED ?? 20_261);
const skip = isInstalled() ? false : 'lua5.4 is not installed';

test('random programs print the same as on PUC Lua in every way of running', { skip }, async () => {
  const { differences } = await compare(seed, 100);
  const [first] = differences;
  if (first !== undefined) assert.fail(`${differences.length} differences\n${shown(first)}`);
});

test('a program that does not end on the reference is told so, and the others print; after a few all that are left count as such', {
  skip,
}, () => {
  const endless = 'while true do pcall(function() while true do end end) end';
  const printed = (programs: readonly string[], times: number) =>
    printedByReference(programs, undefined, { together: 1500, alone: 500, times });
  assert.deepEqual(printed(['print(1)', endless, 'print(2)', 'error("no", 0)'], 3), [
    '1',
    ENDLESS,
    '2',
    'failed: no',
  ]);
  assert.deepEqual(printed([endless, 'print(1)', endless, 'print(2)'], 2), [ENDLESS, '1', ENDLESS, ENDLESS]);
});

test('a program is made smaller as long as it stays interesting; what is no program stays as it is', () => {
  const first = (programs: readonly string[]) => programs.findIndex((each) => each.includes('print ('));
  assert.equal(shrink('local a = 1 print(a, {a}) return a', first).trim(), 'print ( )');
  assert.equal(shrink('t.then = print', first), 't.then = print');
});

test('a process that says nothing is given up after so many looks, however long each of them took', () => {
  const silence = new Silence(3);
  assert.equal(silence.isTooLong(), false);
  assert.equal(silence.isTooLong(), false);
  silence.isBroken();
  assert.equal(silence.isTooLong(), false);
  assert.equal(silence.isTooLong(), false);
  assert.equal(silence.wasTooLong, false);
  assert.equal(silence.isTooLong(), true);
  assert.equal(silence.wasTooLong, true);
});
