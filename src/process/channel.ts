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
import { defineState, parts, SnapshotError, Userdata, type Value } from '#lua';
import { Fiber, nobody } from './fiber.ts';

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
  type: 'receive' | 'send';
  fiber: Fiber;
  channel: Channel;
  selection: Selection | null;
  /** What a sender brings. */
  value: Value;
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
  capacity: number;
  isSource: boolean;
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

  /** What is inside and who waits, each after its number: lists would be objects of their own. */
  static save(of: Channel): Value[] {
    const { capacity, isSource, isClosed, guest, counter } = of;
    const saved: Value[] = [capacity, isSource, isClosed, guest, counter as Value, of.length];
    for (let at = of.#head; at < of.#tail; at++) saved.push(of.#items[at]);
    const place = saved.push(0) - 1;
    for (let at = of.#receivers; at !== null; at = at.next === of.#receivers ? null : at.next) saved.push(at);
    saved[place] = saved.length - place - 1;
    for (let at = of.#senders; at !== null; at = at.next === of.#senders ? null : at.next) saved.push(at);
    return saved;
  }

  static fill(into: Channel, saved: readonly Value[]): void {
    const [capacity, isSource, isClosed, guest, counter] = saved;
    into.capacity = parts.number(capacity);
    into.isSource = parts.flag(isSource);
    into.isClosed = parts.flag(isClosed);
    into.guest = guest === null ? null : parts.of(Userdata, guest);
    into.counter = counter === null ? null : (parts.of(Object, counter) as Counter); // what counts is a form's own
    const given = listedBefore(saved) ?? saved;
    const inside = FIRST_ITEM + parts.number(given[FIRST_ITEM - 1]);
    into.#items = inside === FIRST_ITEM ? NO_ITEMS : given.slice(FIRST_ITEM, inside);
    into.#tail = into.#items.length;
    const waiting = inside + 1 + parts.number(given[inside]);
    for (let i = inside + 1; i < given.length; i++) {
      const waiter = parts.of(Waiter, given[i]);
      if (i < waiting) into.#receivers = joined(into.#receivers, waiter);
      else into.#senders = joined(into.#senders, waiter);
    }
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
  if (first === null || !first.previous) {
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

/** Where what is inside begins among the parts, after its number. */
const FIRST_ITEM = 6;

/** The parts of one that was saved with its content and those who wait as lists; undefined for any other. */
function listedBefore(saved: readonly Value[]): Value[] | undefined {
  if (!Array.isArray(saved[FIRST_ITEM - 1])) return undefined;
  const [items, receivers, senders] = saved.slice(FIRST_ITEM - 1).map((list) => parts.of(Array<Value>, list));
  if (items === undefined || receivers === undefined || senders === undefined)
    throw new SnapshotError('a channel is not complete');
  const head = saved.slice(0, FIRST_ITEM - 1);
  return [...head, items.length, ...items, receivers.length, ...receivers, ...senders];
}

/** Where a waiter waits until it is filled. */
const nowhere = new Channel(0);

defineState({
  name: 'channel/1',
  type: Channel,
  changes: 'always',
  save: Channel.save,
  make: () => new Channel(0),
  fill: Channel.fill,
});

defineState({
  name: 'waiter/1',
  type: Waiter,
  changes: 'never',
  save: ({ type, fiber, channel, value, selection }): Value[] => [
    type === 'send',
    fiber,
    channel,
    value,
    selection as Value,
  ],
  make: () => new Waiter('receive', nobody, nowhere, undefined, null),
  fill(waiter, [sends, fiber, channel, value, selection]) {
    // Its neighbours are known when its channel is filled, which may have been before.
    waiter.type = parts.flag(sends) ? 'send' : 'receive';
    waiter.fiber = parts.of(Fiber, fiber);
    waiter.channel = parts.of(Channel, channel);
    waiter.value = value;
    waiter.selection = selection === null ? null : (parts.of(Object, selection) as Selection); // see select.ts
  },
});
