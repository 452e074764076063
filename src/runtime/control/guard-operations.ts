/** Guarded changes of a running node, for the command line: what is watched, what waits for a person, and what persons decide. */
import { type Data, isFailure } from '#base';
import { t } from '#plugin';
import { verdictData } from '#registry';
import { type ControlCall, defineOperation } from './operation.ts';

const version = t.integer({ min: 0 });

const state = defineOperation({
  name: 'guard.state',
  summary: 'The changes that are watched, and those that wait until a person agrees.',
  input: t.object({}),
  run: (_, { node: { guard } }) => ({
    watches: guard.watches().map(({ watch }) => ({
      versions: watch.versions,
      author: watch.author,
      entries: watch.entries,
      until: Math.round(watch.until),
    })),
    consents: guard.consents.list().map((request) => ({ ...request })),
  }),
});

const settle = defineOperation({
  name: 'guard.settle',
  summary:
    'Ends the watch of a version: its change is kept, or taken back. One that is not watched can be taken back too.',
  input: t.object({ version, how: t.oneOf('keep', 'take back') }),
  run: async ({ version: id, how }, call) => {
    const { guard, registry } = call.node;
    const entries = (await registry.changesOf(id)).map((op) =>
      op.type === 'delete' ? op.previous.id : op.entry.id,
    );
    call.allow('registry.apply', '', { entries, guarded: false });
    const isWatched = guard.watches().some(({ watch }) => watch.versions.includes(id));
    if (isWatched || how === 'keep') return verdictData(await guard.settle(id, how, call.actor.id));
    return takenBack(call, id);
  },
});

async function takenBack({ node: { guard }, actor }: ControlCall, id: number): Promise<Data> {
  const taken = await guard.takeBack(id, actor.id);
  const { version: made, entries, left, running } = taken;
  return {
    state: 'taken back',
    summary: entries.length === 0 ? 'nothing was left to take back' : 'as it was asked for',
    taken_back: { version: made, entries, left: left.map((each) => ({ ...each })), running },
  };
}

const consent = defineOperation({
  name: 'guard.consent',
  summary: 'Agrees to one change that cannot be taken back.',
  input: t.object({ code: t.string }),
  run: async ({ code }, call) => {
    const { guard, registry } = call.node;
    const line = { actor: call.actor.id, act: 'consent', message: code } as const;
    try {
      call.allow('registry.consent', code);
      const given = guard.consents.give(code, call.actor.id);
      await registry.record({ ...line, outcome: 'done' }, given.entries);
      return { ...given };
    } catch (thrown) {
      if (isFailure(thrown)) {
        const { kind, message } = thrown;
        await registry.record({ ...line, outcome: 'refused', refusal: { kind, message } }, []);
      }
      throw thrown;
    }
  },
});

const health = defineOperation({
  name: 'node.health',
  summary:
    'How programs and services have done since the node started: calls, errors, latency, ends and failures.',
  input: t.object({}),
  run: async (_, call) => {
    const rows = await call.node.health.rows();
    return rows.filter(({ entry }) => call.isAllowed('registry.get', entry)).map((each) => ({ ...each }));
  },
});

export const guardOperations = [state, settle, consent, health];
