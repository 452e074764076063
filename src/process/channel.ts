/**
 * Channels between the fibers of one process, as in Go.
 *
 *   Ch1  Values leave in the order in which they were sent; waiting fibers are served in the order of arrival.
 *   Ch2  Without room a send waits: for a receiver when the capacity is 0, for a place otherwise.
 *   Ch3  After `close` the values that are inside still arrive; then every receive gives `nil, false` at once.
 *   Ch4  A send on a closed channel fails, also one that was waiting when the channel closed.
 *   Ch5  A source is fed by the runtime: `offer` never waits and has no limit. Guests can neither send on it nor
 *        close it.
 *   Ch6  A select waits with one waiter for each case, and the first one served takes the others out.
 */
import type { Userdata, Value } from '#lua';
import type { Fiber } from './fiber.ts';

const NO_ITEMS: Value[] = [];

/** What feeds a source counts what is inside (the length of a mailbox). */
export interface Counter {
  length: number;
}

/** Told when a waiter that belongs to a select is served. */
export interface Selection {
  serve(waiter: Waiter, value: Value, ok: boolean): void;
}

/** One fiber's place in a queue of one channel. */
export class Waiter {
  readonly type: 'receive' | 'send';
  readonly fiber: Fiber;
  readonly channel: Channel;
  readonly selection: Selection | null;
  /** What a sender brings. */
  readonly value: Value;
  /** Neighbours in a ring; null while not queued. */
  next: Waiter | null = null;
  previous: Waiter | null = null;

  constructor(
    type: 'receive' | 'send',
    fiber: Fiber,
    channel: Channel,
    value: Value,
    selection: Selection | null,
  ) {
    this.type = type;
    this.fiber = fiber;
    this.channel = channel;
    this.value = value;
    this.selection = selection;
  }
}

export class Channel {
  readonly capacity: number;
  readonly isSource: boolean;
  isClosed = false;
  /** The userdata by which guests hold this channel: always the same one. */
  guest: Userdata | null = null;
  counter: Counter | null = null;
  #items: Value[] = NO_ITEMS;
  /** The values are from `#head` to before `#tail`; the list keeps its length while they come and go. */
  #head = 0;
  #tail = 0;
  #receivers: Waiter | null = null;
  #senders: Waiter | null = null;
  /** The place of the last one that waited here for a value. */
  #lastReceiver: Waiter | null = null;

  constructor(capacity: number, isSource = false) {
    this.capacity = capacity;
    this.isSource = isSource;
  }

  /** How many values are inside. */
  get length(): number {
    return this.#tail - this.#head;
  }

  /** A value is there to be taken, from inside or from a waiting sender. */
  get hasValue(): boolean {
    return this.#head < this.#tail || this.#senders !== null;
  }

  /** A value can be put: there is room or a waiting receiver. */
  get hasRoom(): boolean {
    return this.#tail - this.#head < this.capacity || this.#receivers !== null;
  }

  /** Takes the next value; only when `hasValue`. */
  take(): Value {
    const sender = this.#senders;
    if (this.#head < this.#tail) {
      const value = this.#shift();
      if (this.counter !== null) this.counter.length--;
      if (sender !== null) {
        this.#push(sender.value);
        this.#serve(sender, undefined, true);
      }
      return value;
    }
    if (sender === null) throw new Error('nothing is there to be taken');
    this.#serve(sender, undefined, true);
    return sender.value;
  }

  /** Puts a value in or gives it to a waiting receiver; only when `hasRoom` and not closed, or by `offer`. */
  put(value: Value): void {
    const receiver = this.#receivers;
    if (receiver !== null) {
      this.#serve(receiver, value, true);
      return;
    }
    this.#push(value);
    if (this.counter !== null) this.counter.length++;
  }

  /** What is inside, and what waiting senders bring. */
  contents(): Value[] {
    const values = this.#items.slice(this.#head, this.#tail);
    const first = this.#senders;
    for (let at = first; at !== null; at = at.next === first ? null : at.next) values.push(at.value);
    return values;
  }

  /** The value is inside. */
  holds(value: Value): boolean {
    const at = this.#items.indexOf(value, this.#head);
    return at >= 0 && at < this.#tail;
  }

  /** The runtime's way in; false when the channel is closed. */
  offer(value: Value): boolean {
    if (this.isClosed) return false;
    this.put(value);
    return true;
  }

  /** Closes: waiting receivers get `nil, false`, waiting senders fail. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    while (this.#receivers !== null) this.#serve(this.#receivers, undefined, false);
    while (this.#senders !== null) this.#serve(this.#senders, undefined, false);
  }

  /** Forgets who waits, without a word to them. */
  abandon(): void {
    this.#receivers = null;
    this.#senders = null;
  }

  /** Lets a fiber wait for a value. Mostly it is the one that waited last, whose place is taken again. */
  parkReceiver(fiber: Fiber): Waiter {
    let waiter = this.#lastReceiver;
    if (waiter === null || waiter.fiber !== fiber || waiter.next !== null) {
      waiter = new Waiter('receive', fiber, this, undefined, null);
      this.#lastReceiver = waiter;
    }
    this.park(waiter);
    return waiter;
  }

  /** Lets a waiter queue up for its turn. */
  park(waiter: Waiter): void {
    if (waiter.type === 'receive') this.#receivers = joined(this.#receivers, waiter);
    else this.#senders = joined(this.#senders, waiter);
  }

  /** Takes a waiter out of its queue, if it is still there. */
  leave(waiter: Waiter): void {
    if (waiter.next === null || waiter.previous === null) return;
    const rest = waiter.next === waiter ? null : waiter.next;
    waiter.next.previous = waiter.previous;
    waiter.previous.next = waiter.next;
    waiter.next = null;
    waiter.previous = null;
    if (this.#receivers === waiter) this.#receivers = rest;
    else if (this.#senders === waiter) this.#senders = rest;
  }

  #serve(waiter: Waiter, value: Value, ok: boolean): void {
    this.leave(waiter);
    if (waiter.selection !== null) waiter.selection.serve(waiter, value, ok);
    else if (waiter.type === 'receive') waiter.fiber.wakePair(value, ok);
    else if (ok) waiter.fiber.wakeValue(true);
    else waiter.fiber.wakeError(SEND_ON_CLOSED);
  }

  #push(value: Value): void {
    if (this.#items === NO_ITEMS) this.#items = [value];
    else this.#items[this.#tail] = value;
    this.#tail++;
  }

  #shift(): Value {
    const items = this.#items;
    const value = items[this.#head];
    items[this.#head++] = undefined;
    if (this.#head === this.#tail) {
      // A long queue gives its memory back; a short one is used again.
      if (items.length > 64) this.#items = NO_ITEMS;
      this.#head = 0;
      this.#tail = 0;
    } else if (this.#head > 1024 && this.#head * 2 > this.#tail) {
      items.splice(0, this.#head);
      this.#tail -= this.#head;
      this.#head = 0;
    }
    return value;
  }
}

export const SEND_ON_CLOSED = 'send on a closed channel';

/** Puts a waiter at the end of a ring and gives the ring's first. */
function joined(first: Waiter | null, waiter: Waiter): Waiter {
  if (first === null || first.previous === null) {
    waiter.next = waiter;
    waiter.previous = waiter;
    return waiter;
  }
  waiter.next = first;
  waiter.previous = first.previous;
  first.previous.next = waiter;
  first.previous = waiter;
  return first;
}
