/**
 * Values laid over entries as they are loaded: `override:` of the configuration, then `-o` of the
 * command line. They are not part of what the registry's history keeps (O6).
 */
import { type Data, suggestion } from '#base';
import type { Meta } from '#plugin';
import type { StoredEntry } from './entry.ts';
import { error, type Place, type Problem } from './problem.ts';
import { setAt, splitPath } from './value-path.ts';
import { plainScalar } from './yaml-scalar.ts';

export interface Override {
  /** `app:gateway:addr`: an entry's id and the path of a value in it. */
  readonly target: string;
  readonly value: Data;
  readonly place?: Place;
}

/** `app:gateway:addr=:9090`, as `-o` has it. `true`, `false` and numbers become values of their types. */
export function parseAssignment(text: string): { readonly target: string; readonly value: Data } | undefined {
  const equals = text.indexOf('=');
  if (equals <= 0) return undefined;
  return { target: text.slice(0, equals).trim(), value: typedText(text.slice(equals + 1)) };
}

function typedText(text: string): Data {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text) && !/^[-+]?0\d/.test(text)
    ? plainScalar(text)
    : text;
}

export interface Overridden {
  readonly entries: ReadonlyMap<string, StoredEntry>;
  readonly problems: readonly Problem[];
}

export function applyOverrides(
  entries: ReadonlyMap<string, StoredEntry>,
  overrides: readonly Override[],
): Overridden {
  if (overrides.length === 0) return { entries, problems: [] };
  const result = new Map(entries);
  const problems: Problem[] = [];
  for (const { target, value, place } of overrides) {
    const [, id, path] = /^([^:]+:[^:]+):(.+)$/.exec(target) ?? [];
    if (id === undefined || path === undefined) {
      problems.push(error(`the override '${target}' must be of the form namespace:entry:path`, place));
      continue;
    }
    const entry = result.get(id);
    if (entry === undefined) {
      const similar = suggestion(id, result.keys());
      problems.push(
        error(`the override '${target}' names the entry ${id}, which does not exist${similar}`, place),
      );
      continue;
    }
    const changed = overrideEntry(entry, path, value);
    if (typeof changed === 'string') problems.push(error(`the override '${target}' ${changed}`, place));
    else result.set(id, changed);
  }
  return { entries: result, problems };
}

/** The entry with the value set, or what is wrong. */
function overrideEntry(entry: StoredEntry, path: string, value: Data): StoredEntry | string {
  if (path === 'kind') {
    return typeof value === 'string' && value !== '' ? { ...entry, kind: value } : 'must give a text as kind';
  }
  return setInEntry(entry, path, value) ?? 'leads through something that is not a table';
}

/** `meta.x` is metadata, `data.x` and `x` are data. Undefined when something other than a table is in the way. */
export function setInEntry(entry: StoredEntry, path: string, value: Data): StoredEntry | undefined {
  const { isMeta, steps } = entryPath(entry, path);
  const changed = setAt(isMeta ? entry.meta : entry.data, steps, value);
  if (changed === undefined) return undefined;
  return isMeta ? { ...entry, meta: changed as Meta } : { ...entry, data: changed }; // a table stays a table
}

export function entryPath(
  entry: StoredEntry,
  path: string,
): { readonly isMeta: boolean; readonly steps: string[] } {
  const isMeta = path.startsWith('meta.');
  const inner = path.replace(/^(meta|data)\./, '');
  return { isMeta, steps: splitPath(isMeta ? entry.meta : entry.data, inner) };
}
