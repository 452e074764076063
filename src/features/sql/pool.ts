/**
 * The connections of one database: how many there are, who has them, and who waits.
 *
 *   Pl1  There are never more than `maxOpen` connections, 0 is without limit; who comes then waits, the first first.
 *   Pl2  Of those that come back at most `maxIdle` are kept; one that is older than `maxLifetime` or lost is not.
 *   Pl3  A wait ends with the signal (`Canceled`, `Timeout`) or after `maxWait` (`Timeout`); its place is free then.
 *   Pl4  A pool that is closed gives nothing more; connections that are in use are closed when they come back.
 */
import { failure, toFailure } from '#base';
import type { World } from '#plugin';
import type { Connection, PoolStats } from './database.ts';

export interface PoolSettings {
  readonly maxOpen: number;
  readonly maxIdle: number;
  /** Milliseconds. */
  readonly maxLifetime: number;
  readonly maxWait: number;
}

interface Waiting {
  /** Undefined: there is room for one more. */
  give(connection: Connection | undefined): void;
  fail(reason: unknown): void;
}

type Clock = Pick<World, 'monotonic' | 'after'>;

export class Pool {
  readonly #name: string;
  readonly #open: () => Promise<Connection>;
  readonly #clock: Clock;
  #settings: PoolSettings;
  readonly #idle: Connection[] = [];
  readonly #since = new Map<Connection, number>();
  readonly #waiting: Waiting[] = [];
  /** Open ones, and those that are being opened. */
  #count = 0;
  /** Those who were told to make one and are about to. */
  #promised = 0;
  #isClosed = false;
  readonly #closed = { idle: 0, lifetime: 0 };
  readonly #waits = { count: 0, millis: 0 };

  constructor(name: string, open: () => Promise<Connection>, settings: PoolSettings, clock: Clock) {
    this.#name = name;
    this.#open = open;
    this.#settings = settings;
    this.#clock = clock;
  }

  /** Those that are too many by now are closed when they come back. */
  configure(settings: PoolSettings): void {
    this.#settings = settings;
    this.#next();
  }

  async acquire(signal: AbortSignal): Promise<Connection> {
    if (this.#isClosed) throw closed(this.#name);
    if (signal.aborted) throw toFailure(signal.reason);
    if (this.#waiting.length === 0) {
      const idle = this.#takeIdle();
      if (idle !== undefined) return idle;
      if (!this.#isFull) return this.#make();
    }
    return (await this.#turn(signal)) ?? this.#make();
  }

  release(connection: Connection): void {
    const isGood = !this.#isClosed && this.#isGood(connection);
    const { maxIdle, maxOpen } = this.#settings;
    const isWanted = this.#waiting.length > 0 || this.#idle.length < maxIdle; // Pl2
    const isOneTooMany = maxOpen > 0 && this.#count > maxOpen;
    if (isGood && isWanted && !isOneTooMany) this.#idle.push(connection);
    else {
      if (isGood) this.#closed.idle++;
      this.#discard(connection);
    }
    this.#next();
  }

  stats(): PoolStats {
    const idle = this.#idle.length;
    return {
      max_open_connections: this.#settings.maxOpen,
      open_connections: this.#count,
      in_use: this.#count - idle,
      idle,
      wait_count: this.#waits.count,
      wait_duration: Math.round(this.#waits.millis * 1e6),
      max_idle_closed: this.#closed.idle,
      max_idle_time_closed: 0,
      max_lifetime_closed: this.#closed.lifetime,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { fail } of this.#waiting.splice(0)) fail(closed(this.#name));
    await Promise.all(this.#idle.splice(0).map((connection) => this.#discard(connection)));
  }

  get #isFull(): boolean {
    const { maxOpen } = this.#settings;
    return maxOpen > 0 && this.#count + this.#promised >= maxOpen;
  }

  #takeIdle(): Connection | undefined {
    for (let idle = this.#idle.pop(); idle !== undefined; idle = this.#idle.pop()) {
      if (this.#isGood(idle)) return idle;
      this.#discard(idle);
    }
    return undefined;
  }

  #isGood(connection: Connection): boolean {
    if (connection.lost !== undefined) return false;
    const age = this.#clock.monotonic() - (this.#since.get(connection) ?? 0);
    if (age < this.#settings.maxLifetime) return true;
    this.#closed.lifetime++;
    return false;
  }

  async #make(): Promise<Connection> {
    this.#count++;
    try {
      const made = await this.#open();
      this.#since.set(made, this.#clock.monotonic());
      return made;
    } catch (thrown) {
      this.#count--;
      this.#next();
      throw toFailure(thrown);
    }
  }

  #discard(connection: Connection): Promise<void> {
    this.#count--;
    this.#since.delete(connection);
    // What it was is over in any case.
    return connection.close().catch(() => {});
  }

  /** Those who wait get what is idle, or make one of their own where there is room. */
  #next(): void {
    while (this.#waiting.length > 0) {
      const idle = this.#takeIdle();
      if (idle === undefined) {
        if (this.#isFull) return;
        this.#promised++;
      }
      this.#waiting.shift()?.give(idle);
    }
  }

  async #turn(signal: AbortSignal): Promise<Connection | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Connection | undefined>();
    const waiting: Waiting = { give: resolve, fail: reject };
    const since = this.#clock.monotonic();
    const leave = (reason: unknown) => {
      const place = this.#waiting.indexOf(waiting);
      if (place >= 0) this.#waiting.splice(place, 1);
      reject(toFailure(reason));
    };
    const aborted = () => leave(signal.reason);
    const { maxWait } = this.#settings;
    const timer = this.#clock.after(maxWait, () => leave(tooLong(this.#name, maxWait)));
    signal.addEventListener('abort', aborted);
    this.#waiting.push(waiting);
    this.#waits.count++;
    try {
      const given = await promise;
      if (given === undefined) this.#promised--;
      return given;
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', aborted);
      this.#waits.millis += this.#clock.monotonic() - since;
    }
  }
}

function tooLong(name: string, millis: number) {
  const message = `no connection of ${name} became free within ${millis / 1000} s; is a transaction left open?`;
  return failure('Timeout', message, { retryable: true });
}

function closed(name: string) {
  return failure('Unavailable', `${name} is closed`, { retryable: true });
}
