/** What a change did, for people or programs. */
import { changeHeads, changeLines, countsText } from './change-text.ts';
import type { Surroundings } from './command.ts';
import { secondOf } from './node-text.ts';
import { paintFor } from './paint.ts';
import type { Done, ToldVerdict } from './registry-answers.ts';
import { writeJson } from './registry-output.ts';

export interface Telling {
  readonly json: boolean;
  /** Nothing was changed: it was only checked. */
  readonly isTrial: boolean;
}

export function tellDone(
  done: Done,
  { json, isTrial }: Telling,
  around: Pick<Surroundings, 'out' | 'environment'>,
): void {
  const { out } = around;
  const { version, changes, took } = done;
  if (json) {
    writeJson({ ...done } as never, out); // as the node told it
    return;
  }
  const paint = paintFor(around);
  if (changes.length === 0) {
    out.write(`nothing to change: v${version} is so already\n`);
    return;
  }
  const lines = isTrial ? changeLines(changes, paint) : changeHeads(changes, paint);
  const summary = isTrial
    ? `nothing was changed; applied to v${version} it would be: ${countsText(changes)}`
    : `v${version}: ${countsText(changes)} in ${took.toFixed(took < 10 ? 1 : 0)} ms`;
  const watch = done.verdict === undefined || isTrial ? [] : [verdictText(done.verdict)];
  out.write(`${[...lines, summary, ...watch].join('\n')}\n`);
}

export function verdictText({ state, summary, until }: ToldVerdict): string {
  if (state !== 'watching') return `${state}: ${summary}`;
  return `watched until ${secondOf(until)} UTC; 'wippy registry history' shows the verdict`;
}
