import { changeLines, countsText } from './change-text.ts';
import { defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { paintFor } from './paint.ts';
import type { ToldChange } from './registry-answers.ts';
import { withNode } from './registry-node.ts';
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
  options: { json: { type: 'flag', summary: "As JSON, which 'wippy registry apply' takes." } },
  examples: ['wippy registry diff', 'wippy registry diff v1 v3', 'wippy registry diff v1 --json'],
  run: async (invocation) => {
    const { options, out, err, arguments: given } = invocation;
    const [from, to] = given.map((text) => versionOf(text, 'registry diff'));
    const answer = await withNode(invocation, (node) =>
      given.length === 0 ? node.call('registry.conflicts') : node.call('registry.diff', { from, to }),
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
