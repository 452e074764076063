/**
 * One durable process in memory: it goes from commit to commit.
 *
 *   D1  A step ends when no coroutine can go on, or after 20 ms of running while effects wait.
 *   D3  What came in belongs to the step it begins, and is consumed by its commit.
 *   Kp1 Commits of a process reach the store in order. The process need not wait for one to begin the next step: what a
 *       later step does leaves after its own commit, which comes after.
 *   Kp2 A new full form is written when one is due (layers.ts), and when the process goes on with another program: what names
 *       only the old one's code is not needed any more.
 *   Kp3 Of what came, the step keeps the stored form, so that a past step can be gone on from with what came later.
 *   Kp4 Steps that retention lets go are dropped by the step that makes the last of a newer full form's steps old enough: a
 *       step drops what one full form had at most, so its cost does not grow with what is kept.
 *   Kp5 While the store has not answered so many of its steps, no further one ends: what it does then belongs to the one
 *       that goes on. So a store that takes nothing for a while is not owed more and more.
 */
import type { Timer } from '#base';
import { Heap, UnsavableError } from '#lua';
import {
  AT_ONCE,
  accept,
  added,
  type Exit,
  IDLE,
  type Input,
  type Keeper,
  type limitsOf,
  type Process,
  type StoreAnswering,
  saveProcess,
  TERMINATED,
  type WorkflowInfo,
} from '#process';
import type { Entering } from './input-form.ts';
import type { KeptFacts } from './kept-facts.ts';
import { Layers } from './layers.ts';
import { endedEarly } from './runs.ts';
import { boundedEnd, stateTooLarge } from './size-limits.ts';
import { type Attributes, aboutOf, NOTHING, Step } from './step.ts';
import { callOf, joined, type Passed, writeFacts } from './step-facts.ts';
import type { Bytes, StoredProcess, Written } from './store/records.ts';

/** Kp5. */
const MOST_OPEN = 16;
const NO_NAMES: ReadonlySet<string> = new Set();

/** What a kept process needs of the engine. */
export interface Keeping {
  /** Several nodes share the store. */
  readonly isShared: boolean;
  /** The host is there. */
  keeps(host: string): boolean;
  /** The pid is a place in this store. */
  isStored(pid: string): boolean;
  /** Milliseconds of running after which a step ends when somebody waits for its end. */
  readonly longestStep: number;
  monotonic(): number;
  saving(): Parameters<typeof saveProcess>[1];
  later(run: () => void): void;
  /** Milliseconds of rest after which it sleeps. */
  restOf(pid: string): number;
  /** What processes of the host may use. */
  limits(host: string): Parameters<typeof limitsOf>[1];
  /** Past steps that are kept of it. */
  keptSteps(kept: Kept): number;
  /** What came, in its stored form; undefined for what has none. */
  bodyOf(what: Entering): Bytes | undefined;
  /** Hands a step to the store; `done` is told what became of it. */
  commit(kept: Kept, step: Step, made: Made, done: (written: Written) => void): void;
  /** Runs what follows a commit, in the name of the process. */
  follow(kept: Kept, step: Step, written: Written, number: number): void;
  /** How the process ends; undefined when it begins anew, which the step then notes (Ru1). */
  endOf(kept: Kept, step: Step, exit: Exit): Exit | undefined;
  /** The process is held instead of ending (K3). */
  holds(kept: Kept, exit: Exit): boolean;
  /** The effects of an end: what others are told. */
  farewell(kept: Kept, step: Step, exit: Exit): void;
  /** Until when it has nothing to do by itself, also when its node is lost, by the monotonic clock; undefined: it is at work. */
  restsUntil(process: Process): number | undefined;
  /** It is tied to one that has ended, and is told so by an input that is not written yet. */
  isOwed(pid: string): boolean;
  /** D10. */
  readonly answers: { of(kept: Kept, database: string, operation: number): StoreAnswering | undefined };
  /** What it waits for comes to it within the step (D9). */
  waitsWithin(process: Process): boolean;
  /** The process cannot be saved as it is. */
  unsavable(kept: Kept, error: UnsavableError): void;
  /** Bytes of a state, or of what a process ends with. */
  mostState(kept: Kept): number;
}

/** What a step leaves behind. */
export interface Made {
  readonly number: number;
  readonly layer: Bytes | undefined;
  readonly isFull: boolean;
  readonly consumed: readonly number[];
  /** Program or context are others than before. */
  readonly isOther: boolean;
  readonly exit: Exit | undefined;
  readonly facts: string;
  readonly came: Bytes | undefined;
  readonly dropBefore: number | undefined;
  /** Milliseconds since it was saved in which it has nothing to do by itself; undefined: it is at work. */
  readonly restsFor: number | undefined;
}

/** What the store has of a process that was there before. */
export interface Stored extends Pick<StoredProcess, 'layers' | 'fulls' | 'failures'> {
  readonly heap: Heap;
  /** Milliseconds since it was saved. */
  readonly elapsed: number;
}

export class Kept implements Keeper {
  readonly process: Process;
  readonly facts: KeptFacts;
  readonly #engine: Keeping;
  #heap: Heap;
  /** The last step that was handed to the store. */
  number: number;
  #step: Step;
  #consumed: number[] = [];
  /** Inputs that the store has until it has answered the step that consumes them: it may show them again (L4). */
  readonly #taken: Set<number> | undefined;
  /** Those of them that the last answered step consumed: what the store showed before that may still be on its way. */
  #answered: readonly number[] = [];
  #inputs = 0;
  #reductions = 0;
  readonly #layers = new Layers();
  #isLooked = false;
  /** Steps that the store has not answered. */
  #open = 0;
  /** What came since the last commit, with the bodies that are kept. */
  #came: Passed[] = [];
  #bodies: Bytes[] = [];
  #isTaking = false;
  /** Its last operation at the last commit. */
  #serial = 0;
  /** Steps that are full forms and are kept, the oldest first. */
  readonly #fulls: number[];
  /** How often it failed since its last commit. */
  failures: number;
  isOver = false;
  /** Its end is decided: it is not held. */
  isGivenUp = false;
  /** Most have none. */
  #names: Set<string> | undefined;
  /** Ends a run that takes too long. */
  timer: Timer | undefined;
  /** When that is, in milliseconds of the monotonic clock. */
  endsAt = Number.POSITIVE_INFINITY;
  /** When what the store has of its state was saved; milliseconds of the monotonic clock. */
  savedAt: number;
  /** Steps whose effects have not left yet. */
  #unfollowed = 0;
  /** The last step whose effects have left, and the last one that tied it to others. */
  #followed = 0;
  #lastTie = 0;
  #attributes: Attributes;
  #program: Process['program'];
  #context: Process['context'];

  /** `stored`: what the store has of it; nothing when it begins. */
  constructor(engine: Keeping, process: Process, number: number, facts: KeptFacts, stored?: Stored) {
    this.#engine = engine;
    this.process = process;
    this.number = number;
    this.facts = facts;
    this.#attributes = facts.attributes;
    this.#program = process.program;
    this.#context = process.context;
    this.#heap = stored?.heap ?? new Heap();
    this.#fulls = [...(stored?.fulls ?? [])];
    this.failures = stored?.failures ?? 0;
    this.#serial = process.serial;
    if (stored !== undefined) {
      this.#layers.read(stored.layers);
      process.saved = this.#heap;
    }
    this.#inputs = process.inputs;
    this.#reductions = process.reductions;
    this.#step = new Step(engine.monotonic());
    this.savedAt = this.#step.began - (stored?.elapsed ?? 0);
    this.#taken = engine.isShared ? new Set() : undefined;
    process.keeper = this;
  }

  get info(): Omit<WorkflowInfo, 'queue' | 'namespace'> {
    const { pid, program, entry } = this.process;
    const { id, run } = this.facts;
    const type = program?.workflow ?? entry;
    return { id, run: pid, type, attempt: run, steps: this.number, bytes: this.bytes };
  }

  /** The names it has. */
  get names(): ReadonlySet<string> {
    return this.#names ?? NO_NAMES;
  }

  named(name: string): void {
    this.#names ??= new Set();
    this.#names.add(name);
  }

  /** What it asks for from now on. */
  get step(): Step {
    return this.#step;
  }

  afterCommit(run: () => void): void {
    this.#step.follow(run);
  }

  /** All that it did and took is in the store, and is nobody's affair but its own (Sl1). */
  get isStored(): boolean {
    const { inputs, reductions } = this.process;
    if (this.#unfollowed > 0 || this.#isLooked || this.isOver || this.process.isCanceled || this.isGivenUp)
      return false;
    const isSame = inputs === this.#inputs && reductions === this.#reductions;
    return isSame && this.#consumed.length === 0 && !this.#step.hasEffects;
  }

  /** What followed a step is done. */
  followed(number: number): void {
    this.#unfollowed--;
    this.#followed = number;
  }

  /** Bytes of its state in the store. */
  get bytes(): number {
    return this.#layers.bytes;
  }

  describe(attributes: Attributes): void {
    this.#attributes = this.#step.describe(this.#attributes, attributes);
  }

  answering(database: string, operation: number): StoreAnswering | undefined {
    return this.#engine.answers.of(this, database, operation);
  }

  /** Takes an input that the store has. */
  take(id: number, what: Entering, body: Bytes): void {
    if (this.isOver || this.#taken?.has(id) === true) return;
    this.#taken?.add(id);
    // A list that grows has room for 17.
    if (this.#consumed.length === 0) this.#consumed = [id];
    else this.#consumed.push(id);
    this.#note(what, body);
    this.#isTaking = true;
    this.#enter(what);
    this.#isTaking = false;
  }

  #note(what: Entering, body: Bytes | undefined): void {
    if (this.#engine.keptSteps(this) === 0) return;
    const bytes = body?.length ?? 0;
    this.#came.push({ kind: what.type, who: 'from' in what ? what.from : '', about: aboutOf(what), bytes });
    if (body !== undefined && bytes > 0) this.#bodies.push(body);
  }

  #enter(what: Entering): void {
    const { process } = this;
    switch (what.type) {
      case 'monitor':
        process.watchers = added(process.watchers, what.from);
        break;
      case 'unmonitor':
        process.watchers?.delete(what.from);
        break;
      case 'link':
        process.links = added(process.links, what.from);
        break;
      case 'unlink':
        process.links?.delete(what.from);
        break;
      case 'terminate':
        process.home.end(process, TERMINATED);
        return;
      case 'exit':
        if (this.#endsWith(what.from)) break;
        accept(process, what);
        return;
      case 'cancel':
        process.isCanceled = true;
        if (!this.facts.isEarly || process.reductions > 0) accept(process, what);
        else this.giveUp(endedEarly(what.reason));
        return;
      case 'decided': {
        const { from, operation, outcome, isMonitored, isLinked } = what;
        if (isMonitored) process.watched = added(process.watched, from);
        if (isLinked) process.links = added(process.links, from);
        if (outcome === undefined) break;
        accept(process, { type: 'result', id: 0, operation, outcome });
        return;
      }
      default:
        accept(process, what);
        return;
    }
    this.accepted();
  }

  /** True when its parent has ended, and it is to end with it. */
  #endsWith(parent: string): boolean {
    const { process, facts } = this;
    const policy = facts.terms.parent_close_policy;
    if (policy === 'abandon' || parent !== process.parent) return false;
    if (process.watched?.all.includes(parent) === true) return false;
    if (policy === 'terminate') process.home.end(process, TERMINATED);
    else {
      this.process.isCanceled = true;
      const reason = 'its parent has ended';
      accept(process, { type: 'cancel', id: 0, from: parent, reason, wait: undefined, deadline: undefined });
    }
    return true;
  }

  /** An input that wakes nobody is committed all the same (D3), together with what else comes now. */
  accepted(input?: Input): void {
    if (input?.type === 'result' && !this.#isTaking) this.#note(input, this.#engine.bodyOf(input));
    // Who has been woken by it comes to rest.
    if (this.process.standing === IDLE) this.#look();
  }

  /** Ends the step, when nothing else comes that goes on. */
  #look(): void {
    if (this.#isLooked || this.isOver) return;
    this.#isLooked = true;
    this.#engine.later(() => {
      this.#isLooked = false;
      if (!this.isOver && this.process.standing === IDLE && !this.process.hasReady) this.#commit(false);
    });
  }

  rested(isReady: boolean): void {
    if (this.isOver) return;
    if (isReady) {
      const ran = this.#engine.monotonic() - this.#step.began;
      if (!this.#step.hasEffects || ran < this.#engine.longestStep) return;
    }
    this.#commit(isReady);
  }

  /** Nothing comes of it any more. */
  over(): void {
    this.isOver = true;
    this.timer?.cancel();
  }

  /** It ends so, whatever its host says of failures. */
  giveUp(exit: Exit): void {
    this.isGivenUp = true;
    this.process.home.end(this.process, exit);
  }

  ended(given: Exit): void {
    if (this.isOver) return;
    this.over();
    const own = boundedEnd(given, this.#engine.mostState(this), (what) => this.#engine.bodyOf(what));
    const exit = this.isGivenUp ? own : this.#engine.endOf(this, this.#step, own);
    if (exit === undefined) {
      this.#hand({ layer: undefined, isFull: true, exit: undefined });
      return;
    }
    if (!this.isGivenUp && this.#engine.holds(this, exit)) return;
    this.#engine.farewell(this, this.#step, exit);
    this.#hand({ layer: undefined, isFull: false, exit });
  }

  /** `isReady`: it could go on. */
  #commit(isReady: boolean): void {
    if (this.#open >= MOST_OPEN) return;
    const { process } = this;
    const isSame = process.inputs === this.#inputs && process.reductions === this.#reductions;
    if (isSame && !this.#step.hasEffects && this.#consumed.length === 0) return;
    const isFull = process.program !== this.#program || this.#layers.isFullDue;
    const heap = isFull ? new Heap() : this.#heap;
    const moment = this.#engine.monotonic();
    let layer: Bytes;
    try {
      layer = saveProcess(process, this.#engine.saving(), heap, moment);
    } catch (thrown) {
      if (!(thrown instanceof UnsavableError)) throw thrown;
      // A step goes on for what ends within it, and as long as it does not wait (D9).
      if (!isReady && !this.#engine.waitsWithin(process)) this.#engine.unsavable(this, thrown);
      return;
    }
    if (layer.length > this.#engine.mostState(this)) {
      this.forget();
      process.home.end(process, stateTooLarge(layer.length, this.#engine.mostState(this)));
      return;
    }
    this.#heap = heap;
    process.saved = heap;
    if (isFull) this.#layers.full(layer.length);
    else this.#layers.add(layer.length);
    this.savedAt = moment;
    this.#inputs = process.inputs;
    this.#reductions = process.reductions;
    this.#hand({ layer, isFull, exit: undefined }, this.#restsFor(isReady));
  }

  #restsFor(isReady: boolean): number | undefined {
    const until = isReady ? undefined : this.#engine.restsUntil(this.process);
    if (this.#step.isTying) this.#lastTie = this.number + 1;
    if (until === undefined) return undefined;
    // Whoever has an answer to come looks after those it is tied to when it goes on (lost-ends.ts).
    if (this.#lastTie > this.#followed || this.#engine.isOwed(this.process.pid)) return AT_ONCE;
    return Math.min(until, this.endsAt) - this.savedAt;
  }

  #hand(made: Pick<Made, 'layer' | 'isFull' | 'exit'>, restsFor?: number): void {
    const { program, context } = this.process;
    const isOther = program !== this.#program || context !== this.#context;
    this.#program = program;
    this.#context = context;
    const step = this.#step;
    const consumed = this.#consumed.length === 0 ? NOTHING : this.#consumed;
    this.#step = new Step(this.#engine.monotonic());
    if (made.layer === undefined) this.savedAt = this.#step.began;
    if (consumed !== NOTHING) this.#consumed = [];
    const number = ++this.number;
    this.#open++;
    this.failures = 0;
    if (made.isFull) this.#fulls.push(this.number);
    const dropBefore = this.#dropped(made.exit !== undefined);
    const { facts, came } = this.#passed(step);
    const { layer, isFull, exit } = made;
    this.#unfollowed++;
    this.#engine.commit(
      this,
      step,
      { layer, isFull, exit, facts, came, number, consumed, isOther, dropBefore, restsFor },
      (written) => {
        if (this.#open-- === MOST_OPEN) this.#look();
        for (const id of this.#answered) this.#taken?.delete(id);
        this.#answered = consumed;
        this.#engine.follow(this, step, written, number);
      },
    );
  }

  /** Kp4. */
  #dropped(isEnd: boolean): number | undefined {
    const past = this.#engine.keptSteps(this);
    if (isEnd && past === 0) return this.number + 1;
    let first: number | undefined;
    while ((this.#fulls[1] ?? Number.POSITIVE_INFINITY) <= this.number - past) {
      this.#fulls.shift();
      first = this.#fulls[0];
    }
    return first;
  }

  /** What came and went with the step that ends now. */
  #passed(step: Step): { facts: string; came: Bytes | undefined } {
    const last = this.#serial;
    this.#serial = this.process.serial;
    const { attributesBefore } = step;
    if (this.#engine.keptSteps(this) === 0)
      return { facts: writeFacts({ came: NOTHING, went: NOTHING }, attributesBefore), came: undefined };
    let { went } = step;
    const { operations } = this.process;
    if (this.#serial > last && operations !== null) {
      const { only } = operations;
      if (only === null) went = [...went, ...[...operations].filter(({ id }) => id > last).map(callOf)];
      else if (only.id > last) went = [...went, callOf(only)];
    }
    const facts = writeFacts({ came: this.#came, went }, attributesBefore);
    const came = this.#bodies.length === 0 ? undefined : joined(this.#bodies);
    this.#came = [];
    this.#bodies = [];
    return { facts, came };
  }

  /** Drops what the step asked for: it fails before anything has left (D9). */
  forget(): void {
    this.#step.giveUp();
    this.#step = new Step(this.#engine.monotonic());
  }
}
