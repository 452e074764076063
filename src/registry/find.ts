/**
 * Finds entries by their fields.
 *
 *   Q1  `.id`, `.ns`, `.name` and `.kind` are compared with the entry, `meta.x.y` with its metadata.
 *   Q2  Before the key `~` asks for a regular expression, `*` for a part, `^` for a beginning and `$`
 *       for an end; without one the values are equal, and `*` in a text stands for any characters.
 *       A text that is asked for is compared with numbers and truth values as they are written.
 *   Q3  In metadata, a list fits when one of its items does; a list asked for fits when all its items do.
 *   Q4  A key of no such form is ignored, and named to the caller.
 *
 * Regular expressions are RE2's, which take no longer than their text is long.
 */
import { createRequire } from 'node:module';
import { type Data, failure } from '#base';
import type { Entries } from './change-set.ts';
import { parseEntryId, type StoredEntry } from './entry.ts';
import { getAt, splitPath } from './value-path.ts';

export type Filter = Readonly<Record<string, Data>>;

export interface Found {
  readonly entries: readonly StoredEntry[];
  /** Keys that say nothing to us. */
  readonly ignored: readonly string[];
}

export interface FinderOptions {
  readonly queryCacheSize?: number;
  readonly regexCacheSize?: number;
}

type Matches = (text: string) => boolean;
type Test = (entry: StoredEntry) => boolean;

const rootFields: Readonly<Record<string, (entry: StoredEntry) => string>> = {
  '.id': (entry) => entry.id,
  '.kind': (entry) => entry.kind,
  '.ns': (entry) => parseEntryId(entry.id).namespace,
  '.name': (entry) => parseEntryId(entry.id).name,
};

const keyForm = /^([~*^$]?)(\.(?:id|kind|ns|name)|meta\..+)$/s;

export class Finder {
  readonly #queryCacheSize: number;
  readonly #expressions: Recent<string, Matches>;
  /** Results belong to one state of the registry and go with it. */
  readonly #results = new WeakMap<Entries, Recent<string, Found>>();

  constructor({ queryCacheSize = 1000, regexCacheSize = 100 }: FinderOptions = {}) {
    this.#queryCacheSize = queryCacheSize;
    this.#expressions = new Recent(regexCacheSize);
  }

  /** Throws `Invalid` for a regular expression that is none. */
  find(entries: Entries, filter: Filter): Found {
    let results = this.#results.get(entries);
    if (results === undefined) {
      results = new Recent(this.#queryCacheSize);
      this.#results.set(entries, results);
    }
    const key = JSON.stringify(
      Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)),
      jsonKey,
    );
    return results.get(key, () => this.#scan(entries, filter));
  }

  #scan(entries: Entries, filter: Filter): Found {
    const ignored: string[] = [];
    const tests: Test[] = [];
    for (const [key, value] of Object.entries(filter)) {
      const test = this.#test(key, value);
      if (test === undefined) ignored.push(key);
      else tests.push(test);
    }
    const found = [...entries.values()].filter((entry) => tests.every((test) => test(entry)));
    return { entries: found, ignored };
  }

  #test(key: string, wanted: Data): Test | undefined {
    const [, operator = '', field = ''] = keyForm.exec(key) ?? [];
    if (field === '') return undefined;
    const read = rootFields[field];
    if (read !== undefined) {
      const matches = this.#matcher(operator, String(wanted));
      return (entry) => matches(read(entry));
    }
    const path = field.slice('meta.'.length);
    const matches = this.#dataMatcher(operator, wanted);
    return (entry) => matches(getAt(entry.meta, splitPath(entry.meta, path)));
  }

  /** Q3. */
  #dataMatcher(operator: string, wanted: Data): (found: Data) => boolean {
    if (Array.isArray(wanted)) {
      const each = wanted.map((item: Data) => this.#dataMatcher(operator, item));
      return (found) => each.every((matches) => matches(found));
    }
    const one = this.#scalarMatcher(operator, wanted);
    return (found) => (Array.isArray(found) ? found.some((item: Data) => one(item)) : one(found));
  }

  #scalarMatcher(operator: string, wanted: Data): (found: Data) => boolean {
    if (operator === '' && typeof wanted !== 'string') return (found) => Object.is(found, wanted);
    const matches = this.#matcher(operator, String(wanted));
    return (found) => {
      if (typeof found === 'string') return matches(found);
      const isScalar = typeof found === 'number' || typeof found === 'boolean' || typeof found === 'bigint';
      return isScalar && matches(String(found));
    };
  }

  /** Q2. */
  #matcher(operator: string, wanted: string): Matches {
    switch (operator) {
      case '~':
        return this.#expressions.get(wanted, () => compile(wanted));
      case '*':
        return (text) => text.includes(wanted);
      case '^':
        return (text) => text.startsWith(wanted);
      case '$':
        return (text) => text.endsWith(wanted);
      default:
        return wanted.includes('*') ? wildcards(wanted) : (text) => text === wanted;
    }
  }
}

function wildcards(pattern: string): Matches {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return (text) => expression.test(text);
}

// Loaded when a filter asks for it: few applications do, and every start would pay.
const load = createRequire(import.meta.url);

function compile(source: string): Matches {
  const { RE2JS } = load('re2js') as typeof import('re2js');
  try {
    const expression = RE2JS.compile(source);
    return (text) => expression.matcher(text).find();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw failure('Invalid', `'${source}' is no regular expression: ${reason}`, { retryable: false });
  }
}

/** Values that JSON would write alike are kept apart. */
function jsonKey(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'number' && !Number.isFinite(value) ? `number ${value}` : value;
}

/** The values that were asked for last; older ones are made again. */
class Recent<K, V> {
  readonly #size: number;
  readonly #values = new Map<K, V>();

  constructor(size: number) {
    this.#size = size;
  }

  get(key: K, make: () => V): V {
    const known = this.#values.get(key);
    const value = known ?? make();
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#size) {
      const [oldest] = this.#values.keys();
      if (oldest !== undefined) this.#values.delete(oldest);
    }
    return value;
  }
}
