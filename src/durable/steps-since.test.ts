import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cameSince, earliest, type StepSince } from './steps-since.ts';
import type { InputRecord } from './store/records.ts';

const input = (name: string): InputRecord => ({ to: 'p', kind: name, from: '', body: new Uint8Array() });
const step = (number: number, came: string, backTo?: number): StepSince => ({
  number,
  came: [...came].map(input),
  backTo,
});
const since = (steps: readonly StepSince[], from: number, waiting = '') =>
  cameSince(steps, from, [...waiting].map(input))
    .map(({ kind }) => kind)
    .join('');

test('what came since a step comes again before what waits', () => {
  assert.equal(since([step(1, ''), step(2, 'a'), step(3, 'bc')], 2, 'd'), 'bcd');
  assert.equal(since([step(1, ''), step(2, 'a')], 2, 'd'), 'd');
});

test('other code without going back changes nothing of it', () => {
  assert.equal(since([step(1, ''), step(2, 'a'), step(3, '', 2), step(4, 'b')], 1), 'ab');
});

test('Ss1: what came again after going back is counted once', () => {
  const steps = [step(1, ''), step(2, 'a'), step(3, 'b'), step(4, '', 1), step(5, 'ab'), step(6, 'c')];
  assert.equal(since(steps, 1, 'd'), 'abcd');
  assert.equal(since(steps, 5, 'd'), 'cd');
});

test('Ss1: what is to come again and waits still is counted once', () => {
  assert.equal(since([step(1, ''), step(2, 'a'), step(3, 'b'), step(4, '', 1)], 1, 'abc'), 'abc');
});

test('Ss2: to a step that was undone comes what it had not', () => {
  const steps = [step(1, ''), step(2, 'a'), step(3, 'b'), step(4, '', 1), step(5, 'abc')];
  assert.equal(since(steps, 2, 'd'), 'bcd');
  assert.equal(since(steps, 3, 'd'), 'cd');
  assert.equal(since([...steps.slice(0, 4)], 2, 'ab'), 'b');
});

test('Ss2: also over several times of going back', () => {
  const steps = [
    step(1, ''),
    step(2, 'a'),
    step(3, 'b'),
    step(4, '', 1),
    step(5, 'a'),
    step(6, 'bc'),
    step(7, '', 2),
    step(8, 'bcd'),
  ];
  assert.equal(since(steps, 1), 'abcd');
  assert.equal(since(steps, 2), 'bcd');
  assert.equal(since(steps, 3), 'cd');
  assert.equal(since(steps, 5), 'bcd');
  assert.equal(since(steps, 6), 'd');
});

test('what has to be known begins with the earliest step that was gone back to', () => {
  assert.equal(earliest([step(4, '', 1), step(7, '', 2)], 3), 1);
  assert.equal(earliest([step(4, '', 1), step(7, '', 5)], 5), 5);
});
