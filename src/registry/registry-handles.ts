/** The handles of the guest module `registry`: versions, change sets, snapshots and the history. */
import { type Data, failure, toFailure } from '#base';
import {
  arg,
  type Call,
  decodeOrThrow,
  defineHandle,
  type Handle,
  type Infer,
  type Meta,
  method,
  t,
} from '#plugin';
import type { Act } from './audit.ts';
import { type ChangeGuard, type GuardOptions, type GuardRequest, guardOptions } from './guard-request.ts';
import {
  findEntries,
  getEntry,
  guestEntries,
  guestEntry,
  guestId,
  guestOps,
  idText,
  opData,
  proposedEntry,
  visible,
} from './guest-entry.ts';
import { GuestSnapshot } from './guest-snapshot.ts';
import type { ProposedOp } from './proposal.ts';
import type { Registry } from './registry.ts';
import { verdictData } from './verdict-data.ts';
import { type Version, versionText } from './version.ts';
import type { View } from './view.ts';

/** What the module asks of the node it runs on. */
export interface RegistryAccess {
  /** The view of the process that calls (V1). */
  viewOf(call: Call): View;
  readonly registry: Pick<
    Registry,
    'kinds' | 'version' | 'versions' | 'findVersion' | 'viewAt' | 'apply' | 'applyVersion' | 'record'
  >;
  /** Applies changes under a guard; where there is none they are refused. */
  readonly guard?: (() => ChangeGuard) | undefined;
  /** Something that the author of the guest's code should see in the log. */
  warn(message: string, call: Call): void;
}

/** Changes that a guest gathers until it applies them. */
export interface PendingChanges {
  /** What they are made for. */
  readonly snapshot: GuestSnapshot;
  ops: readonly ProposedOp[];
}

/** The version they are for, and the operations as plain data. */
export interface SavedChanges {
  readonly base: number;
  readonly ops: readonly SavedOp[];
}

interface SavedOp {
  readonly type: ProposedOp['type'];
  readonly id: string;
  readonly kind: string;
  readonly meta: Data;
  readonly data: Data;
}

/** Exists to be asked; what it tells is the registry's. */
export interface GuestHistory {
  readonly type: 'history';
}

export const guestHistory: GuestHistory = { type: 'history' };

export interface RegistryHandles {
  readonly version: Handle<Version, number>;
  readonly changes: Handle<PendingChanges, SavedChanges>;
  readonly snapshot: Handle<GuestSnapshot, number>;
  readonly history: Handle<GuestHistory, null>;
}

export function registryHandles(access: RegistryAccess): RegistryHandles {
  const version = versionHandle(access);
  const changes = changesHandle(access, version);
  const snapshot = snapshotHandle(access, version, changes);
  return { version, changes, snapshot, history: historyHandle(access, version, snapshot) };
}

export function knownVersion(access: RegistryAccess, id: number): Version {
  const found = access.registry.findVersion(id);
  if (found === undefined) throw failure('NotFound', `there is no version ${id}`, { retryable: false });
  return found;
}

/** Who makes a change: the actor, or the process when nobody is known. */
export function authorOf(call: Call): string {
  return call.context.actor?.id ?? call.pid;
}

/** Asks for permission; a refusal stands in the audit trail. */
export async function permitted(
  { registry }: RegistryAccess,
  call: Call,
  act: Act,
  entries: readonly string[],
  ask: () => void,
): Promise<void> {
  try {
    ask();
  } catch (thrown) {
    const { kind, message } = toFailure(thrown);
    const refusal = { kind, message };
    await registry.record({ actor: authorOf(call), act, outcome: 'refused', message: '', refusal }, entries);
    throw thrown;
  }
}

function versionHandle(access: RegistryAccess): Handle<Version, number> {
  const neighbour = (of: Version, step: number, call: Call) => {
    const { versions } = access.registry;
    // Mostly no number is missing.
    const place = versions[of.id]?.id === of.id ? of.id : versions.findIndex(({ id }) => id === of.id);
    const found = place < 0 ? undefined : versions[place + step];
    return found && call.hold(handle, found);
  };
  const handle: Handle<Version, number> = defineHandle({
    name: 'registry.Version',
    summary: 'One published state of the registry.',
    crosses: 'copy',
    save: (version: Version) => version.id,
    restore: (id) => knownVersion(access, id),
    meta: {
      tostring: (version) => `registry.Version(${versionText(version)})`,
      eq: (version, other) => version.id === other.id,
    },
    methods: {
      id: method({
        summary: 'The number of the version; 0 is what loading gave.',
        args: [],
        returns: t.integer(),
        effect: 'local',
        run: (version: Version) => version.id,
      }),
      string: method({
        summary: "The version as text, such as 'v3'.",
        args: [],
        returns: t.string,
        effect: 'local',
        run: (version: Version) => versionText(version),
      }),
      verdict: method({
        summary:
          'What a guard says of the version: state, summary, checks, health...; nil when it was not guarded.',
        args: [],
        returns: t.optional(t.data),
        effect: 'read',
        run: (version: Version) => {
          const { verdict } = access.registry.findVersion(version.id) ?? version;
          return verdict && verdictData(verdict);
        },
      }),
      previous: method({
        summary: 'The version before this one, or nil.',
        args: [],
        returns: t.optional(t.handle(() => handle)),
        effect: 'read',
        run: (version: Version, call) => neighbour(version, -1, call),
      }),
      next: method({
        summary: 'The version after this one, or nil.',
        args: [],
        returns: t.optional(t.handle(() => handle)),
        effect: 'read',
        run: (version: Version, call) => neighbour(version, 1, call),
      }),
    },
  });
  return handle;
}

const applyOptions = t.object(
  {
    message: t.string.default('').describe('What the change is for.'),
    guard: t.optional(t.oneOf(t.boolean, guardOptions)).describe('true for a guard with all that is usual.'),
  },
  { unknown: 'refuse' },
);

/** Tests and trials run in views, and nothing of them reaches what is in force. */
export function refuseInView({ view }: Call): void {
  if (view === '') return;
  const message = 'what runs in a view of its own cannot change the registry';
  throw failure('PermissionDenied', message, { retryable: false });
}

function guardOf(given: Infer<typeof applyOptions>['guard']): GuardOptions | undefined {
  if (given === true) return decodeOrThrow(guardOptions, {}, 'guard');
  return given === undefined || given === false ? undefined : given;
}

/** Waits for the verdict when it was asked to; then a change that was taken back is an error. */
async function applyGuarded(
  { guard }: RegistryAccess,
  request: GuardRequest,
  { context }: Call,
): Promise<Version> {
  if (guard === undefined)
    throw failure('Unavailable', 'there is no guard on this node', { retryable: false });
  const { version, settled } = await guard().apply({ ...request, context });
  if (!request.options.wait) return version;
  const verdict = await settled;
  if (verdict.state === 'kept') return version;
  const message = `${versionText(version)} is ${verdict.state}: ${verdict.summary}`;
  throw failure('Canceled', message, { retryable: false, details: verdictData(verdict) });
}

function changesHandle(
  access: RegistryAccess,
  version: Handle<Version, number>,
): Handle<PendingChanges, SavedChanges> {
  const add = (changes: PendingChanges, op: ProposedOp, call: Call) => {
    changes.ops = [...changes.ops, op];
    return call.hold(handle, changes);
  };
  const handle: Handle<PendingChanges, SavedChanges> = defineHandle({
    name: 'registry.Changes',
    summary: 'Changes to entries, gathered and then applied as one.',
    crosses: 'never',
    save: ({ snapshot, ops }: PendingChanges) => ({ base: snapshot.version, ops: ops.map(savedOp) }),
    restore: ({ base, ops }) => ({
      snapshot: new GuestSnapshot(access.registry, base),
      ops: ops.map(restoredOp),
    }),
    meta: {
      tostring: (changes) => `registry.Changes(${changes.ops.length} operations)`,
      eq: (one, other) => Object.is(one, other),
    },
    methods: {
      create: method({
        summary: 'Adds the creation of an entry.',
        args: [arg('entry', guestEntry)],
        returns: t.handle(() => handle),
        effect: 'local',
        run: (changes: PendingChanges, entry, call) =>
          add(changes, { type: 'create', entry: proposedEntry(entry) }, call),
      }),
      update: method({
        summary: 'Adds an update, whose metadata and data replace the old ones whole. The kind stays.',
        args: [arg('entry', guestEntry)],
        returns: t.handle(() => handle),
        effect: 'local',
        run: (changes: PendingChanges, entry, call) =>
          add(changes, { type: 'update', entry: proposedEntry(entry) }, call),
      }),
      delete: method({
        summary: 'Adds the deletion of an entry.',
        args: [arg('id', guestId)],
        returns: t.handle(() => handle),
        effect: 'local',
        run: (changes: PendingChanges, id, call) => add(changes, { type: 'delete', id: idText(id) }, call),
      }),
      ops: method({
        summary: 'The operations that were added.',
        args: [],
        returns: guestOps,
        effect: 'read',
        run: ({ snapshot, ops }: PendingChanges) =>
          snapshot.with((view) => ops.map((op) => opData(op, view))),
      }),
      apply: method({
        summary:
          'Applies all or nothing, and gives the new version once it is in force. With a guard it is checked and tested ' +
          'before, and watched and perhaps taken back after that.',
        args: [arg('options', t.optional(applyOptions))],
        returns: t.handle(version),
        effect: 'external',
        run: async (changes: PendingChanges, options, call) => {
          refuseInView(call);
          const { ops, snapshot } = changes;
          const base = snapshot.version;
          const entries = ops.map((op) => (op.type === 'delete' ? op.id : op.entry.id));
          const author = authorOf(call);
          const message = options?.message ?? '';
          const guard = guardOf(options?.guard);
          // So a policy can let somebody change things under a guard only.
          const guarded = guard !== undefined;
          await permitted(access, call, 'apply', entries, () =>
            call.allow('registry.apply', '', { entries, guarded }),
          );
          const published =
            guard === undefined
              ? await access.registry.apply(ops, { author, message, base })
              : await applyGuarded(access, { ops, author, message, base, options: guard }, call);
          changes.ops = [];
          return call.hold(version, published);
        },
      }),
    },
  });
  return handle;
}

function savedOp(op: ProposedOp): SavedOp {
  if (op.type === 'delete') return { type: 'delete', id: op.id, kind: '', meta: {}, data: {} };
  const { id, kind, meta, data } = op.entry;
  return { type: op.type, id, kind, meta, data };
}

function restoredOp({ type, id, kind, meta, data }: SavedOp): ProposedOp {
  if (type === 'delete') return { type, id };
  return { type, entry: { id, kind, meta: meta as Meta, data } }; // what `savedOp` took
}

function snapshotHandle(
  access: RegistryAccess,
  version: Handle<Version, number>,
  changes: Handle<PendingChanges, SavedChanges>,
): Handle<GuestSnapshot, number> {
  return defineHandle({
    name: 'registry.Snapshot',
    summary: 'All entries as they are in one version.',
    crosses: 'copy',
    save: (snapshot: GuestSnapshot) => snapshot.version,
    restore: (id) => new GuestSnapshot(access.registry, id),
    meta: {
      tostring: ({ version: id }) => `registry.Snapshot(${versionText({ id })})`,
    },
    methods: {
      entries: method({
        summary: 'All entries that the caller may read.',
        args: [],
        returns: guestEntries,
        effect: 'read',
        run: (snapshot: GuestSnapshot, call) => snapshot.with((view) => visible(view.entries(), call)),
      }),
      get: method({
        summary: 'One entry.',
        args: [arg('id', guestId)],
        returns: t.data,
        effect: 'read',
        run: (snapshot: GuestSnapshot, id, call) => snapshot.with((view) => getEntry(view, idText(id), call)),
      }),
      find: method({
        summary: 'The entries that fit a filter; see registry.find.',
        args: [arg('filter', t.data)],
        returns: guestEntries,
        effect: 'read',
        run: (snapshot: GuestSnapshot, filter, call) =>
          snapshot.with((view) => findEntries(view, filter, call, access.warn)),
      }),
      namespace: method({
        summary: 'The entries of a namespace.',
        args: [arg('ns', t.string)],
        returns: guestEntries,
        effect: 'read',
        run: (snapshot: GuestSnapshot, namespace, call) =>
          snapshot.with((view) => visible(view.namespace(namespace), call)),
      }),
      version: method({
        summary: 'The version that the snapshot shows.',
        args: [],
        returns: t.handle(version),
        effect: 'read',
        run: (snapshot: GuestSnapshot, call) => snapshot.with((view) => call.hold(version, view.version)),
      }),
      changes: method({
        summary: 'An empty change set, made for the version of the snapshot.',
        args: [],
        returns: t.handle(changes),
        effect: 'local',
        run: (snapshot: GuestSnapshot, call) => call.hold(changes, { snapshot, ops: [] }),
      }),
    },
  });
}

function historyHandle(
  access: RegistryAccess,
  version: Handle<Version, number>,
  snapshot: Handle<GuestSnapshot, number>,
): Handle<GuestHistory, null> {
  return defineHandle({
    name: 'registry.History',
    summary: 'The versions that were published.',
    crosses: 'copy',
    save: () => null,
    restore: () => guestHistory,
    meta: { tostring: () => `registry.History(${access.registry.versions.length} versions)` },
    methods: {
      versions: method({
        summary: 'All versions, oldest first.',
        args: [],
        returns: t.list(t.handle(version)),
        effect: 'read',
        run: (_: GuestHistory, call) => access.registry.versions.map((each) => call.hold(version, each)),
      }),
      get_version: method({
        summary: 'The version of a number.',
        args: [arg('id', t.integer())],
        returns: t.handle(version),
        effect: 'read',
        run: (_: GuestHistory, id, call) => call.hold(version, knownVersion(access, id)),
      }),
      snapshot_at: method({
        summary: 'All entries as they were in a version.',
        args: [arg('version', t.handle(version))],
        returns: t.handle(snapshot),
        effect: 'read',
        run: async (_: GuestHistory, { id }, call) =>
          call.hold(snapshot, new GuestSnapshot(access.registry, id, await access.registry.viewAt(id))),
      }),
    },
  });
}
