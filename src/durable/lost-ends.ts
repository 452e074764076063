/**
 * Ends that nobody was told of, because the node was lost between the commit that tied one process to another and the
 * answer that the other one lives no more (D11). Who goes on looks after those it is tied to.
 */
import { accept, type Exit, isDurable, notFound, type Process } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import { readEnd } from './input-form.ts';
import type { Backend } from './store/backend.ts';

export interface LostEndsOptions {
  readonly backend: Backend;
  readonly codec: ValueCodec;
}

/** All that came for it has been taken before, so whose end is among that it is tied to no more. Never rejects. */
export async function tellLostEnds(
  process: Process,
  options: LostEndsOptions,
  here: { has(pid: string): boolean },
  store: { isStored(pid: string): boolean },
): Promise<void> {
  const { watched, links } = process;
  if (watched === null && links === null) return;
  const tied = new Set([...(watched?.all ?? []), ...(links?.all ?? [])]);
  for (const pid of tied) {
    // Those of other stores are told by way of a row that waits (away.ts).
    if (!isDurable(pid) || here.has(pid) || !store.isStored(pid)) continue;
    // A store that cannot be asked is asked with the next start.
    const exit = await endOf(pid, options).catch(() => undefined);
    if (exit === undefined) continue;
    if (process.isAlive && process.watched?.all.includes(pid) === true)
      accept(process, { type: 'exit', id: 0, from: pid, exit });
    if (process.isAlive && process.links?.all.includes(pid) === true)
      accept(process, { type: 'link-down', id: 0, from: pid, exit });
  }
}

/** Undefined for one that lives. */
async function endOf(pid: string, { backend, codec }: LostEndsOptions): Promise<Exit | undefined> {
  const bytes = await backend.ask('exit', pid);
  if (bytes !== undefined) return readEnd(codec, bytes);
  const line = await backend.ask('line', pid);
  return line === undefined ? { type: 'failed', error: notFound(`process ${pid} not found`) } : undefined;
}
