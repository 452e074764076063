/** What others are told of the end of a durable process: rows of its last step, or words after it. */
import { accept, copyValue, type Exit, isNormal, type Shard } from '#process';
import type { Entering } from './input-form.ts';
import type { Kept } from './kept.ts';
import type { Step } from './step.ts';
import type { InputRecord } from './store/records.ts';

type End = Extract<Entering, { readonly type: 'exit' | 'link-down' | 'result' }>;

/** What is needed of the engine. */
interface Telling {
  readonly shard: Shard;
  isRow(pid: string): boolean;
  record(to: string, from: string, what: Entering): InputRecord;
}

export function farewell({ process, names, facts }: Kept, step: Step, exit: Exit, engine: Telling): void {
  const { pid, links, watchers } = process;
  const { shard } = engine;
  for (const name of names) shard.names.release(name, pid);
  const tell = (to: string, what: End) => {
    if (engine.isRow(to)) step.inputs.push({ record: engine.record(to, pid, what), what });
    else step.after.push(() => tellEnd(shard, to, crossed(what)));
  };
  for (const to of links?.all ?? []) tell(to, { type: 'link-down', id: 0, from: pid, exit });
  for (const to of watchers?.all ?? []) tell(to, { type: 'exit', id: 0, from: pid, exit });
  const { answer } = facts;
  if (answer === undefined) return;
  tell(answer.pid, { type: 'result', id: 0, operation: answer.operation, outcome: exit });
}

/** A result goes to one process, as that one's own. */
function crossed(what: End): End {
  if (what.type !== 'result' || !isNormal(what.outcome)) return what;
  return { ...what, outcome: { ...what.outcome, value: copyValue(what.outcome.value) } };
}

/** Tells a process that is not durable. */
export function tellEnd({ outbox, scheduler }: Shard, to: string, what: End): void {
  if (what.type !== 'result') {
    outbox.tell(to, what.type, what.from, what.exit);
    return;
  }
  const waiting = scheduler.find(to);
  if (waiting !== undefined) accept(waiting, what);
}
