/** What a durable process did to the world, once its step is committed: done in its name, in the order in which it was asked for. */
import type { Log } from '#base';
import { type Process, running, type Shard } from '#process';
import type { Step } from './step.ts';

export function runEffects(effects: Step['effects'], process: Process, shard: Shard, log: Log): void {
  const { process: outer, fiber, surroundings } = running;
  const count = typeof effects === 'function' ? 1 : effects.length;
  for (let i = 0; i < count; i++) {
    running.process = process;
    running.fiber = null;
    running.surroundings = shard;
    try {
      if (typeof effects === 'function') effects();
      else effects[i]?.();
    } catch (thrown) {
      log.error('an effect of a durable process failed', { pid: process.pid, error: thrown });
    }
  }
  running.process = outer;
  running.fiber = fiber;
  running.surroundings = surroundings;
}
