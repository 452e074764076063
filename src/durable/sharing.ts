/**
 * A node's part in a store that several nodes share: its lease, what others send it, and what it takes over from them.
 *
 *   L1  The lease is renewed three times within its time. The store's clock alone says when it is over.
 *   L3  By its own monotonic clock, from before the last renewal was sent: after two thirds of the lease nothing leaves any
 *       more, and when all of it is over the node lets go of its processes, whatever the store would say.
 *   L4  Inputs from other nodes are asked for when the store wakes the node, and each second.
 *   Sh1 What waits because the lease is old leaves when it is renewed, and never when it is lost.
 *   Sh2 What the node was given is its own, also when the answer that said so was lost with its connection.
 *   Sh3 It looks for what another node leaves when that one's lease is over, as the store said at the last renewal, and each half
 *       second, for whoever hands over unheard.
 */
import { type Clock, type Log, type Timer, toFailure } from '#base';
import type { StoredInput } from './store/records.ts';
import type { Renewal, SharedStore, Wake } from './store/shared-store.ts';
import type { StoreHealth } from './store-health.ts';

/** How often the node looks for what others left behind, and asks for inputs that nobody woke it for. */
const LOOK = 500;
const POLL = 1000;
const PAUSE = 200;
/** So many processes are taken over in one go. */
const MOST = 200;

export interface SharingOptions {
  readonly store: SharedStore;
  readonly clock: Clock;
  readonly log: Log;
  /** Milliseconds. */
  readonly lease: number;
  /** What the pids of this node's processes have in common that are not durable. */
  readonly incarnation: string;
  readonly health: StoreHealth;
}

/** Whose part it is. */
export interface Sharer {
  /** Of which hosts it runs processes. */
  hosts(): readonly string[];
  /** Processes are its own from now on. */
  adopt(pids: readonly string[]): Promise<void>;
  arrive(inputs: readonly StoredInput[]): void;
  named(name: string, pid: string, isSet: boolean): void;
  /** It should have the process, and does not know of it. */
  misses(pid: string): boolean;
  /** Resolves when all is written that was asked for until now. */
  written(): Promise<void>;
  /** Its processes may be another node's now. */
  letGo(): void;
}

export class Sharing {
  readonly #options: SharingOptions;
  readonly #sharer: Sharer;
  /** Milliseconds by which the store's clock is ahead of this node's. */
  ahead = 0;
  /** Counts how often the lease was lost: what was asked for before is nothing of this node's any more (Sh1). */
  losses = 0;
  /** When the last renewal was sent that the store has answered, by the monotonic clock; undefined: no node now. */
  #renewed: number | undefined;
  #waiting: (() => void)[] = [];
  readonly #wanted = new Set<Wake['type']>();
  /** Hosts whose processes the store still believes to be this node's. */
  readonly #leaving = new Set<string>();
  #polled = 0;
  #isReclaiming = false;
  /** Those that began since the node last asked what is its own; how many are about to. */
  #begun = new Set<string>();
  #beginning = 0;
  #isLooking = false;
  #hasLearned = false;
  #isOver = false;
  readonly #timers: Record<'lease' | 'look' | 'end' | 'nextEnd', Timer | undefined> = {
    lease: undefined,
    look: undefined,
    end: undefined,
    nextEnd: undefined,
  };

  constructor(options: SharingOptions, sharer: Sharer) {
    this.#options = options;
    this.#sharer = sharer;
  }

  /** Becomes a node of the store. Rejects when that cannot be. */
  async open(): Promise<void> {
    this.#options.store.listen((what) => this.#woken(what));
    await this.#join();
    this.#keep();
    this.#lookAfter(LOOK);
  }

  /** The names that processes of other nodes have; for once the node finds this store by their pids. */
  async learnNames(): Promise<void> {
    if (this.#hasLearned) return;
    await this.#readNames();
    this.#hasLearned = true;
  }

  /** Takes what is free for a host that has come. */
  async taken(): Promise<number> {
    let count = 0;
    await this.learnNames();
    await this.#handOver();
    for (;;) {
      const pids = await this.#take();
      count += pids;
      if (pids < MOST) return count;
    }
  }

  /** Gives the processes all that lies for them: what they have already they know by its number. */
  gather(): void {
    this.#woken({ type: 'unhandled' });
  }

  /** Others may have the processes of a host that is gone: at once, or when the store answers again. */
  async handOver(host: string): Promise<void> {
    this.#leaving.add(host);
    await this.#handOver().catch((thrown: unknown) => {
      const error = toFailure(thrown);
      this.#options.log.warn('the processes of a host were not handed over yet', { host, error });
    });
  }

  async #handOver(): Promise<void> {
    for (const host of this.#leaving) {
      await this.#options.store.handOver(host);
      this.#leaving.delete(host);
    }
  }

  /** Runs it now, or when the lease is renewed (L3, Sh1). */
  whenFresh(run: () => void): void {
    if (this.#waiting.length === 0 && this.#isFresh()) run();
    else this.#waiting.push(run);
  }

  /** Others may have the processes at once. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#waiting = [];
    for (const timer of Object.values(this.#timers)) timer?.cancel();
    await this.#options.store.handOver(undefined).catch((thrown: unknown) => {
      this.#options.log.warn(
        'durable processes were not handed over; others have them when the lease is over',
        {
          error: toFailure(thrown),
        },
      );
    });
  }

  #isFresh(): boolean {
    if (this.#renewed === undefined) return false;
    const { clock, lease } = this.#options;
    return clock.monotonic() - this.#renewed < (lease * 2) / 3;
  }

  async #join(): Promise<void> {
    const { store, incarnation, lease, clock } = this.#options;
    const sent = clock.monotonic();
    this.#told(sent, { now: await store.join(incarnation, lease), nextEnd: undefined });
  }

  #told(sent: number, { now, nextEnd }: Renewal): void {
    const { clock, lease } = this.#options;
    // The middle of the way there and back is when the store looked at its clock.
    this.ahead = now - (clock.now() - (clock.monotonic() - sent) / 2);
    this.#renewed = sent;
    this.#options.health.set('lease', undefined);
    this.#timers.end?.cancel();
    this.#timers.end = clock.setTimer(sent + lease, () => this.#lost());
    this.#timers.nextEnd?.cancel();
    if (nextEnd !== undefined)
      this.#timers.nextEnd = clock.setTimer(clock.monotonic() + nextEnd - now, () =>
        this.#woken({ type: 'free' }),
      );
    if (!this.#isFresh()) return;
    for (const run of this.#waiting.splice(0)) run();
  }

  /** L1. */
  #keep(): void {
    const { clock, lease } = this.#options;
    if (this.#isOver) return;
    this.#timers.lease = clock.setTimer(clock.monotonic() + lease / 3, () => {
      this.#renew().then(
        () => this.#keep(),
        (thrown: unknown) => {
          this.#options.log.warn('the lease of this node was not renewed', { error: toFailure(thrown) });
          this.#hindered(thrown);
          this.#timers.lease = clock.setTimer(clock.monotonic() + PAUSE, () => this.#again());
        },
      );
    });
  }

  #again(): void {
    this.#renew().then(
      () => this.#keep(),
      (thrown: unknown) => {
        const { clock } = this.#options;
        this.#hindered(thrown);
        if (!this.#isOver)
          this.#timers.lease = clock.setTimer(clock.monotonic() + PAUSE, () => this.#again());
      },
    );
  }

  #hindered(thrown: unknown): void {
    const { message } = toFailure(thrown);
    const what = this.#renewed === undefined ? 'this node has no lease' : 'the lease is not renewed';
    this.#options.health.set('lease', `${what}: ${message}`);
  }

  async #renew(): Promise<void> {
    const { store, lease, clock } = this.#options;
    if (this.#isOver) return;
    if (this.#renewed !== undefined) {
      const sent = clock.monotonic();
      const renewal = await store.renew(lease);
      if (this.#isOver) return;
      if (renewal !== undefined && this.#renewed !== undefined) {
        this.#told(sent, renewal);
        return;
      }
      this.#lost();
    }
    await this.#join();
    await this.#readNames();
    this.#woken({ type: 'free' });
  }

  /** L3. */
  #lost(): void {
    if (this.#renewed === undefined || this.#isOver) return;
    this.#renewed = undefined;
    this.losses++;
    this.#leaving.clear();
    this.#waiting = [];
    this.#options.log.error(
      'this node lost its lease; its durable processes go on elsewhere, or here when it has one again',
    );
    this.#options.health.set('lease', 'this node lost its lease and asks for another one');
    this.#sharer.letGo();
  }

  #woken(what: Wake): void {
    if (what.type === 'name') {
      this.#sharer.named(what.name, what.pid, what.isSet);
      return;
    }
    if (what.type === 'unknown') {
      this.#lost();
      this.#timers.lease?.cancel();
      this.#again();
      return;
    }
    this.#wanted.add(what.type);
    if (!this.#isLooking) this.#lookAfter(0);
  }

  #lookAfter(millis: number): void {
    const { clock } = this.#options;
    if (this.#isOver) return;
    this.#timers.look?.cancel();
    this.#timers.look = clock.setTimer(clock.monotonic() + millis, () => {
      this.#isLooking = true;
      let hasAnswered = false;
      this.#look()
        .then(
          (isNode) => {
            hasAnswered = isNode;
          },
          (thrown: unknown) => {
            const error = toFailure(thrown);
            this.#options.log.warn('the store of durable processes does not answer', { error });
          },
        )
        .finally(() => {
          this.#isLooking = false;
          this.#lookAfter(hasAnswered && this.#isMore ? 0 : LOOK);
        });
    });
  }

  /** Something came meanwhile that can be looked at now. */
  get #isMore(): boolean {
    return this.#wanted.size > (this.#wanted.has('owned') && !this.#canReclaim ? 1 : 0);
  }

  get #canReclaim(): boolean {
    return !this.#isReclaiming && this.#beginning === 0;
  }

  /** False when this is no node of the store now: then what it was woken for waits. */
  async #look(): Promise<boolean> {
    if (this.#renewed === undefined) return false;
    const { store, clock } = this.#options;
    const now = clock.monotonic();
    const isPoll = now - this.#polled >= POLL;
    if (this.#wanted.delete('names')) await this.#readNames();
    if (this.#wanted.delete('inputs') || isPoll) {
      if (isPoll) this.#polled = now;
      this.#sharer.arrive(await store.arrived(isPoll));
    }
    if (this.#wanted.delete('unhandled')) this.#sharer.arrive(await store.unhandled());
    this.#wanted.delete('free');
    await this.#handOver();
    if ((await this.#take()) === MOST) this.#wanted.add('free');
    this.#reclaimLater();
    return true;
  }

  /** Not waited for: the store may take nothing at the moment. */
  #reclaimLater(): void {
    if (!this.#canReclaim || !this.#wanted.delete('owned')) return;
    this.#isReclaiming = true;
    this.#reclaim()
      .catch(() => this.#wanted.add('owned'))
      .finally(() => {
        this.#isReclaiming = false;
      });
  }

  /** Sh2. What has ended here is perhaps not written yet, so that the store is asked twice. */
  async #reclaim(): Promise<void> {
    const { store, log } = this.#options;
    const losses = this.losses;
    this.#begun = new Set();
    const missed = (await store.owned()).filter((pid) => this.#sharer.misses(pid));
    if (missed.length === 0) return;
    await this.#sharer.written();
    const owned = new Set(await store.owned());
    const begun = this.#begun;
    const pids = missed.filter((pid) => owned.has(pid) && !begun.has(pid) && this.#sharer.misses(pid));
    if (pids.length === 0 || losses !== this.losses || this.#isOver) return;
    log.info("durable processes were this node's, and it did not know", { count: pids.length });
    await this.#begin(pids);
  }

  async #take(): Promise<number> {
    const { store, log } = this.#options;
    const hosts = this.#sharer.hosts();
    if (this.#isOver || hosts.length === 0 || this.#renewed === undefined) return 0;
    const pids = await store.take(hosts, MOST);
    if (pids.length === 0) return 0;
    log.info('durable processes were taken over', { count: pids.length });
    await this.#begin(pids);
    return pids.length;
  }

  async #begin(pids: readonly string[]): Promise<void> {
    for (const pid of pids) this.#begun.add(pid);
    this.#beginning++;
    try {
      // What they sent to other stores leaves before what they are going to send.
      this.#sharer.arrive(await this.#options.store.arrived(true));
    } catch (thrown) {
      this.#wanted.add('owned');
      throw thrown;
    } finally {
      this.#beginning--;
    }
    // What they do at once is an effect too.
    await new Promise<void>((resolve) => {
      this.whenFresh(() => void this.#sharer.adopt(pids).finally(resolve));
      if (!this.#isFresh()) resolve();
    });
  }

  async #readNames(): Promise<void> {
    for (const { name, pid } of await this.#options.store.ask('names')) this.#sharer.named(name, pid, true);
  }
}
