/** The registry of a running node, for the command line: looked at, changed and taken back. */
import { type Data, failure, suggestion, toFailure } from '#base';
import { decode, problemText, t } from '#plugin';
import {
  type ChangeSet,
  type GuardOptions,
  type GuardRequest,
  guardOptions,
  hideEntrySecrets,
  namespaceOf,
  searchEntry,
  type Version,
  type View,
  verdictData,
} from '#registry';
import { changesData, entryData, entryHead, versionData } from './entry-views.ts';
import { type ControlCall, defineOperation } from './operation.ts';
import { proposalOf, proposedOps } from './proposed-changes.ts';
import { askedFor, rehearse } from './rehearsal.ts';

const version = t.optional(t.integer({ min: 0 }));

/** Entries told at once: enough to be worth a message, few enough to hold up nobody. */
const PART = 200;

const find = defineOperation({
  name: 'registry.find',
  summary: 'Tells the entries that fit a filter, in parts; heads only, or whole.',
  input: t.object({
    filter: t.data,
    /** All of them must be in the entry; told with the places where they are. */
    words: t.list(t.string).default([]),
    whole: t.boolean.default(false),
    version,
  }),
  run: async ({ filter, words, whole, version: id }, call) => {
    const view = (await viewOf(call, id)).fixed();
    const { entries, ignored } = view.find((filter ?? {}) as Record<string, Data>);
    const { kinds } = call.node.registry;
    const visible = entries.filter((entry) => call.isAllowed('registry.get', entry.id));
    const sorted = visible.sort((a, b) => (a.id < b.id ? -1 : 1));
    for (let at = 0; at < sorted.length; at += PART) {
      const part = sorted.slice(at, at + PART).map((entry) => hideEntrySecrets(entry, kinds));
      const told = part.flatMap((entry) => {
        const matches = searchEntry(entry, words);
        if (matches === undefined) return [];
        const data = whole ? entryData(entry, kinds) : entryHead(entry);
        return [words.length === 0 ? data : { ...data, matches: matches.map((match) => ({ ...match })) }];
      });
      if (told.length > 0) await call.emit(told);
    }
    return { version: view.version.id, ignored };
  },
});

const get = defineOperation({
  name: 'registry.get',
  summary: 'One entry.',
  input: t.object({ id: t.string, version }),
  run: async ({ id, version: at }, call) => {
    call.allow('registry.get', id);
    const view = await viewOf(call, at);
    const entry = view.get(id);
    if (entry === undefined) throw failure('NotFound', `there is no entry ${id}${similar(id, view, call)}`);
    return { version: view.version.id, entry: entryData(entry, call.node.registry.kinds) };
  },
});

const history = defineOperation({
  name: 'registry.history',
  summary: 'The versions, newest first, each with its author, time, message and counts.',
  input: t.object({ limit: t.optional(t.integer({ min: 1 })) }),
  run: async ({ limit }, { node: { registry } }) => {
    const { versions } = registry;
    const told = versions.slice(limit === undefined ? 0 : -limit).toReversed();
    const data: Data[] = [];
    for (const each of told) data.push(await versionData(each, registry));
    return { current: registry.version.id, total: versions.length, versions: data };
  },
});

const diff = defineOperation({
  name: 'registry.diff',
  summary: 'What leads from one version to another.',
  input: t.object({ from: version, to: version }),
  run: async ({ from, to }, call) => {
    const { registry } = call.node;
    const [before, after] = [from ?? registry.version.id, to ?? registry.version.id];
    const changes = await registry.difference(before, after);
    return { from: before, to: after, changes: changesData(changes, call) };
  },
});

const apply = defineOperation({
  name: 'registry.apply',
  summary: 'Applies changes as one version, or only checks them.',
  input: t.object({
    changes: t.list(proposedOps),
    base: version,
    message: t.string.default(''),
    trial: t.boolean.default(false),
    guard: t.optional(t.data),
    /** With a guard: who asks agrees to what cannot be taken back. */
    consent: t.boolean.default(false),
  }),
  run: async ({ changes, base, message, trial, guard, consent }, call) => {
    const { registry } = call.node;
    const entries = changes.map(({ id }) => id);
    await permitted(call, 'apply', entries, () => call.allow('registry.apply', '', { entries }));
    const options = { author: call.actor.id, message, base: base ?? registry.version.id };
    const ops = proposalOf(changes, registry, options.author);
    const asked = guard === undefined ? undefined : guardAsked(guard);
    const isGuarded = asked !== undefined && !trial && ops.length > 0;
    if (isGuarded) return guarded(call, { ...options, ops, options: asked }, consent);
    return timed(call, async () => {
      if (ops.length === 0) return [];
      if (trial) return rehearse(call.node, ops, options);
      return registry.changesOf((await registry.apply(ops, options)).id);
    });
  },
});

const restore = defineOperation({
  name: 'registry.restore',
  summary:
    'Makes the state of a version the current one again, as a new version. What changes meanwhile and is no part of it stays.',
  input: t.object({
    version: t.integer({ min: 0 }),
    message: t.string.default(''),
    trial: t.boolean.default(false),
  }),
  run: async ({ version: id, message, trial }, call) => {
    const { registry } = call.node;
    await permitted(call, 'move', [], () => call.allow('registry.apply_version', ''));
    const author = call.actor.id;
    return timed(call, async () => {
      const base = registry.version.id;
      const changes = await registry.difference(base, id);
      if (changes.length === 0) return changes;
      if (trial) return rehearse(call.node, askedFor(changes), { author });
      await registry.applyChanges(changes, { author, message, base, act: 'move' });
      return changes;
    });
  },
});

/** What nobody knows is refused: a bar that is misspelt would guard nothing. */
function guardAsked(given: Data): GuardOptions {
  const read = decode(guardOptions, given);
  const wrong = read.ok ? read.warnings : read.problems;
  if (read.ok && wrong.length === 0) return read.value;
  const message = wrong.map((problem) => problemText(problem, 'guard')).join('; ');
  throw failure('Invalid', message, { retryable: false });
}

/** Tells what is in force and watched; with `wait` the result has the verdict too. */
async function guarded(call: ControlCall, request: GuardRequest, consents: boolean): Promise<Data> {
  const { guard, registry } = call.node;
  const begun = performance.now();
  const context = { values: {}, actor: call.actor };
  const consent = consents ? { consentBy: call.actor.id } : {};
  const { version, settled } = await guard.apply({ ...request, context, ...consent });
  const took = performance.now() - begun;
  const changes = changesData(await registry.changesOf(version.id), call);
  const done = { version: version.id, changes, took };
  if (!request.options.wait) return { ...done, verdict: verdictOf(registry.findVersion(version.id)) };
  await call.emit({ ...done, verdict: verdictOf(registry.findVersion(version.id)) });
  return { ...done, verdict: verdictData(await settled) };
}

function verdictOf(version: Version | undefined): Data {
  return version?.verdict === undefined ? null : verdictData(version.verdict);
}

/** What a change did, the version in force then, and the milliseconds that it took. */
async function timed(call: ControlCall, change: () => Promise<ChangeSet>): Promise<Data> {
  const begun = performance.now();
  const changes = await change();
  const took = performance.now() - begun;
  return { version: call.node.registry.version.id, changes: changesData(changes, call), took };
}

/** Asks for permission; a refusal stands in the audit trail. */
async function permitted(
  { node: { registry }, actor }: ControlCall,
  act: 'apply' | 'move' | 'take',
  entries: readonly string[],
  ask: () => void,
): Promise<void> {
  try {
    ask();
  } catch (thrown) {
    const { kind, message } = toFailure(thrown);
    const refusal = { kind, message };
    await registry.record({ actor: actor.id, act, outcome: 'refused', message: '', refusal }, entries);
    throw thrown;
  }
}

const conflicts = defineOperation({
  name: 'registry.conflicts',
  summary: 'Entries that were changed both in the files and live, and what differs from the files.',
  input: t.object({}),
  run: (_, call) => {
    const { registry } = call.node;
    const ids = registry.conflicts.map(({ id }) => id).filter((id) => call.isAllowed('registry.get', id));
    return { conflicts: ids, changes: changesData(registry.liveChanges, call) };
  },
});

const take = defineOperation({
  name: 'registry.take',
  summary:
    'Settles in what files and registry differ: entries become as the files say, or stay as they are live.',
  input: t.object({ side: t.oneOf('files', 'live'), ids: t.list(t.string) }),
  run: async ({ side, ids }, call) => {
    const { registry } = call.node;
    await permitted(call, 'take', ids, () => call.allow('registry.apply', '', { entries: ids }));
    const base = registry.version.id;
    return timed(call, async () => {
      for (const id of ids)
        await registry.take(side, id, { author: call.actor.id, message: `${side} taken` });
      return registry.difference(base, registry.version.id);
    });
  },
});

const audit = defineOperation({
  name: 'registry.audit',
  summary: 'The latest attempts to change the registry, whatever became of them, oldest first.',
  input: t.object({ limit: t.integer({ min: 1, max: 1000 }).default(20) }),
  run: async ({ limit }, { node: { registry } }) =>
    (await registry.audit(limit)).map((line) => ({ ...line })),
});

export const registryOperations = [find, get, history, diff, apply, restore, conflicts, take, audit];

async function viewOf({ node: { registry } }: ControlCall, id: number | undefined): Promise<View> {
  return id === undefined ? registry.view() : registry.viewAt(id);
}

/** Of those that may be read; the same name elsewhere is more often meant than a similar one. */
function similar(id: string, view: View, call: ControlCall): string {
  const ids = [...view.entries()]
    .map((entry) => entry.id)
    .filter((each) => call.isAllowed('registry.get', each));
  const namesake = ids.find((each) => each.slice(namespaceOf(each).length + 1) === id);
  return namesake === undefined ? suggestion(id, ids) : `; did you mean '${namesake}'?`;
}
