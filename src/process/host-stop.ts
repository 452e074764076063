/** Ends the processes of a host on one scheduler: each is asked, and ended by force when its time is up. */
import type { Hosts } from './hosts.ts';
import { accept } from './input.ts';
import type { Scheduler } from './scheduler.ts';

/** `done` is called when none is left. */
export function stopHost(
  parts: { readonly scheduler: Scheduler; readonly hosts: Hosts },
  id: string,
  wait: number,
  done: () => void,
): void {
  parts.hosts.stop(id);
  const living = [...parts.scheduler.processes()].filter((process) => process.host === id);
  let left = living.length;
  if (left === 0) done();
  const deadline = parts.scheduler.clock.now() + wait;
  for (const process of living) {
    const release = () => {
      if (--left === 0) done();
    };
    process.tie({ release });
    accept(process, { type: 'cancel', id: 0, from: '', reason: 'the host is stopping', wait, deadline });
  }
}
