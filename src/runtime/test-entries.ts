/** The tests of an application: callable entries with `meta.type: test`. */
import type { EntryId } from '#plugin';
import type { StoredEntry } from '#registry';

export interface TestEntry {
  readonly id: EntryId;
  readonly suite: string;
  readonly name: string;
  readonly order: number;
}

/** By suite, in a suite by `meta.order` and then by id. Those without a suite come first. */
export function testEntries(entries: Iterable<StoredEntry>): TestEntry[] {
  const found = [...entries].flatMap((entry) => testOf(entry) ?? []);
  return found.sort((a, b) => compare(a.suite, b.suite) || a.order - b.order || compare(a.id, b.id));
}

/** A test is chosen when its id contains any of the texts; all are without one. */
export function chosen(tests: readonly TestEntry[], filters: readonly string[]): TestEntry[] {
  return tests.filter(({ id }) => filters.length === 0 || filters.some((filter) => id.includes(filter)));
}

export function testOf({ id, kind, meta }: StoredEntry): TestEntry | undefined {
  if (meta.type !== 'test' || !/^(function|process)\./.test(kind)) return undefined;
  return {
    id,
    suite: text(meta.suite),
    name: text(meta.name) || id,
    order: typeof meta.order === 'number' ? meta.order : Number.POSITIVE_INFINITY,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
