/** The guest module `registry`: entries, versions and changes, seen through the view of the process. */
import { type Data, failure } from '#base';
import { arg, defineModule, fn, type Infer, type Module, t } from '#plugin';
import { difference, type Op } from './change-set.ts';
import { parseEntryId, type StoredEntry } from './entry.ts';
import { EntryGraph } from './entry-graph.ts';
import {
  findEntries,
  getEntry,
  guestEntries,
  guestEntry,
  guestId,
  guestOps,
  idText,
  proposedEntry,
} from './guest-entry.ts';
import { GuestSnapshot } from './guest-snapshot.ts';
import type { KindTable } from './kind-table.ts';
import { References } from './references.ts';
import { entryData, eventKind } from './registry-event.ts';
import {
  authorOf,
  guestHistory,
  permitted,
  type RegistryAccess,
  refuseInView,
  registryHandles,
} from './registry-handles.ts';
import { orderOps } from './transaction.ts';

export function registryModule(access: RegistryAccess): Module {
  const handles = registryHandles(access);
  const { version, snapshot, history } = handles;
  return defineModule({
    name: 'registry',
    summary: 'Reads, finds and changes the entries of the application while it runs.',
    handles: Object.values(handles),
    functions: {
      get: fn({
        summary: 'One entry by its id.',
        args: [arg('id', guestId)],
        returns: t.data,
        effect: 'read',
        run: (id, call) => getEntry(access.viewOf(call), idText(id), call),
      }),

      find: fn({
        summary:
          'The entries that fit all keys of a filter: .kind, .ns, .name, .id and meta.<path>; ' +
          '~ before a key asks for a regular expression, * for a part, ^ for a beginning, $ for an end.',
        args: [arg('filter', t.data)],
        returns: guestEntries,
        effect: 'read',
        run: (filter, call) => findEntries(access.viewOf(call), filter, call, access.warn),
      }),

      parse_id: fn({
        summary: 'The namespace and the name of an id.',
        args: [arg('id', t.string)],
        returns: t.object({ ns: t.string, name: t.string }),
        effect: 'local',
        run: (id) => {
          const { namespace, name } = parseEntryId(id);
          return { ns: namespace, name };
        },
      }),

      snapshot: fn({
        summary: 'All entries as they are now; they stay so in the snapshot.',
        args: [],
        returns: t.handle(snapshot),
        effect: 'read',
        run: (call) => {
          const view = access.viewOf(call).fixed();
          return call.hold(snapshot, new GuestSnapshot(access.registry, view.version.id, view));
        },
      }),

      snapshot_at: fn({
        summary: 'All entries as they were in a version; its number is 1 or more.',
        args: [arg('version', t.integer({ min: 1 }))],
        returns: t.handle(snapshot),
        effect: 'read',
        run: async (id, call) =>
          call.hold(snapshot, new GuestSnapshot(access.registry, id, await access.registry.viewAt(id))),
      }),

      current_version: fn({
        summary: 'The version in force.',
        args: [],
        returns: t.handle(version),
        effect: 'read',
        run: (call) => call.hold(version, access.viewOf(call).version),
      }),

      versions: fn({
        summary: 'All versions, oldest first.',
        args: [],
        returns: t.list(t.handle(version)),
        effect: 'read',
        run: (call) => access.registry.versions.map((each) => call.hold(version, each)),
      }),

      history: fn({
        summary: 'The versions that were published, and the way to their snapshots.',
        args: [],
        returns: t.handle(history),
        effect: 'local',
        run: (call) => call.hold(history, guestHistory),
      }),

      apply_version: fn({
        summary: 'Goes back or forth to a version, undoing and redoing what its changes did.',
        args: [arg('version', t.handle(version))],
        returns: t.boolean,
        effect: 'external',
        run: async ({ id }, call) => {
          refuseInView(call);
          await permitted(access, call, 'move', [], () => call.allow('registry.apply_version', ''));
          await access.registry.applyVersion(id, { author: authorOf(call) });
          return true;
        },
      }),

      build_delta: fn({
        summary:
          'The fewest operations that lead from one list of entries to another, in the order to apply them.',
        args: [arg('from', t.list(guestEntry)), arg('to', t.list(guestEntry))],
        returns: guestOps,
        effect: 'local',
        run: (from, to) =>
          buildDelta(graphOf(from, access.registry.kinds), graphOf(to, access.registry.kinds)),
      }),
    },
  });
}

function buildDelta(from: EntryGraph, to: EntryGraph): Data[] {
  const ops = orderOps(difference(from.entries, to.entries), from, to);
  return ops.map((op: Op) => ({
    kind: eventKind(op),
    entry: entryData(op.type === 'delete' ? op.previous : op.entry),
  }));
}

function graphOf(given: readonly Infer<typeof guestEntry>[], kinds: KindTable): EntryGraph {
  const entries = new Map<string, StoredEntry>();
  for (const each of given) {
    const entry: StoredEntry = { ...proposedEntry(each), origin: { type: 'live', version: 0, author: '' } };
    if (entries.has(entry.id)) throw failure('Invalid', `${entry.id} is listed twice`, { retryable: false });
    entries.set(entry.id, entry);
  }
  return new EntryGraph(entries, kinds, new References(kinds));
}
