/** SIGINT and SIGTERM, for whoever wants to end in order. Without listeners both end the program at once. */
const names = ['SIGINT', 'SIGTERM'] as const;

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
