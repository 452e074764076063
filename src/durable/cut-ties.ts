/** Those that were no durable processes are gone with the node that ran them (D11). */
import { accept, ErrorValue, isDurable, type Process, type Shard } from '#process';
import type { Backend } from './store/backend.ts';
import { isShared } from './store/shared-store.ts';

export function cutTies(process: Process, { shard, backend }: { shard: Shard; backend: Backend }): void {
  // Who watches from another node may live.
  if (!isShared(backend)) forgetLost(process, shard);
  if (process.watched === null && process.links === null) return;
  const error = new ErrorValue('Unavailable', 'its node was restarted', true);
  const exit = { type: 'lost', error } as const;
  for (const pid of [...(process.watched?.all ?? [])]) {
    if (!isDurable(pid)) accept(process, { type: 'exit', id: 0, from: pid, exit });
  }
  for (const pid of [...(process.links?.all ?? [])]) {
    if (isDurable(pid)) continue;
    if (process.trapsLinks) accept(process, { type: 'link-down', id: 0, from: pid, exit });
    else process.links?.delete(pid);
  }
}

/** Watchers of a former life of the node: without an end each life would leave one. */
function forgetLost({ watchers }: Process, { directory }: Shard): void {
  for (const pid of watchers?.all ?? [])
    if (!isDurable(pid) && directory.isForeign(pid)) watchers?.delete(pid);
}
