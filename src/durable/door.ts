/**
 * The door by which inputs reach the durable processes of a store: each is a row first, and handed on when that is written
 * (D4, D5).
 *
 *   Dr1  Who wants to be tied to a process that has ended meanwhile is told when that end is in the store: an end that is lost
 *        with the node is none.
 *   Dr2  What comes from another store is answered for good only when whoever is to be told here has been.
 *   Dr3  Who is tied to a process of another store may ask again after its end, when the node was lost in between: it is
 *        told of the same end as by the process itself.
 *   Dr4  What was asked for under an earlier lease is gathered where it lies: another node may have handled it by now.
 *   Dr5  As long as Dr1 owes a process an answer, it does not rest: it would be told late when the node is lost meanwhile.
 */
import { type Failure, type Log, toFailure } from '#base';
import {
  type Arriving,
  ErrorValue,
  type Exit,
  errorFromFailure,
  hostOf,
  notFound,
  type Received,
  type Shard,
} from '#process';
import { AWAY_START } from './away-start.ts';
import type { ValueCodec } from './checked-codec.ts';
import type { FullMailboxes } from './full-mailboxes.ts';
import { type Entering, readEnd, readInput, tieToDead } from './input-form.ts';
import type { Population } from './population.ts';
import { tooLarge } from './size-limits.ts';
import type { Starts } from './starts.ts';
import type { Backend } from './store/backend.ts';
import type { GroupedWrites } from './store/grouped-writes.ts';
import type { Bytes, InputRecord, Written } from './store/records.ts';

export interface DoorOptions {
  readonly shard: Shard;
  readonly codec: ValueCodec;
  readonly log: Log;
  readonly backend: Backend;
}

/** What the door needs of the engine. */
export interface House {
  readonly isShared: boolean;
  readonly starts: Starts;
  readonly isClosing: boolean;
  /** Changes when the lease is lost. */
  readonly losses: number;
  /** Asks the store for all that lies there for this node's processes. */
  gather(): void;
  keeps(host: string): boolean;
  isStored(pid: string): boolean;
  mostBytes(host: string): number;
  readonly mailboxes: FullMailboxes;
  record(to: string, from: string, what: Entering): InputRecord;
}

export class Door {
  readonly #options: DoorOptions;
  readonly #engine: House;
  readonly #population: Population;
  readonly #writes: GroupedWrites;
  /** How many answers are on their way, by those who wait for them (Dr5). */
  readonly #owed = new Map<string, number>();

  constructor(options: DoorOptions, engine: House, population: Population, writes: GroupedWrites) {
    this.#options = options;
    this.#engine = engine;
    this.#population = population;
    this.#writes = writes;
  }

  enter(to: string, what: Entering, done?: (error: ErrorValue | undefined) => void): void {
    if (this.#engine.isClosing) {
      done?.(new ErrorValue('Unavailable', 'the node is stopping', true));
      return;
    }
    const from = what.type === 'result' ? '' : 'from' in what ? what.from : '';
    const input = this.#engine.record(to, from, what);
    const most = this.#engine.mostBytes(hostOf(to));
    if (input.body.length > most) {
      done?.(tooLarge('a message', input.body.length, most));
      return;
    }
    const full = what.type === 'message' ? this.#engine.mailboxes.fullFor(to) : undefined;
    if (full !== undefined) {
      done?.(full);
      return;
    }
    // One that sleeps is read and made again while the store takes this.
    this.#population.sleepers.wake(to);
    const refused = done && ((error: Failure) => done(errorFromFailure(error)));
    const { losses } = this.#engine;
    const entered = (written: Written) => {
      const id = written?.inputs[0] ?? 0;
      if (written?.full !== undefined) {
        done?.(this.#engine.mailboxes.found(to));
        return;
      }
      if (id === 0) this.bounce(to, what);
      done?.(id === 0 ? notFound(`process ${to} not found`) : undefined);
      if (id !== 0 && !this.#isGathered(losses)) this.deliver(id, to, what, input.body);
    };
    this.#writes.write({ type: 'input', input }, entered, refused);
  }

  /** What comes from another store; false when the host is not here. */
  receive(input: Arriving, done: (received: Received, exit?: Exit) => void): boolean {
    const { to, kind, from, body } = input;
    if (this.#engine.isClosing || !this.#engine.keeps(hostOf(to))) return false;
    if (kind === AWAY_START) {
      this.#engine.starts.receive(input, done);
      return true;
    }
    let what: Entering;
    try {
      what = readInput(this.#options.codec, kind, from, body);
    } catch (thrown) {
      this.#options.log.error('what another store sent cannot be read', {
        to,
        from,
        error: toFailure(thrown),
      });
      done('damaged');
      return true;
    }
    const { losses } = this.#engine;
    const most = kind === 'message' ? this.#engine.mailboxes.asking(to) : undefined;
    const counted = most === undefined ? input : { ...input, most };
    this.#writes.write({ type: 'input', input: counted }, (written) => {
      const id = written?.inputs[0] ?? 0;
      if (written?.full !== undefined) this.#engine.mailboxes.found(to);
      if (written === null) done('lost');
      else if (id === 0) this.#gone(to, done);
      else if (id < 0 || this.#isGathered(losses) || this.#isTaken(id, to, what, body)) done('stored');
      else this.#afterEnd(() => this.#gone(to, done));
    });
    return true;
  }

  /** Dr4. */
  #isGathered(losses: number): boolean {
    if (losses === this.#engine.losses) return false;
    this.#engine.gather();
    return true;
  }

  /** Dr3. */
  #gone(pid: string, done: (received: Received, exit?: Exit) => void): void {
    const { backend, codec } = this.#options;
    backend.ask('exit', pid).then(
      (bytes) => done('nobody', bytes && readEnd(codec, bytes)),
      () => done('lost'),
    );
  }

  deliver(id: number, to: string, what: Entering, body: Bytes): void {
    if (this.#isTaken(id, to, what, body)) return;
    if (tieToDead(to, what) === undefined || !('from' in what)) return;
    const { from } = what;
    this.#owed.set(from, (this.#owed.get(from) ?? 0) + 1);
    this.#afterEnd(() => {
      const left = (this.#owed.get(from) ?? 0) - 1;
      if (left > 0) this.#owed.set(from, left);
      else this.#owed.delete(from);
      this.bounce(to, what);
    });
  }

  /** Dr5. */
  isOwed(pid: string): boolean {
    return this.#owed.has(pid);
  }

  /** False: it has ended since the store took this, and its last step is on the way there. */
  #isTaken(id: number, to: string, what: Entering, body: Bytes): boolean {
    return this.#population.deliver(id, to, what, body) || this.#engine.isShared;
  }

  /** Dr1. */
  #afterEnd(act: () => void): void {
    this.#writes.write({ type: 'sent', ids: [] }, act);
  }

  /** What cannot reach anybody any more; who wants to be tied to the dead is told so. */
  bounce(to: string, what: Entering): void {
    const told = tieToDead(to, what);
    if (told === undefined || !('from' in what)) return;
    if (this.#engine.isStored(what.from)) this.enter(what.from, told);
    else this.#options.shard.outbox.tell(what.from, told.type, to, told.exit);
  }

  /** Something of a process lies in the store as nobody wrote it (K3). */
  damaged(pid: string, problem: string): void {
    this.#options.log.error('what lies in the store is damaged', { pid, problem });
    if (this.#population.has(pid) && !this.#population.held.has(pid))
      this.#population.hold(pid, { problem, failures: 0 });
  }
}
