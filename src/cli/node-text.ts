/** Which node is meant, for people: `process 4711, since 2026-11-22 08:12:33 UTC`. */
import type { Greeting } from '#runtime';

export function nodeText({ pid, since }: Pick<Greeting, 'pid' | 'since'>): string {
  return `process ${pid}, since ${secondOf(since)} UTC`;
}

/** `2026-11-22 08:12:33`, in UTC. */
export function secondOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
