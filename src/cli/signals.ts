/** SIGINT and SIGTERM, for whoever wants to end in order. */
import { writeSync } from 'node:fs';

/** What an interrupt says while nobody else has said anything. */
export const INTERRUPTED = 'wippy: interrupted, ending\n';

const names = ['SIGINT', 'SIGTERM'] as const;

/** What shells give for a program that the signal ended. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

/** Nothing is there yet that would have to end in order: each of them ends the program and says so. The result ends that. */
export function endWhenInterrupted(): () => void {
  const end = (name: (typeof names)[number]): void => {
    try {
      writeSync(2, INTERRUPTED);
    } catch {
      // Nobody reads it.
    }
    process.exit(codes[name]);
  };
  for (const name of names) process.on(name, end);
  return () => {
    for (const name of names) process.off(name, end);
  };
}

/**
 * One Ctrl-C can arrive twice: from the terminal, which tells the whole group, and from the program that started us
 * (npm, timeout). Milliseconds: what comes this soon after an interrupt is the same one.
 */
const SAME_INTERRUPT = 150;

/** Calls `run` at each of them; the result ends that. */
export function onInterrupt(run: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  const interrupted = (): void => {
    const now = performance.now();
    if (now - last < SAME_INTERRUPT) return;
    last = now;
    run();
  };
  for (const name of names) process.on(name, interrupted);
  return () => {
    for (const name of names) process.off(name, interrupted);
  };
}
