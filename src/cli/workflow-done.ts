/** What the commands that tell a durable process something say when that is done: nothing, unless asked, or it is held. */
import type { Data } from '#base';
import type { Surroundings } from './command.ts';
import { writeJson } from './registry-output.ts';

/** `held`: what that means for what was asked. */
export function tellDone(
  answer: Data,
  { json }: { readonly json: boolean },
  { out, err }: Pick<Surroundings, 'out' | 'err'>,
  held?: string,
): void {
  const { pid, state } = answer as { pid: string; state: string }; // as the operations give it
  if (json) writeJson(answer, out);
  else if (state === 'held' && held !== undefined) err.write(`wippy: ${pid} is held: ${held}\n`);
}
