/** Durable processes of a running node, for the command line: listed, looked at, told something, and mended. */
import { type Data, failure, suggestion } from '#base';
import { type Administration, type ProcessLine, storedStates } from '#durable';
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
    state: t.optional(t.oneOf(...storedStates)),
    entry: t.optional(t.string),
    host: t.optional(t.string),
    /** Attributes that must be as given. */
    where: t.map(t.string).default({}),
    /** Started from then on, and before, in milliseconds since 1970. */
    since: t.optional(t.integer()),
    before: t.optional(t.integer()),
    limit: t.integer({ min: 1, default: 100 }),
  }),
  run: async ({ state, limit, ...filter }, call) => {
    const administration = call.node.durability.engine?.administration;
    if (administration === undefined) return [];
    const states = state === undefined ? undefined : [state];
    const found: ProcessLine[] = [];
    for (let after: ProcessLine | undefined; found.length < limit; ) {
      const page = await administration.lines({ ...filter, states, after, limit: PAGE });
      found.push(...page.filter(({ entry }) => call.isAllowed('workflow.list', entry)));
      after = page.at(-1);
      if (page.length < PAGE) break;
    }
    return found.slice(0, limit).map(lineData);
  },
});

const show = defineOperation({
  name: 'workflow.show',
  summary: 'What a durable process is, where it stands and what it waits for.',
  input: t.object({ id: t.string }),
  run: async ({ id }, call) => {
    const administration = administrationOf(call);
    const line = await find(administration, id, call);
    call.allow('workflow.show', line.entry);
    const view = await administration
      .look(line.pid, new SecretTexts(call.node.registry))
      .catch((thrown: unknown) => {
        return { problem: thrown instanceof Error ? thrown.message : String(thrown) };
      });
    const exit = await administration.exitOf(line.pid);
    return {
      ...lineData(line),
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
    const administration = administrationOf(call);
    const line = await find(administration, id, call);
    call.allow('process.send', line.pid);
    await administration.tell(
      line.pid,
      topic,
      values.map((value) => fromData(value, asText.write)),
    );
    return { pid: line.pid };
  },
});

const cancel = defineOperation({
  name: 'workflow.cancel',
  summary: 'Asks a durable process to end, or ends it.',
  input: t.object({ id: t.string, reason: t.string.default(''), force: t.boolean.default(false) }),
  run: async ({ id, reason, force }, call) => {
    const administration = administrationOf(call);
    const line = await find(administration, id, call);
    call.allow(force ? 'process.terminate' : 'process.cancel', line.pid);
    await administration.cancel(line.pid, reason, force);
    return { pid: line.pid };
  },
});

const retry = defineOperation({
  name: 'workflow.retry',
  summary: 'Lets a held process go on from its last step.',
  input: t.object({ id: t.string }),
  run: async ({ id }, call) => {
    const administration = administrationOf(call);
    const line = await find(administration, id, call);
    call.allow('workflow.retry', line.entry);
    if (!(await administration.retry(line.pid))) {
      throw failure('Invalid', `${line.pid} is ${line.state} and not held`, { retryable: false });
    }
    return { pid: line.pid };
  },
});

export const workflowOperations = [list, show, signal, cancel, retry];

function administrationOf({ node }: ControlCall): Administration {
  const { engine } = node.durability;
  if (engine !== undefined) return engine.administration;
  throw failure('NotFound', 'this application has no durable processes: no entry of kind durable.host runs', {
    retryable: false,
  });
}

/** A process by its pid, the unique part of it, or a name; the newest one that lives comes first. */
async function find(administration: Administration, id: string, call: ControlCall): Promise<ProcessLine> {
  const found = await administration.line(call.node.processes.lookup(id) ?? id);
  if (found !== undefined) return found;
  const lines = await administration.lines({ states: ['running', 'held'], limit: PAGE });
  const known = lines.flatMap(({ names }) => names);
  throw failure('NotFound', `there is no durable process ${id}${suggestion(id, known)}`, {
    retryable: false,
  });
}

function lineData({ attributes, startedAs, ...line }: ProcessLine): Record<string, Data> {
  const { search, memo } = JSON.parse(attributes) as Record<string, Data>; // the store has it so
  return {
    ...line,
    ...(startedAs !== undefined && { started_as: startedAs }),
    ...(search !== undefined && { search }),
    ...(memo !== undefined && { memo }),
  };
}
