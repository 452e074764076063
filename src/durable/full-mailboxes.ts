/**
 * Whether so many messages wait for a durable process that senders are refused (M2).
 *
 *   Fm1  Of a process in memory it is known how many wait, and of one that only this node has how many came since.
 *   Fm2  Of any other the store says it, with one message in so many: what the last step of the process said, and rows, of
 *        which no more are looked at than may wait.
 *   Fm3  What the store said is believed for a moment, so that those who try again do not have it count each time.
 *   Fm4  A message of a step is kept in any case, as its sender was told so; those after it are refused.
 *   Fm5  A step says how many wait in the state of its process when those are many, or were: few steps say anything.
 */
import type { Clock } from '#base';
import { type ErrorValue, hostOf, isDurable, limitsOf, mailboxFull, type Process } from '#process';
import type { DurableHostSettings } from './host-settings.ts';
import type { Kept, Made } from './kept.ts';
import type { Population } from './population.ts';

/** As a part of those that may wait: so many messages of a node are not counted, and so exact is what a step says. */
const PART = 32;
/** As such a part too: fewer are not many (Fm5). */
const MANY = 2;
/** Milliseconds (Fm3). */
const BELIEVED = 250;
/** It is known of so many processes what they were sent, that they are full, or with what they are held. */
const MOST_KNOWN = 10_000;

/** What it needs of the engine. */
interface Hosts {
  /** Several nodes share the store. */
  readonly isShared: boolean;
  limits(host: string): DurableHostSettings['limits'];
}

type Living = Pick<Population, 'get' | 'pending'>;

export class FullMailboxes {
  readonly #hosts: Hosts;
  readonly #clock: Clock;
  readonly #population: Living;
  /** What this node sent to processes of others since it had the store count. */
  readonly #sent = new Map<string, number>();
  /** Until when those are believed to be full, by the monotonic clock. */
  readonly #full = new Map<string, number>();

  /** Messages in the state of those that are held (Fm1). */
  readonly #held = new Map<string, number>();
  /** What the last step of each said, as far as this node knows (Fm5). */
  readonly #said = new WeakMap<Kept, number>();

  constructor(hosts: Hosts, clock: Clock, population: Living) {
    this.#hosts = hosts;
    this.#clock = clock;
    this.#population = population;
  }

  /** What a sender is told when no more messages may wait for the process. `more`: those that are on their way to it. */
  fullFor(pid: string, more = 0): ErrorValue | undefined {
    const most = this.#mostOf(pid);
    const until = this.#full.get(pid);
    const isHere = this.#population.get(pid) !== undefined;
    if (until !== undefined && !isHere) {
      if (this.#clock.monotonic() < until) return mailboxFull(pid, most);
      this.#full.delete(pid);
    }
    if (isHere) this.#held.delete(pid);
    const count = this.#population.pending(pid) + (this.#held.get(pid) ?? 0) + more;
    return count < most ? undefined : mailboxFull(pid, count);
  }

  /** With a message for it the store is asked whether so many wait there; undefined: it is not asked this time (Fm2). */
  asking(pid: string): number | undefined {
    if (!this.#hosts.isShared || !isDurable(pid) || this.#population.get(pid)) return undefined;
    const most = this.#mostOf(pid);
    if (most === Number.POSITIVE_INFINITY) return undefined;
    if (this.#sent.size >= MOST_KNOWN && !this.#sent.has(pid)) this.#sent.clear();
    const sent = this.#sent.get(pid) ?? 0;
    this.#sent.set(pid, sent + 1 < most / PART ? sent + 1 : 0);
    return sent === 0 ? most : undefined;
  }

  /** The store says so; gives what their senders are told. */
  found(pid: string): ErrorValue {
    if (this.#full.size >= MOST_KNOWN) this.#full.clear();
    this.#full.set(pid, this.#clock.monotonic() + BELIEVED);
    this.#sent.delete(pid);
    return mailboxFull(pid, this.#mostOf(pid));
  }

  /** It leaves memory with what lies in its mailbox. */
  held({ pid, waiting }: Process): void {
    if (this.#held.size >= MOST_KNOWN) this.#held.clear();
    if (waiting > 0) this.#held.set(pid, waiting);
  }

  /** What the step says that goes to the store now (Fm5). */
  waitingOf(kept: Kept, { layer, exit }: Pick<Made, 'layer' | 'exit'>): number | undefined {
    // With the end of a process the store forgets it.
    if (!this.#hosts.isShared || exit !== undefined) return undefined;
    const { limits } = kept.process;
    // One that begins anew has no state.
    const waiting = layer === undefined ? 0 : kept.process.waiting;
    const most = limits.hardMailbox;
    const unit = Math.max(1, Math.floor(most / PART));
    const isMany = waiting > 0 && waiting >= most / MANY;
    const said = isMany ? waiting - (waiting % unit) : 0;
    // One that is read again may have said something on another node, or under another limit.
    const before = this.#said.get(kept) ?? (kept.number === 1 ? 0 : undefined);
    this.#said.set(kept, said);
    return said === before ? undefined : said;
  }

  #mostOf(pid: string): number {
    const limits = this.#population.get(pid)?.process.limits;
    return (limits ?? limitsOf(undefined, this.#hosts.limits(hostOf(pid)))).hardMailbox;
  }
}
