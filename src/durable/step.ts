/** What a durable process asked for since its last commit: it leaves when the step is committed, or never (D1). */
import type { Data } from '#base';
import type { Entering } from './input-form.ts';
import type { NextRun } from './runs.ts';
import type { Passed } from './step-facts.ts';
import type { CodeRecord, InputRecord, NameRecord, StartRecord } from './store/records.ts';

export const NOTHING: readonly never[] = [];

/** An input for a durable process, and what it was before it became bytes. */
export interface Addressed {
  readonly record: InputRecord;
  /** Undefined for the start of a process of another store. */
  readonly what: Entering | undefined;
}

/** `search` and `memo`, and for which time of a schedule the run is (scheduled.ts). */
export type Attributes = Readonly<Record<string, Data>>;

interface Described {
  readonly before: Attributes;
  readonly attributes: Attributes;
}

/** Most have none. */
const NO_ATTRIBUTES: Attributes = {};

/** As they are stored. */
export function readAttributes(text: string): Attributes {
  return text === '{}' ? NO_ATTRIBUTES : (JSON.parse(text) as Attributes); // as it was written
}

/** What few steps ask for: most call one thing, and are made and kept until their commit by the thousand. */
class Rest {
  readonly inputs: Addressed[] = [];
  readonly starts: StartRecord[] = [];
  readonly code: CodeRecord[] = [];
  readonly names: NameRecord[] = [];
  readonly told: Passed[] = [];
  readonly undo: (() => void)[] = [];
  /** How many messages, by their receivers. */
  readonly messages = new Map<string, number>();
}

export class Step {
  #rest: Rest | undefined;
  #first: (() => void) | undefined;
  #after: (() => void)[] | undefined;
  #described: Described | undefined;
  again: NextRun | undefined;
  /** When the running began that makes it, in milliseconds of the monotonic clock. */
  readonly began: number;

  constructor(began: number) {
    this.began = began;
  }

  get #own(): Rest {
    this.#rest ??= new Rest();
    return this.#rest;
  }

  /** Undefined when it does not change them. */
  get attributes(): Attributes | undefined {
    return this.#described?.attributes;
  }

  /** What they were before it changed them. */
  get attributesBefore(): Attributes | undefined {
    return this.#described?.before;
  }

  /** Changes some of the attributes that the process has, and returns all of them. */
  describe(before: Attributes, some: Attributes): Attributes {
    const attributes = { ...before, ...some };
    this.#described = { before: this.#described?.before ?? before, attributes };
    return attributes;
  }

  /** It asks for nothing but what is done after its commit. */
  get isPlain(): boolean {
    return this.#rest === undefined;
  }

  get inputs(): Addressed[] {
    return this.#own.inputs;
  }

  get starts(): StartRecord[] {
    return this.#own.starts;
  }

  get code(): CodeRecord[] {
    return this.#own.code;
  }

  get names(): NameRecord[] {
    return this.#own.names;
  }

  messagesTo(pid: string): number {
    return this.#rest?.messages.get(pid) ?? 0;
  }

  sends(pid: string): void {
    this.#own.messages.set(pid, this.messagesTo(pid) + 1);
  }

  /** What it did to those that are not durable: that is told to nobody but people. */
  get told(): Passed[] {
    return this.#own.told;
  }

  /** Takes back what was decided before the commit, the latest first, when the step is given up. */
  get undo(): (() => void)[] {
    return this.#own.undo;
  }

  /** What is done in memory and outside once it is committed, in the order in which it was asked for. */
  get after(): (() => void)[] {
    this.#after ??= this.#first === undefined ? [] : [this.#first];
    return this.#after;
  }

  /** Adds to what is done then: most have one thing, which needs no list. */
  follow(act: () => void): void {
    if (this.#after === undefined && this.#first === undefined) this.#first = act;
    else this.after.push(act);
  }

  /** All of it; the only one, where it is one. */
  get effects(): (() => void) | readonly (() => void)[] {
    return this.#after ?? this.#first ?? NOTHING;
  }

  giveUp(): void {
    if (this.#rest === undefined) return;
    for (const act of this.undo.splice(0).reverse()) act();
  }

  tell(kind: string, who: string, about = ''): void {
    this.told.push({ kind, who, about, bytes: 0 });
  }

  /** All that it asks of others, but for the operations of its process. */
  get went(): readonly Passed[] {
    if (this.#rest === undefined) return NOTHING;
    const { inputs, starts, names, told } = this.#rest;
    return [
      ...inputs.map(({ record: { kind, to, body }, what }) => ({
        kind,
        who: to,
        about: what === undefined ? '' : aboutOf(what),
        bytes: body.length,
      })),
      ...starts.map(({ entry, pid, request }) => ({
        kind: 'start',
        who: entry,
        about: pid,
        bytes: request.length,
      })),
      ...names.map(({ name, pid }) => ({ kind: 'name', who: pid, about: name, bytes: 0 })),
      ...told,
    ];
  }

  /** It asks to be tied to others. */
  get isTying(): boolean {
    return this.#rest?.inputs.some(({ record: { kind } }) => kind === 'monitor' || kind === 'link') === true;
  }

  /** Somebody waits for its end. */
  get hasEffects(): boolean {
    if (this.#first !== undefined || (this.#after?.length ?? 0) > 0) return true;
    if (this.#rest === undefined) return false;
    const { inputs, starts, names } = this.#rest;
    return inputs.length > 0 || starts.length > 0 || names.length > 0;
  }
}

/** A word more about what passed: the topic of a message, the number of the call that has a result. */
export function aboutOf(what: Entering): string {
  if (what.type === 'message') return what.topic;
  if (what.type === 'result') return String(what.operation);
  return what.type === 'cancel' ? what.reason : '';
}
