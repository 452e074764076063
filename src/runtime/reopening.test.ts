import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog, failure } from '#base';
import { VirtualClock } from '#testing';
import { Reopening } from './reopening.ts';

const full = failure('Unavailable', 'the disk is full', { retryable: true });
const damaged = failure('Internal', 'the file is damaged', { retryable: false });

function reopening(...fails: (Error | undefined)[]) {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const log = createLog({ level: 'info', format: 'json', write: (line) => lines.push(line), now: () => 0 });
  let opened = 0;
  const made = new Reopening(clock, log, async () => {
    const thrown = fails[opened++];
    if (thrown !== undefined) throw thrown;
  });
  return { made, pass: (millis: number) => clock.advanceAsync(millis), lines, opened: () => opened };
}

test('Ro2: what may pass is tried again after growing delays', async () => {
  const { made, pass, lines, opened } = reopening(full, full, full);
  await made.begin();
  await pass(999);
  assert.equal(opened(), 1);
  await pass(1);
  assert.equal(opened(), 2);
  await pass(2000);
  await pass(4000);
  assert.equal(opened(), 4);
  await pass(100_000);
  assert.equal(opened(), 4);
  assert.equal(lines.length, 3);
});

test('Ro1: what cannot pass is a failure at once, and a line of the log later', async () => {
  await assert.rejects(reopening(damaged).made.begin(), damaged);
  await assert.rejects(reopening(failure('Unavailable', 'in use')).made.begin());
  const { made, pass, lines, opened } = reopening(full, damaged);
  await made.begin();
  await pass(100_000);
  assert.equal(opened(), 2);
  assert.match(lines.at(-1) ?? '', /the file is damaged/);
});

test('Ro2: after an end nothing is tried', async () => {
  const { made, pass, opened } = reopening(full);
  await made.begin();
  made.end();
  await pass(100_000);
  assert.equal(opened(), 1);
});
