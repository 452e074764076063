/**
 * How many changes one actor may ask for: a bucket of tokens for each of them.
 *
 *   Cr1  An attempt takes one token, whatever becomes of it.
 *   Cr2  A bucket holds `changes` tokens and is filled again within `per`.
 *   Cr3  Processes without an actor share one bucket, for a new process would have a new one.
 *   Cr4  Who has no token left is told when there will be one.
 */
import { type Clock, failure } from '#base';

export interface ChangeRate {
  /** 0: as many as they like. */
  readonly changes: number;
  /** Milliseconds. */
  readonly per: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds of the monotonic clock. */
  at: number;
}

/** With more buckets than these, those that are full again are forgotten. */
const MANY = 1000;

export class ChangeLimiter {
  readonly #rate: ChangeRate;
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: ChangeRate, clock: Pick<Clock, 'monotonic'>) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Cr1. Throws `RateLimited`. */
  take(author: string): void {
    const { changes, per } = this.#rate;
    if (changes <= 0) return;
    const now = this.#clock.monotonic();
    const bucket = this.#bucket(author.startsWith('{') ? '{}' : author, now);
    bucket.tokens = Math.min(changes, bucket.tokens + ((now - bucket.at) * changes) / per);
    bucket.at = now;
    if (bucket.tokens < 1) {
      const wait = Math.ceil(((1 - bucket.tokens) * per) / changes);
      const message = `${author} asked for more than ${changes} changes in ${per / 1000} s; again in ${wait} ms`;
      throw failure('RateLimited', message, {
        retryable: true,
        details: { retry_after: wait, changes, per },
      });
    }
    bucket.tokens--;
  }

  #bucket(key: string, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known !== undefined) return known;
    if (this.#buckets.size >= MANY) this.#forget(now);
    const bucket = { tokens: this.#rate.changes, at: now };
    this.#buckets.set(key, bucket);
    return bucket;
  }

  #forget(now: number): void {
    for (const [key, { at }] of this.#buckets) if (now - at >= this.#rate.per) this.#buckets.delete(key);
  }
}
