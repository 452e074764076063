/**
 * Entries, changes and versions as the control socket tells them.
 *
 *   Ev1  Secrets are told as `***`, and of a changed one only where it stands.
 *   Ev2  Nobody is told of entries that the policy does not let them read.
 */
import { type Data, isFailure } from '#base';
import {
  type ChangeSet,
  changedSecrets,
  describeOrigin,
  hideEntrySecrets,
  idOf,
  type KindTable,
  type Op,
  type Registry,
  type StoredEntry,
  type Version,
} from '#registry';
import type { ControlCall } from './operation.ts';

type Told = { readonly [key: string]: Data };

export function entryData(stored: StoredEntry, kinds: KindTable): Told {
  const { id, kind, meta, data } = hideEntrySecrets(stored, kinds);
  return { id, kind, meta, data, origin: describeOrigin(stored.origin) };
}

/** An entry as a list shows it. */
export function entryHead({ id, kind, meta }: StoredEntry): Told {
  return { id, kind, meta };
}

/** Operations as guests have them, with what was there before: `{kind, entry, previous}`. By their ids. */
export function changesData(changes: ChangeSet, call: ControlCall): Told[] {
  const { kinds } = call.node.registry;
  const visible = changes.filter((op) => call.isAllowed('registry.get', idOf(op)));
  return visible.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1)).map((op) => opData(op, kinds));
}

function opData(op: Op, kinds: KindTable): Told {
  const kind = `entry.${op.type}`;
  if (op.type === 'create') return { kind, entry: entryData(op.entry, kinds) };
  if (op.type === 'delete') return { kind, entry: entryData(op.previous, kinds) };
  const secrets = changedSecrets(op.entry, op.previous, kinds);
  return {
    kind,
    entry: entryData(op.entry, kinds),
    previous: entryData(op.previous, kinds),
    ...(secrets.length > 0 && { secrets }),
  };
}

/** With how many entries came, changed and went; without, when the history does not keep that. */
export async function versionData(version: Version, registry: Pick<Registry, 'changesOf'>): Promise<Told> {
  const { id, parent, author, time, message, verdict } = version;
  const counts = await countsOf(id, registry);
  return {
    id,
    parent: parent ?? null,
    author,
    time,
    message,
    ...(counts !== undefined && { counts }),
    ...(verdict !== undefined && { verdict: { state: verdict.state, summary: verdict.summary } }),
  };
}

async function countsOf(id: number, registry: Pick<Registry, 'changesOf'>): Promise<Told | undefined> {
  try {
    const changes = await registry.changesOf(id);
    const count = (type: Op['type']) => changes.filter((op) => op.type === type).length;
    return { create: count('create'), update: count('update'), delete: count('delete') };
  } catch (thrown) {
    if (isFailure(thrown, 'NotFound')) return undefined;
    throw thrown;
  }
}
