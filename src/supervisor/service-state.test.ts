import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isUp, next, occurrences, type Status, statuses } from './service-state.ts';

const histories = fc.array(fc.constantFrom(...occurrences), { maxLength: 30 });

/** The states along a history, the first one included. */
function walk(history: readonly (typeof occurrences)[number][]): Status[] {
  const states: Status[] = ['Unknown'];
  for (const occurrence of history) states.push(next(states.at(-1) ?? 'Unknown', occurrence));
  return states;
}

test('the usual life of a service', () => {
  assert.deepEqual(walk(['start', 'ready', 'stop', 'down']), [
    'Unknown',
    'Starting',
    'Running',
    'Stopping',
    'Stopped',
  ]);
});

test('St1: what has no line changes nothing', () => {
  assert.equal(next('Stopping', 'ready'), 'Stopping');
  assert.equal(next('Stopping', 'fail'), 'Stopping');
  assert.equal(next('Exited', 'fail'), 'Exited');
  assert.equal(next('Unknown', 'ready'), 'Unknown');
});

test('St2: Running is reached from Starting only, Stopped only after somebody asked', () => {
  fc.assert(
    fc.property(histories, (history) => {
      const states = walk(history);
      return states.every((state, index) => {
        const before = states[index - 1];
        if (before === undefined || before === state) return true;
        if (state === 'Running') return before === 'Starting';
        return state !== 'Stopped' || history.slice(0, index).includes('stop');
      });
    }),
  );
});

test('St3: Exited starts again only when somebody asks', () => {
  for (const occurrence of occurrences) {
    const state = next('Exited', occurrence);
    assert.ok(
      state === 'Exited' ||
        (occurrence === 'start' && state === 'Starting') ||
        (occurrence === 'stop' && state === 'Stopped'),
    );
  }
});

test('from every state a service can be brought down and started again', () => {
  for (const status of statuses) {
    const down = next(next(status, 'stop'), 'down');
    assert.equal(isUp(down), false, status);
    assert.equal(next(down, 'start'), 'Starting');
  }
});
