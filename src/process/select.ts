/**
 * Waiting for the first of several channels.
 *
 *   Se1  Exactly one case is performed. When several are ready it is the first in the list.
 *   Se2  With a default nothing waits.
 *   Se3  A closed channel is ready: a receive from it gives `ok = false`, and so does a send to it.
 */
import type { Value } from '#lua';
import { type Channel, type Selection, Waiter } from './channel.ts';
import type { Fiber, Wait } from './fiber.ts';

export type Case =
  | { readonly type: 'receive'; readonly channel: Channel }
  | { readonly type: 'send'; readonly channel: Channel; readonly value: Value };

/** Makes what the guest sees of the case that was performed. */
export type Outcome = (channel: Channel, value: Value, ok: boolean) => Value;

/** Performs the first case that is ready and gives its outcome, or undefined when none is. */
export function selectReady(cases: readonly Case[], outcome: Outcome): Value {
  for (const one of cases) {
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
export function selectLater(fiber: Fiber, cases: readonly Case[], outcome: Outcome): void {
  fiber.wait = new WaitingSelect(fiber, cases, outcome);
}

class WaitingSelect implements Selection, Wait {
  readonly type = 'select';
  readonly #fiber: Fiber;
  readonly #outcome: Outcome;
  readonly #waiters: readonly Waiter[];

  constructor(fiber: Fiber, cases: readonly Case[], outcome: Outcome) {
    this.#fiber = fiber;
    this.#outcome = outcome;
    this.#waiters = cases.map((one) => {
      const value = one.type === 'send' ? one.value : undefined;
      const waiter = new Waiter(one.type, fiber, one.channel, value, this);
      one.channel.park(waiter);
      return waiter;
    });
  }

  serve(served: Waiter, value: Value, ok: boolean): void {
    for (const waiter of this.#waiters) waiter.channel.leave(waiter);
    this.#fiber.wakeValue(this.#outcome(served.channel, value, ok));
  }
}
