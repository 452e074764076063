/**
 * A map and a set that grow without a long pause.
 *
 * V8 copies a whole map when it doubles: for a million entries that is 50 to 200 ms, in which nothing else runs. Here no
 * single map grows large.
 *
 *   Gr1  A map of more than `WHOLE` entries is divided by its keys. The parts are of different sizes, so that they do not
 *        double at one time.
 *   Gr2  Objects have no number by which they could be divided. A set of them is a row of sets that are filled one after the
 *        other; as map keys they share one part.
 *
 * Divided maps cost some 20 ns more for each use; each set of the row is asked.
 */
import type { Value } from './value.ts';

const WHOLE = 65_536;
const PARTS = 32;
/** Of each 256 neighbouring hashes, which part has them: the last one has twice as many as the first. */
const partOf = shares();

function shares(): Uint8Array {
  const found = new Uint8Array(256);
  const weights = Array.from({ length: PARTS }, (_, i) => 2 ** (i / PARTS));
  const whole = weights.reduce((sum, each) => sum + each, 0);
  let [end, at] = [0, 0];
  for (const [part, weight] of weights.entries()) {
    end += (weight / whole) * 256;
    while (at < Math.round(end) && at < 256) found[at++] = part;
  }
  return found;
}

const GOLDEN = 0.618_033_988_749_895;

/** A whole number from 0 to 255. Keys that are equal have the same. */
function hashOf(key: Value): number {
  if (typeof key === 'string') return hashOfText(key);
  if (typeof key === 'bigint') return Number(key & 255n);
  if (typeof key !== 'number') return 0;
  const spread = key * GOLDEN;
  return ((spread - Math.floor(spread)) * 256) & 255;
}

/** Of the ends of a text: what is between them mostly varies less. */
function hashOfText(text: string): number {
  let hash = text.length;
  const front = Math.min(text.length, 4);
  for (let i = 0; i < front; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x9e3779b1);
  for (let i = Math.max(front, text.length - 8); i < text.length; i++)
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x9e3779b1);
  return hash >>> 24;
}

export class SteadyMap<K extends Value, V> {
  #whole = new Map<K, V>();
  #parts: Map<K, V>[] | null = null;

  get(key: K): V | undefined {
    return this.#parts === null ? this.#whole.get(key) : this.#part(this.#parts, key).get(key);
  }

  set(key: K, value: V): void {
    if (this.#parts !== null) {
      this.#part(this.#parts, key).set(key, value);
      return;
    }
    this.#whole.set(key, value);
    if (this.#whole.size > WHOLE) this.#divide();
  }

  #divide(): void {
    const parts = Array.from({ length: PARTS }, () => new Map<K, V>());
    for (const [key, value] of this.#whole) this.#part(parts, key).set(key, value);
    this.#parts = parts;
    this.#whole = new Map();
  }

  #part(parts: readonly Map<K, V>[], key: K): Map<K, V> {
    return parts[partOf[hashOf(key)] as number] as Map<K, V>; // a hash has a part
  }
}

/** As many as a set takes without a pause that shows, the next doubling being that of half of them. */
const MOST = 262_144;

export class SteadySet<T> {
  #last = new Set<T>();
  readonly #full: Set<T>[] = [];

  /** Adds a value; false when it was there. */
  add(value: T): boolean {
    if (this.#last.has(value)) return false;
    for (const each of this.#full) if (each.has(value)) return false;
    if (this.#last.size >= MOST) {
      this.#full.push(this.#last);
      this.#last = new Set();
    }
    this.#last.add(value);
    return true;
  }

  /** How many sets are asked. */
  get width(): number {
    return this.#full.length + 1;
  }
}
