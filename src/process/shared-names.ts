/**
 * The names of a node of several schedulers. The first scheduler decides; every one has a copy, so that looking up
 * never waits.
 *
 *   Sn1  When a registration is answered, every scheduler of the node finds the name.
 *   Sn2  A name whose process has ended is free at once everywhere, for liveness is seen without asking (Na1).
 */
import type { Value } from '#lua';
import { type ErrorValue, errorIn, guestError } from './error-value.ts';
import type { Names } from './names.ts';
import type { Packet } from './packet.ts';

/** The other schedulers of the node. */
export interface Peers {
  readonly index: number;
  readonly count: number;
  post(to: number, kind: string, content: readonly Value[], from?: string): void;
  /** How many packets are on their way to it. */
  queued(to: number): number;
}

const DECIDER = 0;

/** `error` is undefined when it is done; `known` says of an unregistration whether there was anything. */
type Done = (error: ErrorValue | undefined, known: boolean) => void;

interface Round {
  left: number;
  readonly done: () => void;
}

export class SharedNames {
  readonly #table: Names;
  readonly #peers: Peers;
  /** Requests to the decider, by ticket. */
  readonly #tickets = new Map<number, Done>();
  /** Announcements that some copies have not confirmed. */
  readonly #rounds = new Map<number, Round>();
  #serial = 0;

  constructor(table: Names, peers: Peers) {
    this.#table = table;
    this.#peers = peers;
  }

  lookup(name: string): string | undefined {
    return this.#table.lookup(name);
  }

  register(name: string, pid: string, done: Done): void {
    if (this.#peers.index !== DECIDER) {
      this.#peers.post(DECIDER, 'name.register', [this.#ticket(done), name, pid]);
      return;
    }
    const error = this.#table.register(name, pid);
    if (error !== undefined) done(error, true);
    else this.#announce(name, pid, () => done(undefined, true));
  }

  unregister(name: string, done: Done): void {
    if (this.#peers.index !== DECIDER) {
      this.#peers.post(DECIDER, 'name.unregister', [this.#ticket(done), name]);
      return;
    }
    const known = this.#table.unregister(name);
    if (known) this.#announce(name, undefined, () => done(undefined, true));
    else done(undefined, false);
  }

  /** The same for the deciding scheduler's own affairs, which do not wait until every copy knows. */
  claim(name: string, pid: string): ErrorValue | undefined {
    const error = this.#table.register(name, pid);
    if (error === undefined) this.#announce(name, pid, () => {});
    return error;
  }

  /** Frees a name at once, as `claim` takes it; gives who had it. */
  disclaim(name: string): string | undefined {
    const pid = this.#table.lookup(name);
    if (pid === undefined) return undefined;
    this.#table.unregister(name);
    this.#announce(name, undefined, () => {});
    return pid;
  }

  /** The process that held the name has ended. */
  release(name: string, pid: string): void {
    this.#table.release(name, pid);
    for (let to = 0; to < this.#peers.count; to++) {
      if (to !== this.#peers.index) this.#peers.post(to, 'name.release', [name, pid]);
    }
  }

  /** Takes a packet about names; false when it is about something else. */
  receive(packet: Packet, from: number): boolean {
    const [first, second, third] = packet.content;
    switch (packet.kind) {
      case 'name.register':
        this.register(String(second), String(third), (error) => this.#reply(from, first, error, true));
        return true;
      case 'name.unregister':
        this.unregister(String(second), (error, known) => this.#reply(from, first, error, known));
        return true;
      case 'name.answer':
        this.#answered(Number(first), errorIn(second), third === true);
        return true;
      case 'name.set':
        if (typeof third === 'string') this.#table.set(String(second), third);
        else this.#table.unregister(String(second));
        this.#peers.post(from, 'name.confirm', [first]);
        return true;
      case 'name.confirm':
        this.#confirmed(Number(first));
        return true;
      case 'name.release':
        this.#table.release(String(first), String(second));
        return true;
      default:
        return false;
    }
  }

  #ticket(done: Done): number {
    this.#tickets.set(++this.#serial, done);
    return this.#serial;
  }

  #reply(to: number, ticket: Value, error: ErrorValue | undefined, known: boolean): void {
    this.#peers.post(to, 'name.answer', [ticket, error === undefined ? undefined : guestError(error), known]);
  }

  #answered(ticket: number, error: ErrorValue | undefined, known: boolean): void {
    const done = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    done?.(error, known);
  }

  #announce(name: string, pid: string | undefined, done: () => void): void {
    if (this.#peers.count === 1) {
      done();
      return;
    }
    const round = ++this.#serial;
    this.#rounds.set(round, { left: this.#peers.count - 1, done });
    for (let to = 0; to < this.#peers.count; to++) {
      if (to !== DECIDER) this.#peers.post(to, 'name.set', [round, name, pid]);
    }
  }

  #confirmed(number: number): void {
    const round = this.#rounds.get(number);
    if (round === undefined || --round.left > 0) return;
    this.#rounds.delete(number);
    round.done();
  }
}
