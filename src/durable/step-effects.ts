/** What a durable process did to the world, once its step is committed: done in its name, in the order in which it was asked for. */
import type { Log } from '#base';
import { type Process, running, type Shard } from '#process';

export function runEffects(effects: readonly (() => void)[], process: Process, shard: Shard, log: Log): void {
  const { process: outer, fiber, surroundings } = running;
  for (const act of effects) {
    running.process = process;
    running.fiber = null;
    running.surroundings = shard;
    try {
      act();
    } catch (thrown) {
      log.error('an effect of a durable process failed', { pid: process.pid, error: thrown });
    }
  }
  running.process = outer;
  running.fiber = fiber;
  running.surroundings = surroundings;
}
