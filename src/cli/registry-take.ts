import { changeLines, countsText } from './change-text.ts';
import { defineCommand, type Invocation } from './command.ts';
import { tellDone } from './done-text.ts';
import { exitCodes } from './exit-codes.ts';
import { paintFor } from './paint.ts';
import { projectOptions } from './project-options.ts';
import type { Done, ToldChange } from './registry-answers.ts';
import { withRegistry } from './registry-node.ts';
import { writeJson } from './registry-output.ts';
import { UsageError } from './usage-error.ts';

const options = { json: { type: 'flag', summary: 'As JSON.' }, ...projectOptions } as const;

export const registryTake = defineCommand({
  name: 'registry take',
  summary:
    'Settles in what the files and the running node differ: entries become as the files say, or stay as they are live. Without arguments it lists what was changed on both sides.',
  arguments: [
    { name: 'side', summary: "'files' or 'live'.", isOptional: true },
    { name: 'ns:name', summary: 'The entries that are settled.', isRest: true },
  ],
  options,
  examples: [
    'wippy registry take',
    'wippy registry take files app:price',
    'wippy registry take live app:price',
  ],
  run: async (invocation) => {
    const [side, ...ids] = invocation.arguments;
    if (side === undefined) return list(invocation);
    if (side !== 'files' && side !== 'live') {
      throw new UsageError(`'${side}' is no side; write files or live`, 'registry take');
    }
    if (ids.length === 0) throw new UsageError('registry take needs the ids of entries', 'registry take');
    const done = await withRegistry(invocation, 'registry take', 'changed', (registry) =>
      registry.call('registry.take', { side, ids }),
    );
    const { json } = invocation.options;
    if (!json && (done as unknown as Done).changes.length === 0) {
      invocation.out.write(`${ids.join(', ')}: settled; nothing changes\n`);
    } else tellDone(done as unknown as Done, { json, isTrial: false }, invocation);
    return exitCodes.success;
  },
});

interface Answer {
  readonly conflicts: readonly string[];
  /** What leads from the files to what is live. */
  readonly changes: readonly ToldChange[];
}

async function list(invocation: Invocation<typeof options>): Promise<number> {
  const { out } = invocation;
  const answer = await withRegistry(invocation, 'registry take', 'kept', (registry) =>
    registry.call('registry.conflicts'),
  );
  if (invocation.options.json) {
    writeJson(answer, out);
    return exitCodes.success;
  }
  const { conflicts, changes } = answer as unknown as Answer;
  const disputed = changes.filter(({ entry }) => conflicts.includes(entry.id));
  const others = changes.filter(({ entry }) => !conflicts.includes(entry.id));
  if (disputed.length > 0) {
    const lines = changeLines(disputed, paintFor(invocation));
    out.write(`${['changed in the files and live; from the files to what is live:', ...lines].join('\n')}\n`);
  } else out.write('nothing was changed both in the files and live\n');
  if (others.length > 0)
    out.write(`changed only live: ${countsText(others)}; 'wippy registry diff' shows it\n`);
  return exitCodes.success;
}
