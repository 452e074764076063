import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Userdata, type Value } from '#lua';
import { stateFormOf } from '../../src/lua/snapshot/state-form.ts';
import { Channel, Waiter } from '../../src/process/channel.ts';
import { Fiber } from '../../src/process/fiber.ts';
import { Mailbox } from '../../src/process/mailbox.ts';
import { Message } from '../../src/process/message.ts';
import { WaitingSelect } from '../../src/process/select.ts';

/** One of the same class, made of these parts. */
function filled<T extends object>(like: T, parts: readonly Value[]): T {
  const form = stateFormOf(like) ?? assert.fail('it has a form');
  const made = form.make() as T; // of the same form
  form.fill(made, parts);
  return made;
}

/** The same as it is saved now, and made again from that. */
function again<T extends object>(state: T): T {
  return filled(state, stateFormOf(state)?.save(state) ?? assert.fail('it has parts'));
}

const fiber: Fiber = Object.create(Fiber.prototype);

function waiters(type: 'receive' | 'send', channel: Channel, count: number): Waiter[] {
  return Array.from({ length: count }, (_, i) => new Waiter(type, fiber, channel, i, null));
}

test('a channel whose content and waiters were saved as lists is read, and is the same when it is saved now', () => {
  const guest = new Userdata({ name: 'channel', metatable: undefined as never }, undefined); // only held
  for (const [items, receivers, senders] of [
    [[], 0, 0],
    [['a', 2, undefined], 0, 3],
    [[], 2, 0],
  ] as const) {
    const old = filled(new Channel(0), [
      ...[5, false, false, guest, null, [...items]],
      waiters('receive', new Channel(0), receivers),
      waiters('send', new Channel(0), senders),
    ]);
    for (const channel of [old, again(old)]) {
      assert.equal(channel.length, items.length);
      assert.deepEqual(channel.contents(), [...items, ...Array.from({ length: senders }, (_, i) => i)]);
      assert.equal(channel.hasRoom, items.length < 5);
      assert.equal(channel.guest, guest);
    }
  }
});

test('a select whose waiters were a list is read, and is the same when it is saved now', () => {
  const both = waiters('receive', new Channel(0), 2);
  const old = filled(new WaitingSelect(fiber, []), [fiber, both]);
  assert.deepEqual([old.waiters, again(old).waiters], [both, both]);
});

test('a mailbox whose listeners were a list is read, and is the same when it is saved now', () => {
  const channel = new Channel(Number.POSITIVE_INFINITY, true);
  const kept = new Message('{a@b|1}', 'other', 1, 'kept');
  const old = filled(new Mailbox(), [1, 20, null, null, ['topic', channel, true], [kept], null]);
  for (const mailbox of [old, again(old)]) {
    assert.deepEqual([mailbox.length, mailbox.bytes], [1, 20]);
    assert.equal(mailbox.unlisten(channel), true);
  }
  const plain = filled(new Mailbox(), [0, 0, null, null, [], null, null]);
  assert.equal(again(plain).unlisten(channel), false);
});
