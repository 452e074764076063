import { durationMillis, suggestion } from '#base';
import { type ProcessLine, storedStates } from '#durable';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';
import { numberOf } from './number-argument.ts';
import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';
import { UsageError } from './usage-error.ts';

export const workflowList = defineCommand({
  name: 'workflow list',
  summary: 'Lists the durable processes of the running node, the newest first.',
  options: {
    state: {
      type: 'texts',
      value: 'state',
      summary: 'Only those that are running, held, completed or failed.',
    },
    entry: { type: 'text', value: 'ns:name', summary: 'Only those of this code.' },
    host: { type: 'text', value: 'ns:name', summary: 'Only those on this host.' },
    where: { type: 'texts', value: 'field=value', summary: 'Only those with this search attribute.' },
    since: {
      type: 'text',
      value: 'time',
      summary: 'Only those started since: 2h, or 2026-11-22T08:00, in UTC like all times.',
    },
    before: { type: 'text', value: 'time', summary: 'Only those started before.' },
    limit: { type: 'text', value: 'number', summary: 'How many.', standard: '50' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: [
    'wippy workflow list',
    'wippy workflow list --state held --state failed',
    'wippy workflow list --where customer=c1 --json',
    'wippy workflow list --since 2h',
  ],
  run: async (invocation) => {
    const { options, out, err } = invocation;
    const limit = numberOf(options.limit, 'limit', 'workflow list');
    for (const state of options.state) checkState(state);
    const answer = await withNode(invocation, (node) =>
      node.call('workflow.list', {
        states: options.state,
        ...(options.entry !== undefined && { entry: options.entry }),
        ...(options.host !== undefined && { host: options.host }),
        ...(options.since !== undefined && { since: momentOf(options.since, 'since') }),
        ...(options.before !== undefined && { before: momentOf(options.before, 'before') }),
        where: Object.fromEntries(options.where.map(fieldOf)),
        limit,
      }),
    );
    const lines = answer as unknown as Line[]; // as the operation gives them
    if (options.json) writeJson(answer, out);
    else if (lines.length > 0) out.write(`${columns(tableOf(lines))}\n`);
    else err.write('wippy: there are none like that\n');
    if (!options.json && lines.length === limit)
      err.write(`wippy: there may be more than these ${limit}: --limit shows more of them\n`);
    return exitCodes.success;
  },
});

/** As the operation gives them. */
interface Line extends Omit<ProcessLine, 'attributes' | 'startedAs' | 'beginAt'> {
  readonly startedAs?: string;
  /** Of one whose time has not come. */
  readonly beginsAt?: number;
}

function checkState(state: string): void {
  if (storedStates.some((each) => each === state)) return;
  const wrong = `--state ${state} is none: ${storedStates.join(', ')}${suggestion(state, storedStates)}`;
  throw new UsageError(wrong, 'workflow list');
}

/** When they begin is told where one of them has still to. */
function tableOf(lines: readonly Line[]): string[][] {
  const isAhead = lines.some(({ beginsAt }) => beginsAt !== undefined);
  const head = ['ID', 'STATE', 'ENTRY', 'STEP', 'CHANGED', ...(isAhead ? ['BEGINS'] : []), 'NAME'];
  const rows = lines.map(({ pid, state, entry, step, changedAt, names, startedAs, beginsAt }) => {
    const name = names.length > 0 ? names.join(', ') : (startedAs ?? '');
    const begins = beginsAt === undefined ? '-' : secondOf(beginsAt);
    const parts = [uniqueOf(pid), state, entry, String(step), secondOf(changedAt)];
    return [...parts, ...(isAhead ? [begins] : []), name];
  });
  return [head, ...rows];
}

/** A moment, or how long ago, in milliseconds since 1970. */
function momentOf(text: string, option: string): number {
  const ago = durationMillis(text);
  const moment = ago === undefined ? instantOf(text) : Date.now() - ago;
  if (!Number.isFinite(moment)) {
    throw new UsageError(`--${option} ${text} is no time: 30m, 2h or 2026-11-22T08:00Z`, 'workflow list');
  }
  return Math.floor(moment);
}

/** ISO 8601; without a zone in UTC, as it is shown. NaN for anything else. */
function instantOf(text: string): number {
  const [, date, time, zone = 'Z'] = /^(\d{4}-\d\d-\d\d)(?:[T ](\S+?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  return Date.parse(time === undefined ? (date ?? '') : `${date}T${time}${zone}`);
}

/** What of a pid is enough to find the process. */
function uniqueOf(pid: string): string {
  return pid.slice(pid.lastIndexOf('|') + 1, -1);
}

function fieldOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`--where ${text} is not field=value`, 'workflow list');
  return [text.slice(0, at), text.slice(at + 1)];
}
