/** What a durable process asked for since its last commit: it leaves when the step is committed, or never (D1). */
import type { Data } from '#base';
import type { Entering } from './input-form.ts';
import type { NextRun } from './runs.ts';
import type { Passed } from './step-facts.ts';
import type { CodeRecord, InputRecord, NameRecord, StartRecord } from './store/records.ts';

/** An input for a durable process, and what it was before it became bytes. */
export interface Addressed {
  readonly record: InputRecord;
  /** Undefined for the start of a process of another store. */
  readonly what: Entering | undefined;
}

/** `search` and `memo`. */
export type Attributes = Readonly<Record<string, Data>>;

export class Step {
  readonly inputs: Addressed[] = [];
  readonly starts: StartRecord[] = [];
  readonly code: CodeRecord[] = [];
  readonly names: NameRecord[] = [];
  /** What it did to those that are not durable: that is told to nobody but people. */
  readonly told: Passed[] = [];
  attributes: Attributes | undefined;
  again: NextRun | undefined;
  /** What is done in memory and outside once it is committed, in the order in which it was asked for. */
  readonly after: (() => void)[] = [];
  /** Takes back what was decided before the commit, the latest first, when the step is given up. */
  readonly undo: (() => void)[] = [];
  /** When the running began that makes it, in milliseconds of the monotonic clock. */
  readonly began: number;

  constructor(began: number) {
    this.began = began;
  }

  giveUp(): void {
    for (const act of this.undo.splice(0).reverse()) act();
  }

  tell(kind: string, who: string, about = ''): void {
    this.told.push({ kind, who, about, bytes: 0 });
  }

  /** All that it asks of others, but for the operations of its process. */
  get went(): Passed[] {
    if (this.inputs.length === 0 && this.starts.length === 0 && this.names.length === 0)
      return [...this.told];
    return [
      ...this.inputs.map(({ record: { kind, to, body }, what }) => ({
        kind,
        who: to,
        about: what === undefined ? '' : aboutOf(what),
        bytes: body.length,
      })),
      ...this.starts.map(({ entry, pid, request }) => ({
        kind: 'start',
        who: entry,
        about: pid,
        bytes: request.length,
      })),
      ...this.names.map(({ name, pid }) => ({ kind: 'name', who: pid, about: name, bytes: 0 })),
      ...this.told,
    ];
  }

  /** It asks to be tied to others. */
  get isTying(): boolean {
    return this.inputs.some(({ record: { kind } }) => kind === 'monitor' || kind === 'link');
  }

  /** Somebody waits for its end. */
  get hasEffects(): boolean {
    const { inputs, starts, names, after } = this;
    return inputs.length > 0 || starts.length > 0 || names.length > 0 || after.length > 0;
  }
}

/** A word more about what passed: the topic of a message, the number of the call that has a result. */
export function aboutOf(what: Entering): string {
  if (what.type === 'message') return what.topic;
  if (what.type === 'result') return String(what.operation);
  return what.type === 'cancel' ? what.reason : '';
}
