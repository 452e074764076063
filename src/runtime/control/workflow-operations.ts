/** Durable processes of a running node, for the command line: listed, looked at, told something, and mended. */
import { type Data, failure, suggestion } from '#base';
import type { Administration, ProcessLine } from '#durable';
import { t } from '#plugin';
import { asText, failureFromError, fromData, isNormal, toData } from '#process';
import { SecretTexts } from '../secret-texts.ts';
import { type ControlCall, defineOperation } from './operation.ts';

/** The most that are looked through. */
const MOST = 100_000;

const list = defineOperation({
  name: 'workflow.list',
  summary: 'Durable processes, the newest first.',
  input: t.object({
    state: t.optional(t.string),
    entry: t.optional(t.string),
    host: t.optional(t.string),
    /** Attributes that must be as given. */
    where: t.map(t.string).default({}),
    limit: t.integer({ min: 1, default: 100 }),
  }),
  run: async ({ state, entry, host, where, limit }, call) => {
    const administration = call.node.durability.engine?.administration;
    if (administration === undefined) return [];
    const lines = (await administration.lines(MOST)).filter(
      (line) =>
        (state === undefined || line.state === state) &&
        (entry === undefined || line.entry === entry) &&
        (host === undefined || line.host === host) &&
        fits(line, where) &&
        call.isAllowed('workflow.list', line.entry),
    );
    return lines.slice(0, limit).map(lineData);
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
  const named = call.node.processes.lookup(id);
  const lines = await administration.lines(MOST);
  const found = lines.find(
    ({ pid, names }) => pid === (named ?? id) || pid.endsWith(`|${id}}`) || names.includes(id),
  );
  if (found !== undefined) return found;
  const known = lines.flatMap(({ names }) => names);
  throw failure('NotFound', `there is no durable process ${id}${suggestion(id, known)}`, {
    retryable: false,
  });
}

function fits({ attributes }: ProcessLine, where: Readonly<Record<string, string>>): boolean {
  const wanted = Object.entries(where);
  if (wanted.length === 0) return true;
  const { search = {} } = JSON.parse(attributes) as { search?: Record<string, unknown> }; // the store has it so
  return wanted.every(([key, value]) => String(search[key]) === value);
}

function lineData({ attributes, ...line }: ProcessLine): Record<string, Data> {
  return { ...line, ...(JSON.parse(attributes) as Record<string, Data>) }; // as above
}
