import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durablePid, limitsOf } from '#process';
import { VirtualClock } from '#testing';
import type { EntryLimitsOptions } from './entry-limits.ts';
import { FullMailboxes } from './full-mailboxes.ts';
import type { Kept } from './kept.ts';

const pid = durablePid('app:durable', 1, new Uint8Array(6));

/** `own`: how many messages wait for the process, when this node has it. */
function mailboxes(mailbox: number | undefined, own?: number, isShared = true) {
  const clock = new VirtualClock();
  const limits = () => (mailbox === undefined ? undefined : { mailbox });
  const process = own === undefined ? undefined : { limits: limitsOf(limits(), undefined), waiting: own };
  // Of one in memory nothing else is looked at.
  const kept = process && ({ process, number: 1 } as Kept);
  const held = { has: () => false };
  const population = { get: () => kept, has: () => false, held, pending: () => own ?? 0 };
  const { options, asked } = entryOf(undefined);
  return {
    clock,
    kept,
    asked,
    full: new FullMailboxes({ isShared, limits }, { ...options, clock }, population),
  };
}

/** A store that says which entry a process is of, one with that limit; what it was asked about is noted. */
function entryOf(mailbox: number | undefined, entry: string | null = 'app:flow') {
  const asked: string[] = [];
  const limits = mailbox === undefined ? undefined : { mailbox };
  const ask = async (_: string, about: string) => {
    asked.push(about);
    return entry === null ? undefined : { entry };
  };
  const programs = { process: (id: string) => (id === 'app:flow' ? { limits } : undefined) };
  const options = { backend: { ask }, shard: { programs } } as unknown as EntryLimitsOptions;
  return { options, asked };
}

/** Of processes that are not in memory: `waiting` messages lie there for each of them. */
function away(options: EntryLimitsOptions, host: number | undefined, waiting = 0, isShared = true) {
  const population = {
    get: () => undefined,
    has: () => !isShared,
    held: { has: () => !isShared },
    pending: () => waiting,
  };
  const limits = () => (host === undefined ? undefined : { mailbox: host });
  return new FullMailboxes({ isShared, limits }, { ...options, clock: new VirtualClock() }, population);
}

test('Fm1: nobody asks the store about a process in memory, or where no other node is', () => {
  const { full } = mailboxes(5, 4);
  assert.equal(full.asking(pid), undefined);
  assert.equal(full.fullFor(pid), undefined);
  assert.match(full.fullFor(pid, 1)?.message ?? '', /is full \(5 messages\)/);
  assert.equal(mailboxes(5, undefined, false).full.asking(pid), undefined);
});

test('Fm2: the store is asked with each message where few may wait, and now and then where many may', () => {
  const few = mailboxes(3).full;
  assert.deepEqual(
    [1, 2, 3].map(() => few.asking(pid)),
    [3, 3, 3],
  );
  const many = mailboxes(undefined).full;
  const asked = Array.from({ length: 10_000 }, () => many.asking(pid)).filter((most) => most === 100_000);
  assert.equal(asked.length, 4);
  assert.equal(mailboxes(0).full.asking(pid), undefined, '0 is without limit');
});

test('Fm3: what the store said is believed for a moment, and then it is asked again', () => {
  const { full, clock } = mailboxes(1000);
  full.asking(pid);
  assert.equal(full.asking(pid), undefined);
  const told = full.found(pid);
  assert.deepEqual([told.kind, told.retryable], ['RateLimited', true]);
  assert.equal(full.fullFor(pid)?.kind, 'RateLimited');
  clock.advance(250);
  assert.equal(full.fullFor(pid), undefined);
  assert.equal(full.asking(pid), 1000);
});

test('Fm5: a step says how many wait when those are many, nothing while they are as many, and once that they are few', () => {
  const steps = (mailbox: number, all: readonly number[], first = 1) => {
    const { full, kept } = mailboxes(mailbox, 0);
    assert.ok(kept !== undefined);
    return all.map((waiting, i) => {
      Object.assign(kept, { number: first + i, process: { ...kept.process, waiting } });
      return full.waitingOf(kept, { layer: new Uint8Array(), exit: undefined });
    });
  };
  assert.deepEqual(steps(4, [0, 1, 2, 2, 3, 1, 0]), [undefined, undefined, 2, undefined, 3, 0, undefined]);
  assert.deepEqual(steps(3200, [1599, 1600, 1650, 1700, 1701, 0]), [
    undefined,
    1600,
    undefined,
    1700,
    undefined,
    0,
  ]);
  assert.deepEqual(steps(4, [0, 0], 7), [0, undefined], 'another node may have said something before');
  assert.deepEqual(steps(0, [1_000_000]), [undefined], 'without limit');
});

test('Fm6: with the second message the store says which entry a process of another node is of, and its limit counts', async () => {
  const { options, asked } = entryOf(3);
  const full = away(options, 100);
  assert.equal(full.asking(pid), 100);
  assert.deepEqual(asked, [], 'most are sent one message');
  full.asking(pid);
  full.asking(pid);
  await settled();
  assert.deepEqual(asked, [pid]);
  assert.deepEqual([full.asking(pid), full.asking(pid)], [3, 3]);
  full.found(pid);
  assert.match(full.fullFor(pid)?.message ?? '', /is full \(3 messages\)/);
  assert.deepEqual(asked, [pid]);
});

test('Fm6: the limit of the host counts where it is lower, and where the entry is not known', async () => {
  for (const [entry, host, most] of [
    [entryOf(300), 5, 5],
    [entryOf(0), 5, 5],
    [entryOf(3, 'app:other'), 5, 5],
    [entryOf(3, null), 5, 5],
    [entryOf(3), 0, 3],
    [entryOf(undefined), undefined, 100_000],
  ] as const) {
    const full = away(entry.options, host);
    for (let sent = 0; sent < 3; sent++) full.asking(pid);
    await settled();
    full.found(pid);
    assert.equal(full.asking(pid), most);
  }
});

test('Fm6: of one that is held after a restart the store says it when messages wait', async () => {
  const { options, asked } = entryOf(2);
  const full = away(options, 100, 2, false);
  assert.equal(full.fullFor(pid), undefined);
  await settled();
  assert.deepEqual(asked, [pid]);
  assert.equal(full.fullFor(pid)?.kind, 'RateLimited');
});

const settled = () => new Promise((resolve) => setImmediate(resolve));
