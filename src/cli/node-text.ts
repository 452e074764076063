/** Which node is meant, for people: `process 4711, since 2026-11-22 08:12:33 UTC`, and what it runs when that is one process. */
import type { Greeting } from '#runtime';

export function nodeText({ pid, since, runs }: Pick<Greeting, 'pid' | 'since' | 'runs'>): string {
  return `process ${pid}, since ${secondOf(since)} UTC${runs === undefined ? '' : `, which runs ${runs}`}`;
}

/** `2026-11-22 08:12:33`, in UTC. */
export function secondOf(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}
