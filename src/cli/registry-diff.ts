import { changeLines, countsText } from './change-text.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { paintFor } from './paint.ts';
import { projectOptions } from './project-options.ts';
import type { ToldChange } from './registry-answers.ts';
import { withRegistry } from './registry-node.ts';
import { writeJson } from './registry-output.ts';
import { versionOf } from './version-argument.ts';

export const registryDiff = defineCommand({
  name: 'registry diff',
  summary:
    'Shows what changed from one version of the running node to another; without versions, what was changed since the files were read.',
  arguments: [
    { name: 'from', summary: 'A version, such as v3.', isOptional: true },
    { name: 'to', summary: 'Another one; the one in force when it is left out.', isOptional: true },
  ],
  options: {
    json: { type: 'flag', summary: "As JSON, which 'wippy registry apply' takes." },
    ...projectOptions,
  },
  examples: ['wippy registry diff', 'wippy registry diff v1 v3', 'wippy registry diff v1 --json'],
  run: async (invocation) => {
    const { options, out, err, arguments: given } = invocation;
    const [from, to] = given.map((text) => versionOf(text, 'registry diff'));
    const answer = await withRegistry(invocation, 'registry diff', 'kept', (registry) =>
      given.length === 0 ? registry.call('registry.conflicts') : registry.call('registry.diff', { from, to }),
    );
    if (options.json) {
      writeJson(answer, out);
      return exitCodes.success;
    }
    const { changes } = answer as unknown as { readonly changes: readonly ToldChange[] };
    const lines = changeLines(changes, paintFor(invocation));
    if (lines.length > 0) out.write(`${lines.join('\n')}\n`);
    err.write(`${countsText(changes)}\n`);
    return exitCodes.success;
  },
});
