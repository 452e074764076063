import type { ProcessLine } from '#durable';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';
import { writeJson } from './registry-output.ts';
import { withNode } from './running-node.ts';
import { UsageError } from './usage-error.ts';

export const workflowList = defineCommand({
  name: 'workflow list',
  summary: 'Lists the durable processes of the running node, the newest first.',
  options: {
    state: {
      type: 'text',
      value: 'state',
      summary: 'Only those that are running, held, completed or failed.',
    },
    entry: { type: 'text', value: 'ns:name', summary: 'Only those of this code.' },
    host: { type: 'text', value: 'ns:name', summary: 'Only those on this host.' },
    where: { type: 'texts', value: 'field=value', summary: 'Only those with this search attribute.' },
    limit: { type: 'text', value: 'number', summary: 'How many.', standard: '50' },
    json: { type: 'flag', summary: 'As JSON.' },
  },
  examples: [
    'wippy workflow list',
    'wippy workflow list --state held',
    'wippy workflow list --where customer=c1 --json',
  ],
  run: async (invocation) => {
    const { options, out, err } = invocation;
    if (!/^[1-9]\d{0,5}$/.test(options.limit)) {
      throw new UsageError(`--limit ${options.limit} is no number from 1 up`, 'workflow list');
    }
    const answer = await withNode(invocation, (node) =>
      node.call('workflow.list', {
        ...(options.state !== undefined && { state: options.state }),
        ...(options.entry !== undefined && { entry: options.entry }),
        ...(options.host !== undefined && { host: options.host }),
        where: Object.fromEntries(options.where.map(fieldOf)),
        limit: Number(options.limit),
      }),
    );
    const lines = answer as unknown as ProcessLine[]; // as the operation gives them
    if (options.json) writeJson(answer, out);
    else if (lines.length > 0)
      out.write(`${columns([['ID', 'STATE', 'ENTRY', 'STEP', 'CHANGED', 'NAME'], ...lines.map(row)])}\n`);
    else err.write('wippy: there are none like that\n');
    return exitCodes.success;
  },
});

function row({ pid, state, entry, step, changedAt, names }: ProcessLine): string[] {
  return [uniqueOf(pid), state, entry, String(step), secondOf(changedAt), names.join(', ')];
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
