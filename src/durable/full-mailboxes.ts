/**
 * Whether so many messages wait for a durable process that senders are refused (M2).
 *
 *   Fm1  Of a process in memory it is known how many wait, and of one that only this node has how many came since.
 *   Fm2  Of any other the store says it, with one message in so many: what the last step of the process said, and rows, of
 *        which no more are looked at than may wait.
 *   Fm3  What the store said is believed for a moment, so that those who try again do not have it count each time.
 *   Fm4  A message of a step is kept in any case, as its sender was told so; those after it are refused.
 *   Fm5  A step says how many wait in the state of its process when those are many, or were: few steps say anything.
 *   Fm6  What counts is the limit of its entry, where that is lower than that of its host. Of one that is not in memory the store says
 *        the entry when a second message comes, or several wait; until then, and where the entry is not, the host's counts.
 */
import type { Clock } from '#base';
import { type ErrorValue, hostOf, isDurable, limitsOf, mailboxFull, type Process } from '#process';
import { EntryLimits, type EntryLimitsOptions } from './entry-limits.ts';
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

interface Living extends Pick<Population, 'get' | 'has' | 'pending'> {
  readonly held: Pick<Population['held'], 'has'>;
}

interface Options extends EntryLimitsOptions {
  readonly clock: Clock;
}

/** From so many waiting messages on it is worth a question of what entry a process is (Fm6). */
const SEVERAL = 4;

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
  readonly #entries: EntryLimits;

  constructor(hosts: Hosts, options: Options, population: Living) {
    this.#hosts = hosts;
    this.#clock = options.clock;
    this.#entries = new EntryLimits(options);
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
    if (!isHere && count > 0 && (count >= SEVERAL || this.#population.held.has(pid)))
      this.#entries.learn(pid);
    return count < most ? undefined : mailboxFull(pid, count);
  }

  /** With a message for it the store is asked whether so many wait there; undefined: it is not asked this time (Fm2). */
  asking(pid: string): number | undefined {
    if (!this.#hosts.isShared || !isDurable(pid) || this.#population.get(pid)) return undefined;
    if (!this.#population.has(pid)) this.#entries.meet(pid);
    const most = this.#mostOf(pid);
    if (most === Number.POSITIVE_INFINITY) return undefined;
    if (this.#sent.size >= MOST_KNOWN && !this.#sent.has(pid)) this.#sent.clear();
    const sent = this.#sent.get(pid) ?? 0;
    this.#sent.set(pid, sent + 1 < most / PART ? sent + 1 : 0);
    // They may be as many as a limit allows of which nobody knew (Fm6).
    return sent === 0 || sent >= most / PART ? most : undefined;
  }

  /** The store says so; gives what their senders are told. */
  found(pid: string): ErrorValue {
    if (this.#full.size >= MOST_KNOWN) this.#full.clear();
    this.#full.set(pid, this.#clock.monotonic() + BELIEVED);
    this.#sent.delete(pid);
    return mailboxFull(pid, this.#mostOf(pid));
  }

  /** It leaves memory with what lies in its mailbox. */
  held({ pid, entry, waiting }: Process): void {
    this.#entries.note(pid, entry);
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
    const own = this.#population.get(pid)?.process.limits;
    return (own ?? limitsOf(this.#entries.of(pid), this.#hosts.limits(hostOf(pid)))).hardMailbox;
  }
}
