/**
 * The event bus of a node, as one scheduler sees it: whoever subscribed gets each event that matches.
 *
 *   Eb1  Events of one sender reach a subscriber in their order. There is no history and no acknowledgement.
 *   Eb2  Every subscriber gets its own copy of the data, through its own door (P2).
 *   Eb3  An event is published on every scheduler of the node.
 *   Eb4  A subscriber that has as many events waiting as a mailbox may hold gets no more until it has received some;
 *        the log says so once.
 */
import type { Log } from '#base';
import { recordOf } from '#lua';
import type { Channel } from './channel.ts';
import { copyValue } from './copy.ts';
import { matcher } from './event-pattern.ts';
import { accept } from './input.ts';
import type { BusEvent, Owned, Process } from './process.ts';

export interface EventFilter {
  readonly system: string;
  /** undefined: all kinds. */
  readonly kind: string | undefined;
}

type Listener = (event: BusEvent) => void;

interface Subscription {
  readonly matches: (event: BusEvent) => boolean;
  readonly deliver: Listener;
}

export class EventBus {
  readonly #subscriptions = new Set<Subscription>();
  readonly #forward: Listener;
  readonly #log: Log;

  /** `forward` takes an event of this scheduler to the others of the node. */
  constructor(forward: Listener, log: Log) {
    this.#forward = forward;
    this.#log = log;
  }

  /** An event of this scheduler. */
  publish(event: BusEvent): void {
    this.deliver(event);
    this.#forward(event);
  }

  /** An event of this or another scheduler, for the subscribers here. */
  deliver(event: BusEvent): void {
    for (const subscription of this.#subscriptions) {
      if (subscription.matches(event)) subscription.deliver(event);
    }
  }

  /** For the runtime itself: the listener must not keep or change the data. */
  listen(filter: EventFilter, listener: Listener): Owned {
    const subscription = { matches: filterOf(filter), deliver: listener };
    this.#subscriptions.add(subscription);
    return { release: () => this.#subscriptions.delete(subscription) };
  }

  /** For a process: events arrive in the channel until it is released or the process ends. */
  subscribe(process: Process, filter: EventFilter, channel: Channel): Owned {
    let isSlow = false;
    const listening = this.listen(filter, (event) => {
      if (channel.length >= process.limits.hardMailbox) {
        if (!isSlow)
          this.#log.warn('a slow subscriber misses events', { pid: process.pid, entry: process.entry });
        isSlow = true;
        return;
      }
      const { system, kind, path, data } = event;
      const value = recordOf({ system, kind, path, data: copyValue(data) });
      accept(process, { type: 'offer', id: 0, channel, value });
    });
    const owned = {
      release: () => {
        listening.release();
        process.disown(owned);
        channel.close();
      },
    };
    process.own(owned);
    return owned;
  }
}

function filterOf(filter: EventFilter): (event: BusEvent) => boolean {
  const system = systemMatcher(filter.system);
  if (filter.kind === undefined) return (event) => system(event.system);
  const kind = matcher(filter.kind);
  return (event) => system(event.system) && kind(event.kind);
}

/** A system is often one name, and `orders.*` is written for all that `orders` sends, so it means that too. */
function systemMatcher(pattern: string): (system: string) => boolean {
  const matches = matcher(pattern);
  if (!pattern.endsWith('.*')) return matches;
  const matchesParent = matcher(pattern.slice(0, -2));
  return (system) => matches(system) || matchesParent(system);
}
