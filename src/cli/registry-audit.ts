import type { AuditLine } from '#registry';
import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';
import { projectOptions } from './project-options.ts';
import { withRegistry } from './registry-node.ts';
import { writeJson } from './registry-output.ts';
import { UsageError } from './usage-error.ts';

const command = 'registry audit';

export const registryAudit = defineCommand({
  name: command,
  summary:
    'Lists the latest attempts to change entries, whatever became of them: who, when, what, and why not.',
  options: {
    limit: { type: 'text', value: 'number', summary: 'How many, up to 1000.', standard: '20' },
    json: { type: 'flag', summary: 'As JSON.' },
    ...projectOptions,
  },
  examples: ['wippy registry audit', 'wippy registry audit --limit 100 --json'],
  run: async (invocation) => {
    const { options, out } = invocation;
    const limit = Number(options.limit);
    if (!/^\d{1,4}$/.test(options.limit) || limit < 1 || limit > 1000)
      throw new UsageError(`--limit ${options.limit} is no number from 1 to 1000`, command);
    const answer = await withRegistry(invocation, command, 'kept', (registry) =>
      registry.call('registry.audit', { limit }),
    );
    if (options.json) {
      writeJson(answer, out);
      return exitCodes.success;
    }
    const lines = answer as unknown as readonly AuditLine[]; // the node is of the same protocol
    out.write(`${columns([['TIME', 'ACTOR', 'WHAT', 'ENTRIES', 'OUTCOME'], ...lines.map(row)])}\n`);
    return exitCodes.success;
  },
});

function row({ time, actor, act, outcome, version, entries, count, message, refusal }: AuditLine): string[] {
  const [first = ''] = entries;
  const named = count > 1 ? `${first} and ${count - 1} more` : first;
  const came = version === undefined ? '' : `v${version}`;
  const told = refusal === undefined ? message : refusal.message;
  const [line = ''] = told.split('\n');
  return [secondOf(time), actor, act, named, `${outcome} ${came} ${line}`.replace(/ +/g, ' ').trim()];
}
