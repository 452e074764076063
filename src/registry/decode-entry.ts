/** An entry as its kind gets it: placeholders resolved, data read and completed by the schema. */
import { type Data, failure } from '#base';
import { type Entry, invalid, type Path, Reading } from '#plugin';
import { parseEntryId, type StoredEntry } from './entry.ts';
import { type EntryKind, type KindTable, ownFields } from './kind-table.ts';
import {
  isWholePlaceholder,
  resolvePlaceholders,
  resolveSuffixes,
  type Variables,
  valueOfSuffix,
} from './placeholders.ts';
import { getAt, setAt } from './value-path.ts';
import { plainScalar } from './yaml-scalar.ts';

export interface DecodedEntry {
  readonly entry: Entry<unknown, unknown>;
  /** Of supervised kinds: what the supervisor's schema read of the field `lifecycle`. */
  readonly lifecycle: unknown;
  /** Places of values that may not be shown. */
  readonly secrets: readonly Path[];
}

/** Throws `Invalid` with everything that is wrong. */
export function decodeEntry(stored: StoredEntry, kinds: KindTable, variables: Variables): DecodedEntry {
  const kind = kinds.get(stored.kind);
  if (kind === undefined) throw failure('Invalid', `${stored.id}: there is no kind '${stored.kind}'`);
  const written = resolveSuffixes(stored.data, ownFields(kind), valueOfSuffix(variables));
  const { value, missing } = resolvePlaceholders(written, variables);
  if (missing.length > 0) {
    const names = [...new Set(missing)].join(', ');
    throw failure('Invalid', `${stored.id}: no value for ${names}`, { retryable: false });
  }
  const first = readEntry(kind, kinds, stored, value);
  const result = first.reading.failed
    ? readEntry(kind, kinds, stored, typed(value, written, first.reading))
    : first;
  if (result.reading.failed) throw invalid(result.reading.problems, stored.id);
  const { data, meta, lifecycle, reading } = result;
  return { entry: { id: stored.id, kind: stored.kind, meta, data }, lifecycle, secrets: reading.secrets };
}

function readEntry(kind: EntryKind, kinds: KindTable, stored: StoredEntry, value: Data) {
  const reading = new Reading({ namespace: parseEntryId(stored.id).namespace });
  const parts = kinds.split(kind, value);
  const data = kind.data.read(parts.data, reading);
  reading.enter('lifecycle');
  const lifecycle =
    kind.isSupervised === true ? kinds.lifecycle?.read(parts.lifecycle ?? {}, reading) : undefined;
  reading.leave();
  reading.enter('meta');
  const meta = kind.meta === undefined ? stored.meta : kind.meta.read(stored.meta, reading);
  reading.leave();
  return { reading, data, meta, lifecycle };
}

/** Variables are texts. Where a field that is one placeholder must not be a text, its text is read as YAML would. */
function typed(value: Data, written: Data, reading: Reading): Data {
  let result = value;
  for (const { path, severity } of reading.problems) {
    const steps = path.map(String);
    const text = getAt(value, steps);
    const source = getAt(written, steps);
    const isPlaceholder = typeof source === 'string' && isWholePlaceholder(source);
    if (severity !== 'error' || typeof text !== 'string' || !isPlaceholder) continue;
    result = setAt(result, steps, plainScalar(text)) ?? result;
  }
  return result;
}
