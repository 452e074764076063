import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { textChangeLines } from './change-text.ts';
import { defineCommand, type Invocation } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { paintFor } from './paint.ts';
import { projectOptions } from './project-options.ts';
import { withRegistry } from './registry-node.ts';
import { writeJson } from './registry-output.ts';

const options = {
  'dry-run': { type: 'flag', summary: 'Write nothing, and show what would be written.' },
  json: { type: 'flag', summary: 'As JSON.' },
  ...projectOptions,
} as const;

type Around = Invocation<typeof options>;

interface Exported {
  /** Without a text: one that goes. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
  readonly entries: readonly string[];
  readonly left: readonly { readonly id: string; readonly reason: string }[];
}

export const registryExport = defineCommand({
  name: 'registry export',
  summary: 'Writes what was changed live into the files, keeping their comments and their order.',
  arguments: [
    {
      name: 'ns:name',
      summary: 'Only these entries; without any, all but those that the files changed too.',
      isRest: true,
    },
  ],
  options,
  examples: ['wippy registry export --dry-run', 'wippy registry export app:price'],
  run: async (invocation) => {
    const { options: given, arguments: ids, out, err } = invocation;
    const isTrial = given['dry-run'];
    const answer = await withRegistry(invocation, 'registry export', 'changed', (registry) =>
      registry.call('registry.export', { ids, trial: isTrial }),
    );
    const exported = answer as unknown as Exported; // as the operation tells it
    if (given.json) writeJson(answer, out);
    else {
      const lines = isTrial ? differences(exported, invocation) : exported.files.map(({ path }) => path);
      out.write(`${[...lines, summary(exported, isTrial)].join('\n')}\n`);
    }
    for (const { id, reason } of exported.left) err.write(`wippy: ${id} is left: ${reason}\n`);
    return exported.left.length === 0 ? exitCodes.success : exitCodes.failed;
  },
});

/** Between the files as they are and as they would be. */
function differences({ files }: Exported, around: Around): string[] {
  const paint = paintFor(around);
  return files.flatMap(({ path, text }) => {
    if (text === null) return [paint.red(`- ${path}`)];
    const former = textOf(path, around);
    const head = former === undefined ? paint.green(`+ ${path}`) : paint.yellow(`~ ${path}`);
    return [head, ...textChangeLines(former ?? '', text, paint)];
  });
}

function summary({ entries, files }: Exported, isTrial: boolean): string {
  if (entries.length === 0) return 'nothing to write: the files say what is live';
  const what = `${entries.join(', ')} in ${files.length === 1 ? 'one file' : `${files.length} files`}`;
  return isTrial ? `nothing was written; it would be ${what}` : `wrote ${what}`;
}

function textOf(path: string, { directory }: Around): string | undefined {
  try {
    return readFileSync(resolve(directory, path), 'utf8');
  } catch {
    // It is a new one.
    return undefined;
  }
}
