import { columns } from './columns.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { secondOf } from './node-text.ts';
import { projectOptions } from './project-options.ts';
import type { ToldVersion } from './registry-answers.ts';
import { withRegistry } from './registry-node.ts';
import { writeJson } from './registry-output.ts';
import { UsageError } from './usage-error.ts';

interface Answer {
  readonly current: number;
  readonly total: number;
  readonly versions: readonly ToldVersion[];
}

export const registryHistory = defineCommand({
  name: 'registry history',
  summary:
    'Lists the versions of the running node, newest first: who made them, when, why, and how much they changed.',
  options: {
    limit: { type: 'text', value: 'number', summary: 'How many; 0 for all.', standard: '20' },
    json: { type: 'flag', summary: 'As JSON.' },
    ...projectOptions,
  },
  examples: ['wippy registry history', 'wippy registry history --limit 0 --json'],
  run: async (invocation) => {
    const { options, out, err } = invocation;
    if (!/^\d{1,9}$/.test(options.limit)) {
      throw new UsageError(`--limit ${options.limit} is no number`, 'registry history');
    }
    const limit = Number(options.limit) || undefined;
    const answer = await withRegistry(invocation, 'registry history', 'kept', (registry) =>
      registry.call('registry.history', { limit }),
    );
    if (options.json) {
      writeJson(answer, out);
      return exitCodes.success;
    }
    const { current, total, versions } = answer as unknown as Answer;
    const rows = versions.map((version) => row(version, current));
    out.write(`${columns([['VERSION', 'TIME', 'AUTHOR', 'CHANGES', 'MESSAGE'], ...rows])}\n`);
    if (versions.length < total)
      err.write(`wippy: ${total - versions.length} older ones; --limit 0 shows all\n`);
    return exitCodes.success;
  },
});

function row({ id, time, author, message, counts, verdict }: ToldVersion, current: number): string[] {
  const changed =
    counts === undefined
      ? ''
      : [
          ...(counts.create > 0 ? [`+${counts.create}`] : []),
          ...(counts.update > 0 ? [`~${counts.update}`] : []),
          ...(counts.delete > 0 ? [`-${counts.delete}`] : []),
        ].join(' ');
  const judged = verdict === undefined ? '' : ` [${verdict.state}]`;
  return [
    `v${id}${id === current ? ' *' : ''}`,
    secondOf(time),
    author,
    changed,
    `${message}${judged}`.trim(),
  ];
}
