/** SIGINT and SIGTERM, for whoever wants to end in order. Without listeners both end the program at once. */
const names = ['SIGINT', 'SIGTERM'] as const;

/** Calls `run` at each of them; the result ends that. */
export function onInterrupt(run: () => void): () => void {
  for (const name of names) process.on(name, run);
  return () => {
    for (const name of names) process.off(name, run);
  };
}
