/**
 * Where the messages and events of one process wait.
 *
 *   Mb1  A message whose topic has a listener goes to the listener's channel, every other one to the inbox.
 *   Mb2  Messages that arrive before `inbox` is opened are kept; a listener that is set up meanwhile takes those of
 *        its topic, the inbox all that are left.
 *   Mb3  Events that arrive before `events` is opened are kept.
 *   Mb4  `length` counts the messages that wait to be received; events are not counted (M3).
 *   Mb5  What an ended listener has not given out stays in its channel, which is closed; later messages of its topic
 *        go to the inbox.
 */
import { defineState, parts, type Value } from '#lua';
import { Channel, type Counter } from './channel.ts';
import { Message, rawValue } from './message.ts';

interface Listener {
  readonly channel: Channel;
  /** Gives Message objects instead of plain values. */
  readonly givesMessages: boolean;
}

export class Mailbox implements Counter {
  length = 0;
  /** About how many bytes wait, and at which length that was found: see mail-weight.ts. */
  bytes = 0;
  weighed = 0;
  #inbox: Channel | null = null;
  #events: Channel | null = null;
  #listeners: Map<string, Listener> | null = null;
  #kept: Message[] | null = null;
  #keptEvents: Value[] | null = null;

  deliver(message: Message): void {
    if (this.#listeners !== null) {
      const listener = this.#listeners.get(message.topic);
      if (listener !== undefined) {
        listener.channel.put(listener.givesMessages ? message : rawValue(message));
        return;
      }
    }
    if (this.#inbox !== null) {
      this.#inbox.put(message);
      return;
    }
    this.#kept ??= [];
    this.#kept.push(message);
    this.length++;
  }

  /** Puts an event table where `events` finds it. */
  event(event: Value): void {
    if (this.#events !== null) this.#events.put(event);
    else {
      this.#keptEvents ??= [];
      this.#keptEvents.push(event);
    }
  }

  /** The event has not been received. */
  holdsEvent(event: Value): boolean {
    return this.#events?.holds(event) ?? this.#keptEvents?.includes(event) ?? false;
  }

  /** The process listens to its events: it can be asked to end instead of being ended. */
  get listensToEvents(): boolean {
    return this.#events !== null;
  }

  inbox(): Channel {
    if (this.#inbox === null) {
      this.#inbox = this.#source();
      if (this.#kept !== null)
        this.#take(
          () => true,
          (message) => this.#inbox?.put(message),
        );
    }
    return this.#inbox;
  }

  events(): Channel {
    if (this.#events === null) {
      this.#events = new Channel(Number.POSITIVE_INFINITY, true);
      if (this.#keptEvents !== null) {
        for (const event of this.#keptEvents) this.#events.put(event);
        this.#keptEvents = null;
      }
    }
    return this.#events;
  }

  /** The channel of a topic; the same one for the same topic. */
  listen(topic: string, givesMessages: boolean): Channel {
    this.#listeners ??= new Map();
    const known = this.#listeners.get(topic);
    if (known !== undefined) return known.channel;
    const channel = this.#source();
    this.#listeners.set(topic, { channel, givesMessages });
    this.#take(
      (message) => message.topic === topic,
      (message) => channel.put(givesMessages ? message : rawValue(message)),
    );
    return channel;
  }

  /** All that waits in here, events included. */
  contents(): Value[] {
    const channels = [
      this.#inbox,
      this.#events,
      ...[...(this.#listeners?.values() ?? [])].map((one) => one.channel),
    ];
    const waiting = channels.flatMap((channel) => channel?.contents() ?? []);
    return [...waiting, ...(this.#kept ?? []), ...(this.#keptEvents ?? [])];
  }

  /** What people call a channel of this mailbox; undefined when it is none. */
  nameOf(channel: Channel): string | undefined {
    if (channel === this.#inbox) return 'the inbox';
    if (channel === this.#events) return 'the events';
    for (const [topic, listener] of this.#listeners ?? [])
      if (listener.channel === channel) return `the topic ${topic}`;
    return undefined;
  }

  /** The topics of the messages that wait, each with their number. */
  topics(): Map<string, number> {
    const topics = new Map<string, number>();
    const add = (topic: string, count: number) => topics.set(topic, (topics.get(topic) ?? 0) + count);
    for (const message of [...(this.#kept ?? []), ...(this.#inbox?.contents() ?? [])]) {
      if (message instanceof Message) add(message.topic, 1);
    }
    for (const [topic, { channel }] of this.#listeners ?? [])
      if (channel.length > 0) add(topic, channel.length);
    return topics;
  }

  /** Ends the listener of a channel; false when it is none of this mailbox. */
  unlisten(channel: Channel): boolean {
    for (const [topic, listener] of this.#listeners ?? []) {
      if (listener.channel !== channel) continue;
      this.#listeners?.delete(topic);
      // What stays in there is no longer in the way of new messages.
      this.length -= channel.length;
      channel.counter = null;
      channel.close();
      return true;
    }
    return false;
  }

  /** Forgets who waits here: the code that did is gone. */
  abandon(): void {
    this.#inbox?.abandon();
    this.#events?.abandon();
    for (const listener of this.#listeners?.values() ?? []) listener.channel.abandon();
  }

  #source(): Channel {
    const channel = new Channel(Number.POSITIVE_INFINITY, true);
    channel.counter = this;
    return channel;
  }

  /** Hands out the kept messages that are wanted, in their order. */
  #take(wants: (message: Message) => boolean, give: (message: Message) => void): void {
    if (this.#kept === null) return;
    const kept = this.#kept;
    const left = kept.filter((message) => !wants(message));
    this.#kept = left.length === 0 ? null : left;
    this.length = left.length + (this.length - kept.length);
    for (const message of kept) if (wants(message)) give(message);
  }

  static save(of: Mailbox): Value[] {
    const saved: Value[] = [of.length, of.bytes, of.#inbox, of.#events, of.#listeners?.size ?? 0];
    for (const [topic, { channel, givesMessages }] of of.#listeners ?? NONE)
      saved.push(topic, channel, givesMessages);
    // A list that was saved is not looked at again, and these grow.
    saved.push(of.#kept && [...of.#kept], of.#keptEvents && [...of.#keptEvents]);
    return saved;
  }

  static fill(into: Mailbox, [length, bytes, inbox, events, ...rest]: readonly Value[]) {
    into.length = parts.number(length);
    into.bytes = parts.number(bytes);
    into.#inbox = inbox === null ? null : parts.of(Channel, inbox);
    into.#events = events === null ? null : parts.of(Channel, events);
    // Before, the listeners were a list of their own.
    const [first] = rest;
    const [count, ...listed] = Array.isArray(first) ? [first.length / 3, ...first, ...rest.slice(1)] : rest;
    const end = 3 * parts.number(count);
    into.#listeners = end === 0 ? null : new Map();
    for (let i = 0; i < end; i += 3) {
      const listener = {
        channel: parts.of(Channel, listed[i + 1]),
        givesMessages: parts.flag(listed[i + 2]),
      };
      into.#listeners?.set(parts.text(listed[i]), listener);
    }
    const [kept, keptEvents] = listed.slice(end);
    into.#kept =
      kept === null ? null : parts.of(Array<Value>, kept).map((message) => parts.of(Message, message));
    into.#keptEvents = keptEvents === null ? null : parts.of(Array<Value>, keptEvents);
  }
}

const NONE: never[] = [];

defineState({
  name: 'mailbox/1',
  type: Mailbox,
  changes: 'always',
  save: Mailbox.save,
  make: () => new Mailbox(),
  fill: Mailbox.fill,
});
