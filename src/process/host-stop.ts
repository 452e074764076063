/** Ends the processes of a host on one scheduler: each is asked, and ended by force when its time is up. */
import type { Hosts } from './hosts.ts';
import { accept } from './input.ts';
import type { Scheduler } from './scheduler.ts';

/** A process that never asked for its events has so long to end by itself. */
const GRACE_MILLIS = 1000;

/** `done` is called when none is left. */
export function stopHost(
  parts: { readonly scheduler: Scheduler; readonly hosts: Hosts },
  id: string,
  wait: number,
  done: () => void,
): void {
  parts.hosts.stop(id);
  const living = [...parts.scheduler.processes(({ host }) => host === id)];
  let left = living.length;
  if (left === 0) done();
  const deadline = parts.scheduler.clock.now() + wait;
  for (const process of living) {
    const release = () => {
      if (--left === 0) done();
    };
    process.tie({ release });
    const reason = 'the host is stopping';
    accept(process, { type: 'cancel', id: 0, from: '', reason, wait, deadline, grace: GRACE_MILLIS });
  }
}
