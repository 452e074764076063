/**
 * What an entry names of other entries. The schemas of its kind give most of it; metadata and
 * placeholders give more, for the order in which entries come and go.
 */
import type { Data } from '#base';
import type { EntryId, Path } from '#plugin';
import { parseEntryId, qualify, type StoredEntry } from './entry.ts';
import type { KindTable } from './kind-table.ts';
import { mapTexts } from './map-texts.ts';
import { isSource, namesIn } from './placeholders.ts';
import { isPassive } from './registry-kinds.ts';

export type EntryReference =
  /** From the schema of the kind: it must be there, and be of one of the targets. */
  | { readonly type: 'entry'; readonly to: EntryId; readonly targets: readonly string[]; readonly path: Path }
  /** `meta.depends_on`, `meta.server`, `meta.router`: comes before, if it is there. */
  | { readonly type: 'order'; readonly to: EntryId; readonly path: Path; readonly isExpected: boolean }
  /** `meta.depends_on: [ns:app.users]`: all of a namespace comes before. */
  | { readonly type: 'namespace'; readonly namespace: string; readonly path: Path }
  /** `${env:NAME}`: the variable of that public name or id comes before. */
  | { readonly type: 'variable'; readonly name: string; readonly hasDefault: boolean; readonly path: Path }
  /** A placeholder without its end; it names nobody. */
  | { readonly type: 'unclosed'; readonly text: string; readonly path: Path };

export class References {
  readonly #kinds: KindTable;
  readonly #known = new WeakMap<StoredEntry, readonly EntryReference[]>();

  constructor(kinds: KindTable) {
    this.#kinds = kinds;
  }

  /** Entries do not change, so each is asked once. */
  of(entry: StoredEntry): readonly EntryReference[] {
    let references = this.#known.get(entry);
    if (references === undefined) {
      references = [...this.#ofSchema(entry), ...ofMeta(entry), ...ofPlaceholders(entry)];
      this.#known.set(entry, references);
    }
    return references;
  }

  #ofSchema(entry: StoredEntry): EntryReference[] {
    return this.#kinds
      .read(entry)
      .references.map(({ id, targets, path }) => ({ type: 'entry', to: id, targets, path }));
  }
}

function ofMeta(entry: StoredEntry): EntryReference[] {
  const { namespace } = parseEntryId(entry.id);
  const references: EntryReference[] = [];
  const dependsOn = entry.meta.depends_on;
  const list: readonly Data[] = Array.isArray(dependsOn) ? dependsOn : [dependsOn];
  for (const [index, item] of list.entries()) {
    if (typeof item !== 'string' || item === '') continue;
    const path = Array.isArray(dependsOn) ? ['meta', 'depends_on', index] : ['meta', 'depends_on'];
    if (item.startsWith('ns:')) references.push({ type: 'namespace', namespace: item.slice(3), path });
    else references.push({ type: 'order', to: qualify(item, namespace), path, isExpected: true });
  }
  for (const key of ['server', 'router']) {
    const parent = entry.meta[key];
    if (typeof parent !== 'string' || parent === '') continue;
    references.push({
      type: 'order',
      to: qualify(parent, namespace),
      path: ['meta', key],
      isExpected: false,
    });
  }
  return references;
}

function ofPlaceholders(entry: StoredEntry): EntryReference[] {
  if (isPassive(entry.kind)) return [];
  const references: EntryReference[] = [];
  mapTexts(entry.data, (text, path) => {
    if (isSource(path)) return text;
    for (const found of namesIn(text)) {
      if ('unclosed' in found) references.push({ type: 'unclosed', text: found.unclosed, path: [...path] });
      else references.push({ type: 'variable', ...found, path: [...path] });
    }
    // The older `field_env: NAME` never fails for want of a value.
    const isSuffixed = String(path.at(-1)).endsWith('_env') && /^\w+$/.test(text);
    if (isSuffixed) references.push({ type: 'variable', name: text, hasDefault: true, path: [...path] });
    return text;
  });
  return references;
}
