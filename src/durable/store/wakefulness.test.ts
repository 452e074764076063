import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Wakefulness } from './wakefulness.ts';

/** A clock that goes on by a hundredth of a millisecond at each look, and questions that come at their moments. */
function arriving(moments: readonly number[], processors = 2) {
  const waiting = [...moments];
  let looks = 0;
  let at = 0;
  const arrivals = {
    now: () => at,
    poll: () => {
      looks++;
      at += 0.01;
      return (waiting[0] ?? Number.POSITIVE_INFINITY) <= at ? waiting.shift() : undefined;
    },
  };
  const wakefulness = new Wakefulness(arrivals, processors);
  return {
    wakefulness,
    /** The thread is woken by the next question, and answers it. */
    woken(): void {
      at = Math.max(at, waiting.shift() ?? at);
      wakefulness.came();
    },
    looks: () => looks,
  };
}

test('Wk1: questions that come soon after answers are waited for awake', () => {
  const { wakefulness, woken, looks } = arriving([1, 1.2, 1.4, 1.6]);
  woken();
  assert.equal(wakefulness.next(), undefined, 'nothing came before');
  assert.equal(looks(), 0);
  woken();
  for (const moment of [1.4, 1.6]) {
    assert.equal(wakefulness.next(), moment);
    wakefulness.came();
  }
});

test('Wk1: a store that is asked now and then sleeps between', () => {
  const { wakefulness, woken, looks } = arriving([1, 3, 5, 7]);
  for (let i = 0; i < 4; i++) {
    woken();
    assert.equal(wakefulness.next(), undefined);
  }
  assert.equal(looks(), 0);
});

test('Wk2: who waited in vain sleeps, and sleeps on after what comes then', () => {
  const { wakefulness, woken, looks } = arriving([1, 1.2, 1.6, 5]);
  woken();
  wakefulness.next();
  woken();
  assert.equal(wakefulness.next(), undefined, 'awake until 1.5');
  const before = looks();
  assert.ok(before >= 29 && before <= 32, String(before));
  for (let i = 0; i < 2; i++) {
    woken();
    assert.equal(wakefulness.next(), undefined);
  }
  assert.equal(looks(), before);
});

test('Wk3: a single processor is left to the one that asks', () => {
  const { wakefulness, woken, looks } = arriving([1, 1.1, 1.2], 1);
  for (let i = 0; i < 3; i++) {
    woken();
    assert.equal(wakefulness.next(), undefined);
  }
  assert.equal(looks(), 0);
});
