/**
 * Whom the commands of the registry ask: the node that runs in this folder, or else the files.
 *
 *   Rg1  While a node runs, its registry is what is meant. What only loading knows (profiles, settings, another lock file)
 *        is asked of the files, and so is everything with `--files`.
 *   Rg2  `--live` takes nothing but a running node.
 */
import { failure } from '#base';
import type { Invocation, Options } from './command.ts';
import { ControlClient } from './control-client.ts';
import { projectOptions } from './project-options.ts';
import { UsageError } from './usage-error.ts';

export const sourceOptions = {
  live: { type: 'flag', summary: 'Ask the running node, and nothing else.' },
  files: { type: 'flag', summary: 'What the files say, also while a node runs.' },
  ...projectOptions,
} as const satisfies Options;

type Around = Pick<Invocation<Options>, 'directory' | 'version'>;

/** Throws `Unavailable` when none runs. */
export async function runningNode({ directory, version }: Around): Promise<ControlClient> {
  const node = await ControlClient.find(directory, version());
  if (node !== undefined) return node;
  throw failure('Unavailable', "no node runs in this folder; 'wippy run' starts one");
}

/** Lets something be done with the running node, and lets go of it. */
export async function withNode<T>(around: Around, run: (node: ControlClient) => Promise<T>): Promise<T> {
  const node = await runningNode(around);
  try {
    return await run(node);
  } finally {
    node.close();
  }
}

/** The running node that is to be asked; undefined for the files (Rg1, Rg2). */
export async function nodeAsked(
  invocation: Invocation<typeof sourceOptions>,
  command: string,
): Promise<ControlClient | undefined> {
  const { options, globals } = invocation;
  if (options.live && options.files) throw new UsageError('--live and --files exclude each other', command);
  const ofLoading = [
    ...(options.profile.length > 0 ? ['--profile'] : []),
    ...(options.set.length > 0 ? ['--set'] : []),
    ...(options['lock-file'] === projectOptions['lock-file'].standard ? [] : ['--lock-file']),
    ...(globals.config.length > 0 ? ['--config'] : []),
  ];
  if (options.live) {
    const [wrong] = ofLoading;
    if (wrong !== undefined)
      throw new UsageError(`${wrong} is for files; a running node was started with its own`, command);
    return runningNode(invocation);
  }
  if (options.files || ofLoading.length > 0) return undefined;
  return ControlClient.find(invocation.directory, invocation.version());
}
