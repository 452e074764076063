/** Those that were no durable processes are gone with the node that ran them (D11). */
import { accept, ErrorValue, isDurable, type Process } from '#process';

export function cutTies(process: Process): void {
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
