/**
 * Whom the commands of the registry ask: the node that runs in this folder, or else its files and its history.
 *
 *   Rg1  While a node runs, its registry is what is meant. What only loading knows (profiles, settings, another lock file)
 *        is asked of the files, and so is everything with `--files`.
 *   Rg2  `--live` takes nothing but a running node.
 *   Rg3  Versions are asked of the running node, or of a history that outlives it.
 */
import { failure } from '#base';
import { type Answering, askStopped, type StoppedMode } from '#runtime';
import type { Invocation, Options } from './command.ts';
import { ControlClient } from './control-client.ts';
import { projectOf, projectOptions } from './project-options.ts';
import { tellProblems } from './registry-output.ts';
import { runningNode } from './running-node.ts';
import { UsageError } from './usage-error.ts';

export const sourceOptions = {
  live: { type: 'flag', summary: 'Ask the running node, and nothing else.' },
  files: { type: 'flag', summary: 'What the files say, also while a node runs.' },
  ...projectOptions,
} as const satisfies Options;

type OfProject = Invocation<typeof projectOptions>;

/** What only loading knows, as far as it is given. */
function ofLoading({ options, globals }: OfProject): string | undefined {
  if (options.profile.length > 0) return '--profile';
  if (options.set.length > 0) return '--set';
  if (options['lock-file'] !== projectOptions['lock-file'].standard) return '--lock-file';
  return globals.config.length > 0 ? '--config' : undefined;
}

function refuseLoading(invocation: OfProject, command: string): void {
  const wrong = ofLoading(invocation);
  if (wrong === undefined) return;
  throw new UsageError(`${wrong} is for files; the running node was started with its own`, command);
}

/** The running node that is to be asked; undefined for the files (Rg1, Rg2). */
export async function nodeAsked(
  invocation: Invocation<typeof sourceOptions>,
  command: string,
): Promise<ControlClient | undefined> {
  const { options, directory, version } = invocation;
  if (options.live && options.files) {
    throw new UsageError('--live and --files exclude each other', command);
  }
  if (options.live) refuseLoading(invocation, command);
  else if (options.files || ofLoading(invocation) !== undefined) return undefined;
  return options.live ? runningNode(invocation) : ControlClient.find(directory, version());
}

/** Rg3. Lets something be done with the registry, and lets go of it. Throws `Unavailable` when nothing keeps versions. */
export async function withRegistry<T>(
  invocation: OfProject,
  command: string,
  mode: Exclude<StoppedMode, 'loaded'>,
  run: (registry: Answering) => Promise<T>,
): Promise<T> {
  const registry = await registryOf(invocation, command, mode);
  try {
    return await run(registry);
  } finally {
    await registry.close();
  }
}

async function registryOf(invocation: OfProject, command: string, mode: StoppedMode): Promise<Answering> {
  const node = await ControlClient.find(invocation.directory, invocation.version());
  if (node !== undefined) {
    try {
      refuseLoading(invocation, command);
      return node;
    } catch (thrown) {
      node.close();
      throw thrown;
    }
  }
  const project = await projectOf(invocation);
  const isUsable = mode === 'changed' ? !project.isBroken : !project.application.isMisread;
  if (!isUsable) {
    tellProblems(project, invocation);
    throw failure('Invalid', 'the application has errors, and no node runs in this folder');
  }
  return askStopped(project, mode);
}
