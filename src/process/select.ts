/**
 * Waiting for the first of several channels.
 *
 *   Se1  Exactly one case is performed. When several are ready it is the first in the list.
 *   Se2  With a default nothing waits.
 *   Se3  A closed channel is ready: a receive from it gives `ok = false`, and so does a send to it.
 */
import { defineState, Fields, LuaTable, parts, property, type Value } from '#lua';
import { Channel, type Selection, Waiter } from './channel.ts';
import { guestChannel } from './channel-handle.ts';
import { Fiber, nobody, type Wait } from './fiber.ts';

/** One of the operations that a select waits for. */
export class Case {
  type: 'receive' | 'send';
  channel: Channel;
  /** What is to be sent. */
  value: Value;

  constructor(type: 'receive' | 'send', channel: Channel, value?: Value) {
    this.type = type;
    this.channel = channel;
    this.value = value;
  }
}

const CHANNEL = property('channel');
const VALUE = property('value');
const OK = property('ok');

/** What the guest sees of the case that was performed: `{channel, value, ok}`, always with the same shape. */
function outcome(channel: Channel, value: Value, ok: boolean): LuaTable {
  const fields = new Fields();
  fields[CHANNEL] = guestChannel(channel);
  fields[VALUE] = value;
  fields[OK] = ok;
  return new LuaTable(fields);
}

/** Performs the first case that is ready and gives its outcome, or undefined when none is. */
export function selectReady(cases: readonly Case[]): Value {
  for (let i = 0; i < cases.length; i++) {
    const one = cases[i] as Case; // a walk over a short list costs more than what it finds
    const { channel } = one;
    if (one.type === 'receive') {
      if (channel.hasValue) return outcome(channel, channel.take(), true);
    } else if (!channel.isClosed && channel.hasRoom) {
      channel.put(one.value);
      return outcome(channel, undefined, true);
    }
    if (channel.isClosed) return outcome(channel, undefined, false);
  }
  return undefined;
}

/** Lets the fiber wait at every case; it is woken with the outcome of the one that is served first. */
export function selectLater(fiber: Fiber, cases: readonly Case[]): void {
  fiber.wait = new WaitingSelect(fiber, cases);
}

/** What a fiber waits for in a select. */
export class WaitingSelect implements Selection, Wait {
  readonly type = 'select';
  #fiber: Fiber;
  #waiters: readonly Waiter[];

  constructor(fiber: Fiber, cases: readonly Case[]) {
    this.#fiber = fiber;
    const waiters = new Array<Waiter>(cases.length);
    for (let i = 0; i < waiters.length; i++) {
      const { type, channel, value } = cases[i] as Case; // there are as many
      const waiter = new Waiter(type, fiber, channel, value, this);
      channel.park(waiter);
      waiters[i] = waiter;
    }
    this.#waiters = waiters;
  }

  /** Its places in the queues of the channels, for people. */
  get waiters(): readonly Waiter[] {
    return this.#waiters;
  }

  serve(served: Waiter, value: Value, ok: boolean): void {
    for (const waiter of this.#waiters) waiter.channel.leave(waiter);
    this.#fiber.wakeValue(outcome(served.channel, value, ok));
  }

  static save(of: WaitingSelect): Value[] {
    return [of.#fiber, ...of.#waiters];
  }

  static fill(into: WaitingSelect, [fiber, ...waiters]: readonly Value[]): void {
    into.#fiber = parts.of(Fiber, fiber);
    // They were one list before.
    const [first] = waiters;
    into.#waiters = (Array.isArray(first) ? first : waiters).map((one) => parts.of(Waiter, one));
  }
}

defineState({
  name: 'select/1',
  type: WaitingSelect,
  changes: 'never',
  save: WaitingSelect.save,
  make: () => new WaitingSelect(nobody, []),
  fill: WaitingSelect.fill,
});

defineState({
  name: 'case/1',
  type: Case,
  changes: 'never',
  save: ({ type, channel, value }): Value[] => [type === 'send', channel, value],
  make: () => new Case('receive', new Channel(0)),
  fill(one, [sends, channel, value]) {
    one.type = parts.flag(sends) ? 'send' : 'receive';
    one.channel = parts.of(Channel, channel);
    one.value = value;
  },
});
