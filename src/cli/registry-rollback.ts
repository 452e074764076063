import { defineCommand } from './command.ts';
import { tellDone } from './done-text.ts';
import { exitCodes } from './exit-codes.ts';
import { projectOptions } from './project-options.ts';
import type { Done } from './registry-answers.ts';
import { withRegistry } from './registry-node.ts';
import { UsageError } from './usage-error.ts';
import { versionOf } from './version-argument.ts';

export const registryRollback = defineCommand({
  name: 'registry rollback',
  summary: 'Makes the entries of the running node what they were in a version, as a new version.',
  arguments: [{ name: 'version', summary: 'The version to go back to, such as v3.' }],
  options: {
    message: { type: 'text', value: 'text', summary: 'Why; stands in the history.' },
    'dry-run': { type: 'flag', summary: 'Only check it, and show what would change.' },
    json: { type: 'flag', summary: 'As JSON.' },
    ...projectOptions,
  },
  examples: ['wippy registry rollback v3', 'wippy registry rollback v3 --dry-run'],
  run: async (invocation) => {
    const { options, arguments: given } = invocation;
    const [text = ''] = given;
    const version = versionOf(text, 'registry rollback');
    if (version === undefined)
      throw new UsageError('the current version is in force already', 'registry rollback');
    const isTrial = options['dry-run'];
    const message = options.message ?? `back to v${version}`;
    const done = await withRegistry(invocation, 'registry rollback', 'changed', (registry) =>
      registry.call('registry.restore', { version, message, trial: isTrial }),
    );
    tellDone(done as unknown as Done, { json: options.json, isTrial }, invocation);
    return exitCodes.success;
  },
});
