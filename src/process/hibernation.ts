/**
 * Processes that have nothing to do for a while, kept as bytes: many in one slab, woken by the next input.
 *
 *   Hi1  A process is put to sleep when it has rested as long as its host says, if all that it is can be saved and
 *        nothing of the host works for it: no open call, no timer that is set, nothing that it holds open.
 *   Hi2  Nobody can tell: whoever looks for it finds it, and then it is awake. Its pid, names, links and monitors stay.
 *   Hi3  What cannot be saved stays awake, and is tried again only after it has run.
 */

import { type Few, toFailure } from '#base';
import { Heap, SnapshotError, UnsavableError } from '#lua';
import type { Context } from './context.ts';
import { Delay } from './delay.ts';
import { errorFromFailure } from './error-value.ts';
import type { Limits } from './limits.ts';
import {
  type Answer,
  ENDED,
  type Home,
  IDLE,
  type Outbox,
  type Owned,
  Process,
  type Seed,
} from './process.ts';
import { refillProcess, type Saving, saveProcess } from './process-snapshot.ts';
import type { Program } from './program.ts';
import type { Restoring } from './restoring.ts';
import { Slabs, type Stored } from './slab.ts';
import type { Alarm, Timers } from './timers.ts';

/** A process that sleeps: its bytes, and what is not in them. */
export class Sleeper implements Seed {
  readonly host: string;
  readonly entry: string;
  readonly program: Program | null;
  readonly context: Context;
  readonly limits: Limits;
  readonly parent: string;
  readonly slot: number;
  readonly generation: number;
  readonly startedAt: number;
  readonly view: string;
  readonly reductions: number;
  /** Messages that wait. */
  readonly mailbox: number;
  readonly answer: Answer | null;
  readonly ties: Few<Owned> | null;
  readonly bytes: Stored;
  readonly #home: Home;

  constructor(process: Process, bytes: Stored) {
    this.host = process.host;
    this.entry = process.entry;
    this.program = process.program;
    this.context = process.context;
    this.limits = process.limits;
    this.parent = process.parent;
    this.slot = process.slot;
    this.generation = process.generation;
    this.startedAt = process.startedAt;
    this.view = process.view;
    this.reductions = process.reductions;
    this.mailbox = process.mailbox.length;
    this.answer = process.answer;
    this.ties = process.ties;
    this.bytes = bytes;
    this.#home = process.home;
  }

  get pid(): string {
    return this.#home.name(this);
  }
}

/** What the scheduler does for it. */
export interface Bedroom extends Home {
  readonly timers: Timers;
  readonly outbox: Outbox;
  /** Puts the sleeper into the slot of the process, or back. */
  exchange(slot: number, one: Process | Sleeper): void;
}

/** What `process.seen` says besides the number of inputs at the last look. */
const UNSEEN = -1;
const LISTED = -2;

export class Hibernation {
  readonly #makeSaving: () => Saving;
  #made: Saving | undefined;
  readonly #bedroom: Bedroom;
  readonly #around: () => Restoring['around'];
  readonly #slabs = new Slabs();
  /** Milliseconds of rest, by host. */
  readonly #hosts = new Map<string, number>();
  /** A host whose processes never sleep, as was found last. */
  #wakeful = '';
  /** Those that have come to rest and are looked at. */
  #resting: Process[] = [];
  #alarm: Alarm | null = null;
  /** Processes that sleep. */
  count = 0;

  /** `saving` is asked for when the first process sleeps. */
  constructor(saving: () => Saving, bedroom: Bedroom, around: () => Restoring['around']) {
    this.#makeSaving = saving;
    this.#bedroom = bedroom;
    this.#around = around;
  }

  get #saving(): Saving {
    this.#made ??= this.#makeSaving();
    return this.#made;
  }

  /** Processes of the host sleep after so many milliseconds of rest; undefined: never. */
  set(host: string, after: number | undefined): void {
    this.#wakeful = '';
    if (after === undefined) this.#hosts.delete(host);
    else this.#hosts.set(host, after);
  }

  /** Bytes that those who sleep take in slabs. */
  get bytes(): number {
    return this.#slabs.living;
  }

  /** A process has come to rest. */
  rested(process: Process): void {
    const { host } = process;
    if (host === this.#wakeful) return;
    const after = this.#hosts.get(host);
    if (after === undefined) {
      this.#wakeful = host;
      return;
    }
    if (after === 0) this.put(process);
    else {
      if (process.seen === UNSEEN) {
        process.seen = LISTED;
        this.#resting.push(process);
      }
      this.#alarm ??= this.#bedroom.timers.after(after, () => this.#look());
    }
  }

  /** Looks who has rested since the last look; those sleep, the others are looked at again. */
  #look(): void {
    this.#alarm = null;
    const listed = this.#resting;
    this.#resting = [];
    let next = Number.POSITIVE_INFINITY;
    for (const process of listed) {
      const after = this.#hosts.get(process.host);
      // Whoever runs, or cannot sleep, is listed again when it comes to rest the next time.
      if (after === undefined || process.standing !== IDLE || process.restless === process.inputs) {
        process.seen = UNSEEN;
      } else if (process.seen === process.inputs) {
        process.seen = UNSEEN;
        this.put(process);
      } else {
        process.seen = process.inputs;
        this.#resting.push(process);
        next = Math.min(next, after);
      }
    }
    if (next !== Number.POSITIVE_INFINITY) {
      this.#alarm = this.#bedroom.timers.after(next, () => this.#look());
    }
  }

  /** Puts a process to sleep that rests; false when it must stay awake (Hi1). */
  put(process: Process): boolean {
    if (!canSleep(process)) {
      process.restless = process.inputs;
      return false;
    }
    let bytes: Uint8Array;
    try {
      bytes = saveProcess(process, this.#saving, new Heap());
    } catch (thrown) {
      if (!(thrown instanceof UnsavableError)) throw thrown;
      process.restless = process.inputs;
      return false;
    }
    this.#bedroom.exchange(process.slot, new Sleeper(process, this.#slabs.put(bytes)));
    // Whoever still holds it must look for it again.
    process.standing = ENDED;
    process.lastReceiver = null;
    this.count++;
    return true;
  }

  /** The process, awake again. */
  wake(sleeper: Sleeper): Process {
    const bytes = this.#slabs.take(sleeper.bytes);
    const { slot, generation, startedAt } = sleeper;
    const process = new Process(this.#bedroom, this.#bedroom.outbox, slot, generation, startedAt, sleeper);
    process.view = sleeper.view;
    process.answer = sleeper.answer;
    process.ties = sleeper.ties;
    this.#bedroom.exchange(slot, process);
    this.count--;
    try {
      refillProcess(process, this.#saving, this.#around(), bytes);
    } catch (thrown) {
      if (!(thrown instanceof SnapshotError)) throw thrown;
      this.#bedroom.end(process, { type: 'failed', error: errorFromFailure(toFailure(thrown)) });
    }
    return process;
  }
}

/** Nothing of the host works for the process (Hi1). */
function canSleep({ actor, isCall, attached, owned, operations, ties, memory }: Process): boolean {
  if (actor !== null || isCall || attached !== null || (memory?.measuring ?? null) !== null) return false;
  if ((owned?.size ?? 0) > 0 || (operations?.size ?? 0) > 0) return false;
  for (const tie of ties ?? []) if (tie instanceof Delay) return false;
  return true;
}
