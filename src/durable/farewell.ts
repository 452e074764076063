/** What others are told of the end of a durable process: rows of its last step, or words after it. */
import { accept, type Exit, type Shard } from '#process';
import type { Entering } from './input-form.ts';
import type { Kept } from './kept.ts';
import type { Step } from './step.ts';
import type { InputRecord } from './store/records.ts';

/** What is needed of the engine. */
interface Telling {
  readonly shard: Shard;
  isRow(pid: string): boolean;
  record(to: string, from: string, what: Entering): InputRecord;
}

export function farewell({ process, names, facts }: Kept, step: Step, exit: Exit, engine: Telling): void {
  const { pid, links, watchers } = process;
  const { outbox, scheduler, names: directory } = engine.shard;
  for (const name of names) directory.release(name, pid);
  const enter = (to: string, what: Entering) =>
    step.inputs.push({ record: engine.record(to, pid, what), what });
  const tell = (to: string, type: 'exit' | 'link-down') => {
    if (engine.isRow(to)) enter(to, { type, id: 0, from: pid, exit });
    else step.after.push(() => outbox.tell(to, type, pid, exit));
  };
  for (const to of links?.all ?? []) tell(to, 'link-down');
  for (const to of watchers?.all ?? []) tell(to, 'exit');
  const { answer } = facts;
  if (answer === undefined) return;
  const what = { type: 'result', id: 0, operation: answer.operation, outcome: exit } as const;
  if (engine.isRow(answer.pid)) enter(answer.pid, what);
  else {
    step.after.push(() => {
      const waiting = scheduler.find(answer.pid);
      if (waiting !== undefined) accept(waiting, what);
    });
  }
}
