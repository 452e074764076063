/**
 * Which process and which of its fibers runs on this thread: what host functions that belong to processes read. Like
 * the engine's registers, one set for the thread; a scheduler sets it before it runs guest code.
 */
import type { Fiber } from './fiber.ts';
import type { Process } from './process.ts';

export interface Running {
  process: Process | null;
  fiber: Fiber | null;
  /** What the scheduler was given to stand there: see surroundings.ts. */
  surroundings: unknown;
}

export const running: Running = { process: null, fiber: null, surroundings: null };

/** The process whose code calls. */
export function self(): Process {
  const { process } = running;
  if (process === null) throw new Error('no process is running');
  return process;
}

/** The fiber whose code calls. */
export function thisFiber(): Fiber {
  const { fiber } = running;
  if (fiber === null) throw new Error('no fiber is running');
  return fiber;
}
