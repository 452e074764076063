/** Durable processes of a running node, for the command line: listed, looked at, told something, and mended. */
import { type Data, failure, suggestion } from '#base';
import {
  type Administration,
  type LineFilter,
  type PastStep,
  type ProcessLine,
  storedStates,
} from '#durable';
import { t } from '#plugin';
import { asText, failureFromError, fromData, isNormal, toData } from '#process';
import { SecretTexts } from '../secret-texts.ts';
import { type ControlCall, defineOperation } from './operation.ts';

/** So many are looked at in one go. */
const PAGE = 500;

const list = defineOperation({
  name: 'workflow.list',
  summary: 'Durable processes, the newest first.',
  input: t.object({
    /** In one of these; none: in any. */
    states: t.list(t.oneOf(...storedStates)).default([]),
    entry: t.optional(t.string),
    host: t.optional(t.string),
    /** Attributes that must be as given. */
    where: t.map(t.string).default({}),
    /** Started from then on, and before, in milliseconds since 1970. */
    since: t.optional(t.integer()),
    before: t.optional(t.integer()),
    limit: t.integer({ min: 1, default: 100 }),
  }),
  run: async ({ states: given, limit, ...filter }, call) => {
    const states = given.length === 0 ? undefined : given;
    const lists = call.node.durability.engines.map(({ administration }) =>
      listed(administration, { ...filter, states }, limit, ({ entry }) =>
        call.isAllowed('workflow.list', entry),
      ),
    );
    const all = (await Promise.all(lists)).flat().sort((a, b) => b.startedAt - a.startedAt);
    const now = call.node.clock.now();
    return all.slice(0, limit).map((line) => lineData(line, now));
  },
});

async function listed(
  administration: Administration,
  filter: Omit<LineFilter, 'limit'>,
  limit: number,
  isMeant: (line: ProcessLine) => boolean,
): Promise<ProcessLine[]> {
  const found: ProcessLine[] = [];
  for (let after: ProcessLine | undefined; found.length < limit; ) {
    const page = await administration.lines({ ...filter, after, limit: PAGE });
    found.push(...page.filter(isMeant));
    after = page.at(-1);
    if (page.length < PAGE) break;
  }
  return found;
}

const show = defineOperation({
  name: 'workflow.show',
  summary: 'What a durable process is, where it stands and what it waits for.',
  input: t.object({ id: t.string, step: t.optional(t.integer({ min: 1 })) }),
  run: async ({ id, step }, call) => {
    const { administration, line } = await find(id, call);
    call.allow('workflow.show', line.entry);
    const shown = new SecretTexts(call.node.registry);
    const view = await administration.look(line.pid, shown, step).catch((thrown: unknown) => {
      return { problem: thrown instanceof Error ? thrown.message : String(thrown) };
    });
    const past = step === undefined ? undefined : await administration.stepOf(line.pid, step, shown);
    if (step !== undefined && past === undefined) {
      throw failure('NotFound', `step ${step} of ${line.pid} is not kept`, { retryable: false });
    }
    const waiting = step === undefined ? await administration.waitingFor(line.pid, shown) : [];
    const exit =
      step === undefined || past?.isEnd === true ? await administration.exitOf(line.pid) : undefined;
    return {
      ...lineData({ ...line, ...attributesOf(past) }, call.node.clock.now()),
      ...(step !== undefined && { step, problem: '', failures: 0, changedAt: past?.at ?? line.changedAt }),
      ...(past !== undefined && { came: past.came as unknown as Data }),
      ...(past?.isNewBeginning === true && { beginsAnew: true }),
      ...(waiting.length > 0 && { inputs: waiting as unknown as Data }),
      ...(view !== undefined && { view: view as unknown as Data }), // plain data, as its type says
      ...(exit !== undefined && {
        exit: isNormal(exit)
          ? { type: 'normal', value: toData(exit.value, asText.read) }
          : { type: exit.type, error: failureFromError(exit.error).message },
      }),
    };
  },
});

const signal = defineOperation({
  name: 'workflow.signal',
  summary: 'Sends a message to a durable process; done when it is stored.',
  input: t.object({ id: t.string, topic: t.string, values: t.list(t.data).default([]) }),
  run: async ({ id, topic, values }, call) => {
    const { administration, line } = await find(id, call);
    call.allow('process.send', line.pid);
    refuseTopic(topic);
    refuseEnded(line);
    await administration.tell(
      line.pid,
      topic,
      values.map((value) => fromData(value, asText.write)),
    );
    return done(line, line.state);
  },
});

const cancel = defineOperation({
  name: 'workflow.cancel',
  summary: 'Asks a durable process to end, or ends it.',
  input: t.object({ id: t.string, reason: t.string.default(''), force: t.boolean.default(false) }),
  run: async ({ id, reason, force }, call) => {
    const { administration, line } = await find(id, call);
    call.allow(force ? 'process.terminate' : 'process.cancel', line.pid);
    refuseEnded(line);
    await administration.cancel(line.pid, reason, force);
    return done(line, force ? 'failed' : line.state);
  },
});

const retry = defineOperation({
  name: 'workflow.retry',
  summary: 'Lets a held process go on from its last step.',
  input: t.object({ id: t.string }),
  run: async ({ id }, call) => {
    const { administration, line } = await find(id, call);
    call.allow('workflow.retry', line.entry);
    if (!(await administration.retry(line.pid))) {
      throw failure('Invalid', `${line.pid} is ${line.state} and not held`, { retryable: false });
    }
    return done(line, 'running');
  },
});

const history = defineOperation({
  name: 'workflow.history',
  summary: 'The kept steps of a durable process, the latest first: what came in and what went out.',
  input: t.object({
    id: t.string,
    /** Only those before this step. */
    before: t.integer({ min: 1, default: Number.MAX_SAFE_INTEGER }),
    limit: t.integer({ min: 1, default: 100 }),
  }),
  run: async ({ id, before, limit }, call) => {
    const { administration, line } = await find(id, call);
    call.allow('workflow.history', line.entry);
    const steps = await administration.history(line.pid, before, limit);
    return { pid: line.pid, steps: steps as unknown as Data }; // plain data, as its type says
  },
});

const fromStep = {
  id: t.string,
  step: t.optional(t.integer({ min: 1 })),
  repeat_calls: t.boolean.default(false),
};

const fork = defineOperation({
  name: 'workflow.fork',
  summary: 'A new durable process that goes on from a kept step of another one.',
  input: t.object({
    ...fromStep,
    /** With the code that its entry has now. */
    upgrade: t.boolean.default(false),
  }),
  run: async ({ id, step, repeat_calls, upgrade: isUpgraded }, call) => {
    const { administration, line } = await find(id, call);
    call.allow('workflow.fork', line.entry);
    const pid = await administration.fork(line.pid, { step, repeatsCalls: repeat_calls, isUpgraded });
    return { pid, entry: line.entry, state: 'running', of: line.pid };
  },
});

const upgrade = defineOperation({
  name: 'workflow.upgrade',
  summary: 'Lets a durable process go on with the code that its entry has now.',
  input: t.object(fromStep),
  run: async ({ id, step, repeat_calls }, call) => {
    const { administration, line } = await find(id, call);
    call.allow('workflow.upgrade', line.entry);
    const { changedChunks, step: from } = await administration.upgrade(line.pid, {
      step,
      repeatsCalls: repeat_calls,
    });
    return { ...done(line, 'running'), step: from, changedSources: [...changedChunks] };
  },
});

const fail = defineOperation({
  name: 'workflow.fail',
  summary: 'Ends a durable process as failed, also one that is held.',
  input: t.object({ id: t.string, reason: t.string.default('') }),
  run: async ({ id, reason }, call) => {
    const { administration, line } = await find(id, call);
    call.allow('workflow.fail', line.entry);
    refuseEnded(line);
    if (!(await administration.fail(line.pid, reason)))
      throw failure('Invalid', `${line.pid} has just ended by itself`, { retryable: false });
    return done(line, 'failed');
  },
});

export const workflowOperations = [list, show, history, signal, cancel, retry, fork, upgrade, fail];

/** A process by its pid, the unique part of it, or a name; the newest one that lives comes first. */
async function find(
  id: string,
  { node }: ControlCall,
): Promise<{ administration: Administration; line: ProcessLine }> {
  const all = node.durability.engines.map(({ administration }) => administration);
  if (all.length === 0) {
    const message = 'this application has no durable processes: no entry of kind durable.host runs';
    throw failure('NotFound', message, { retryable: false });
  }
  const known: string[] = [];
  for (const administration of all) {
    const line = await administration.line(node.processes.lookup(id) ?? id);
    if (line !== undefined) return { administration, line };
    const lines = await administration.lines({ states: ['running', 'held'], limit: PAGE });
    known.push(...lines.flatMap(({ names }) => names));
  }
  const hint = isUnique(id)
    ? '; one that has ended is forgotten when its host has kept it long enough (keep)'
    : '';
  throw failure('NotFound', `there is no durable process ${id}${hint || suggestion(id, known)}`, {
    retryable: false,
  });
}

/** A pid, or the unique part of one, and no name that may be misspelt. */
function isUnique(id: string): boolean {
  return /^(?:\{[^|]+\|)?d[0-9a-f]{24}\}?$/.test(id);
}

/** As `process.send` does. */
function refuseTopic(topic: string): void {
  if (topic !== '' && !topic.startsWith('@')) return;
  const problem =
    topic === '' ? 'the topic is empty' : `topics that begin with @ belong to the runtime: ${topic}`;
  throw failure('Invalid', problem, { retryable: false });
}

function refuseEnded({ pid, state }: ProcessLine): void {
  if (state === 'running' || state === 'held') return;
  throw failure('Invalid', `${pid} has ended already: it is ${state}`, { retryable: false });
}

/** What was asked for is done, and how the process stands now. */
function done({ pid, entry }: ProcessLine, state: string) {
  return { pid, entry, state };
}

/** Those at a past step. */
function attributesOf(past: PastStep | undefined): { attributes?: string } {
  return past === undefined ? {} : { attributes: JSON.stringify(past.attributes) };
}

function lineData(
  { attributes, startedAs, forkOf, retryAt, beginAt, ...line }: ProcessLine,
  now: number,
): Record<string, Data> {
  const { search, memo } = JSON.parse(attributes) as Record<string, Data>; // the store has it so
  return {
    ...line,
    ...(line.state === 'running' && beginAt > now && { beginsAt: beginAt }),
    ...(startedAs !== undefined && { startedAs }),
    ...(forkOf !== undefined && { forkOf }),
    ...(retryAt !== undefined && { retryAt }),
    ...(search !== undefined && { search }),
    ...(memo !== undefined && { memo }),
  };
}
