/**
 * Where each value of a file stands, kept beside the values: a table from every object and list that
 * was read to the offsets of what is in it. The values themselves stay plain data.
 */
import type { Position, SourceText } from './source-text.ts';

/** Offsets of a key (for an item of a list, of its value) and of its value. */
export interface Spot {
  readonly key: number;
  readonly value: number;
}

export type Spots = ReadonlyMap<string | number, Spot>;

export type Path = readonly (string | number)[];

export class Positions {
  readonly source: SourceText;
  readonly #root: unknown;
  readonly #spots: ReadonlyMap<object, Spots>;

  constructor(source: SourceText, root: unknown, spots: ReadonlyMap<object, Spots>) {
    this.source = source;
    this.#root = root;
    this.#spots = spots;
  }

  /** Where the value at `path` stands, or the closest thing around it that is there. */
  value(path: Path): Position {
    return this.source.position(this.#find(path, 'value'));
  }

  /** Where the key of the value at `path` stands, or the closest thing around it that is there. */
  key(path: Path): Position {
    return this.source.position(this.#find(path, 'key'));
  }

  has(path: Path): boolean {
    let at: unknown = this.#root;
    for (const step of path) {
      if (typeof at !== 'object' || at === null || !this.#spots.get(at)?.has(step)) return false;
      at = (at as Record<string | number, unknown>)[step]; // an object or a list: both are indexed
    }
    return true;
  }

  #find(path: Path, part: 'key' | 'value'): number {
    let at: unknown = this.#root;
    let offset = 0;
    for (const [index, step] of path.entries()) {
      if (typeof at !== 'object' || at === null) break;
      const spot = this.#spots.get(at)?.get(step);
      if (spot === undefined) break;
      offset = index === path.length - 1 ? spot[part] : spot.value;
      at = (at as Record<string | number, unknown>)[step]; // an object or a list: both are indexed
    }
    return offset;
  }
}
