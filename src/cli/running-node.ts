/** The node that runs in this folder, for commands that need one. */
import { failure } from '#base';
import type { Surroundings } from './command.ts';
import { ControlClient } from './control-client.ts';

type Around = Pick<Surroundings, 'directory' | 'version'>;

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
