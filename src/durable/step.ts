/** What a durable process asked for since its last commit: it leaves when the step is committed, or never (D1). */
import type { Data } from '#base';
import type { Entering } from './input-form.ts';
import type { CodeRecord, InputRecord, NameRecord, StartRecord } from './store/records.ts';

/** An input for a durable process, and what it was before it became bytes. */
export interface Addressed {
  readonly record: InputRecord;
  readonly what: Entering;
}

export class Step {
  readonly inputs: Addressed[] = [];
  readonly starts: StartRecord[] = [];
  readonly code: CodeRecord[] = [];
  readonly names: NameRecord[] = [];
  attributes: Readonly<Record<string, Data>> | undefined;
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

  /** Somebody waits for its end. */
  get hasEffects(): boolean {
    const { inputs, starts, names, after } = this;
    return inputs.length > 0 || starts.length > 0 || names.length > 0 || after.length > 0;
  }
}
