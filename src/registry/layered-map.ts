/**
 * A map that never changes and whose successors cost what they change: one large map that many share, and a small one
 * laid over it. The small one is copied for each successor; when it has grown, both become one large map again.
 *
 *   Lm1  A successor leaves the map it came from as it is.
 *   Lm2  What stays keeps its place in the order; what is new comes last.
 *   Lm3  Of two that come from one, only what was laid over it is looked at to find what differs.
 */

/** So many changes, or this part of the map, are laid over it before both are made into one. */
const MOST_LAID = 256;
const LAID_PART = 8;

const GONE = Symbol('gone');

export class LayeredMap<K, V> implements ReadonlyMap<K, V> {
  readonly size: number;
  readonly #base: ReadonlyMap<K, V>;
  readonly #laid: ReadonlyMap<K, V | typeof GONE>;

  private constructor(base: ReadonlyMap<K, V>, laid: ReadonlyMap<K, V | typeof GONE>, size: number) {
    this.#base = base;
    this.#laid = laid;
    this.size = size;
  }

  /** The map itself when it is one; otherwise one over a map that nobody changes any more. */
  static over<K, V>(map: ReadonlyMap<K, V>): LayeredMap<K, V> {
    return map instanceof LayeredMap ? map : new LayeredMap(map, new Map(), map.size);
  }

  /** With these values; undefined takes one away. */
  next(changes: Iterable<readonly [K, V | undefined]>): LayeredMap<K, V> {
    const laid = new Map(this.#laid);
    let { size } = this;
    for (const [key, value] of changes) {
      const known = laid.get(key);
      const wasThere = known === undefined ? this.#base.has(key) : known !== GONE;
      if (value !== undefined) laid.set(key, value);
      else if (this.#base.has(key)) laid.set(key, GONE);
      else laid.delete(key);
      size += Number(value !== undefined) - Number(wasThere);
    }
    const result = new LayeredMap(this.#base, laid, size);
    return laid.size <= Math.max(MOST_LAID, this.#base.size / LAID_PART)
      ? result
      : new LayeredMap(new Map(result), new Map(), size);
  }

  /** Lm3: the keys under which two maps may hold different values; all keys of both when nothing is known of them. */
  static mayDiffer<K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): Iterable<K> {
    if (one === other) return [];
    const isShared = LayeredMap.isShared(one, other);
    const [mine, theirs] = isShared ? [asLayered(one).#laid, asLayered(other).#laid] : [one, other];
    return new Set<K>([...mine.keys(), ...theirs.keys()]);
  }

  /** They come from one. */
  static isShared<K, V>(one: ReadonlyMap<K, V>, other: ReadonlyMap<K, V>): boolean {
    return one instanceof LayeredMap && other instanceof LayeredMap && one.#base === other.#base;
  }

  get(key: K): V | undefined {
    const laid = this.#laid.get(key);
    if (laid === undefined) return this.#base.get(key);
    return laid === GONE ? undefined : laid;
  }

  has(key: K): boolean {
    const laid = this.#laid.get(key);
    return laid === undefined ? this.#base.has(key) : laid !== GONE;
  }

  entries(): MapIterator<[K, V]> {
    return this.#laid.size === 0 ? this.#base.entries() : this.#pairs();
  }

  keys(): MapIterator<K> {
    return this.#laid.size === 0 ? this.#base.keys() : this.#keysUnder();
  }

  values(): MapIterator<V> {
    return this.#laid.size === 0 ? this.#base.values() : this.#valuesUnder();
  }

  *#pairs(): MapIterator<[K, V]> {
    const laid = this.#laid;
    for (const pair of this.#base) {
      const over = laid.get(pair[0]);
      if (over === undefined) yield pair;
      else if (over !== GONE) yield [pair[0], over];
    }
    for (const [key, value] of laid) if (value !== GONE && !this.#base.has(key)) yield [key, value];
  }

  *#keysUnder(): MapIterator<K> {
    const laid = this.#laid;
    for (const key of this.#base.keys()) if (laid.get(key) !== GONE) yield key;
    for (const [key, value] of laid) if (value !== GONE && !this.#base.has(key)) yield key;
  }

  *#valuesUnder(): MapIterator<V> {
    const laid = this.#laid;
    for (const [key, value] of this.#base) {
      const over = laid.get(key);
      if (over === undefined) yield value;
      else if (over !== GONE) yield over;
    }
    for (const [key, value] of laid) if (value !== GONE && !this.#base.has(key)) yield value;
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(each: (value: V, key: K, map: ReadonlyMap<K, V>) => void, self?: unknown): void {
    for (const [key, value] of this.entries()) each.call(self, value, key, this);
  }
}

function asLayered<K, V>(map: ReadonlyMap<K, V>): LayeredMap<K, V> {
  return LayeredMap.over(map);
}
