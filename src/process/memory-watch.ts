/**
 * Sees to it that no process of a scheduler holds more memory than its limit.
 *
 *   Me1  What a process allocates is estimated by the thread's own counter, read around one of its runs for each slice's
 *        worth of fuel: allocation costs nothing on the way.
 *   Me2  When so much was allocated that the limit may be passed, and at least half of it, the exact size is taken, in
 *        steps, while the process rests. So a limit may be passed by half before it is seen.
 *   Me3  A process that is really over its limit ends as killed; no `pcall` takes that.
 *   Me4  While the whole heap is smaller than the limit nobody can be over it, and nothing is measured.
 *        The same while the heap is small, whatever the limit is, for those who may have as much.
 *   Me5  When the heap of the thread is full to four fifths, new processes and calls are refused, retryable.
 */
import { ErrorValue } from './error-value.ts';
import { type AbnormalExit, overLimit } from './exit.ts';
import type { Heap } from './heap.ts';
import { FUEL_PER_LOOK, FUEL_PER_SMALL_LOOK, MemoryAccount } from './memory-account.ts';
import type { Process } from './process.ts';
import { ProcessSize } from './process-size.ts';

/** Values that one turn of a measurement walks over. */
const VALUES_PER_TURN = 4000;
/** A share of the thread's heap at which new processes are refused. */
const FULL = 0.8;
/** While there is room, the heap is asked once for so many new processes; a small one more seldom, which is dearer to ask. */
const ASK_EVERY = 64;
const ASK_SMALL_EVERY = 256;
/** A small heap is asked the more seldom the smaller it is: what a new process and a unit of fuel may take of it. */
const BYTES_PER_PROCESS = 16_384;
const BYTES_PER_FUEL = 256;

export class MemoryWatch {
  readonly #heap: Heap;
  /** See `Heap`; 0 once the heap was found to be larger. */
  #small: number;
  /** What was allocated when the run began; NaN when nobody needs to know. */
  #before = Number.NaN;
  /** Beginnings until the heap is asked again. */
  #askIn = 0;
  /** Looks until the heap, which was small, is asked again. */
  #lookIn = 0;

  /** The first `askAfter` processes begin without a question: a small program then needs no module for it. */
  constructor(heap: Heap, askAfter = 0) {
    this.#heap = heap;
    this.#small = heap.small ?? 0;
    this.#askIn = askAfter;
  }

  /** The heap is so full that nothing new should begin (Me5). */
  get isFull(): boolean {
    if (--this.#askIn > 0) return false;
    const used = this.#heap.used();
    if (used < this.#small) {
      this.#askIn = Math.max(ASK_SMALL_EVERY, Math.floor((this.#small - used) / BYTES_PER_PROCESS));
      return false;
    }
    const isFull = used > this.#heap.limit() * FULL;
    this.#askIn = isFull ? 1 : ASK_EVERY;
    return isFull;
  }

  /** A run of the process that is looked at begins. */
  begin({ limits }: Process): void {
    this.#before = limits.memory >= this.#small && this.#isSmall() ? Number.NaN : this.#heap.allocated();
  }

  /** The heap is small, as far as is known. */
  #isSmall(): boolean {
    if (this.#small === 0) return false;
    if (--this.#lookIn > 0) return true;
    const room = this.#small - this.#heap.used();
    this.#lookIn = Math.floor(room / (FUEL_PER_SMALL_LOOK * BYTES_PER_FUEL));
    if (room <= 0) this.#small = 0;
    return room > 0;
  }

  /** It has ended, and spent so much: true when the exact size of the process must be taken. */
  end(process: Process, spent: number): boolean {
    if (Number.isNaN(this.#before)) {
      process.lookAt = process.reductions + FUEL_PER_SMALL_LOOK;
      return false;
    }
    const allocated = this.#heap.allocated() - this.#before;
    process.memory ??= new MemoryAccount();
    const account = process.memory;
    const since = process.reductions - account.seen;
    account.seen = process.reductions;
    process.lookAt = process.reductions + FUEL_PER_LOOK;
    account.allocated += spent > 0 ? allocated * (since / spent) : allocated;
    const { memory } = process.limits;
    if (!Number.isFinite(memory) || process.actor !== null) return false;
    if (account.allocated < Math.max(memory / 2, memory - account.size)) return false;
    if (this.#heap.used() < memory) return false;
    this.measure(process);
    return true;
  }

  /** So many bytes were made for a process while it did not run; it is looked at when it does. */
  count(process: Process, bytes: number): void {
    process.memory ??= new MemoryAccount();
    process.memory.allocated += bytes;
    process.lookAt = Math.min(process.lookAt, process.reductions);
  }

  /** From now on the turns of the process are spent on its measurement. */
  measure(process: Process): void {
    process.memory ??= new MemoryAccount();
    process.memory.measuring ??= new ProcessSize(process);
    process.lookAt = 0;
  }

  /** Spends one turn on a measurement: how the process ends if it is over its limit, otherwise nothing. */
  step(process: Process): AbnormalExit | undefined {
    const account = process.memory;
    const size = account?.measuring ?? null;
    if (account === null || size === null) return undefined;
    if (!size.step(VALUES_PER_TURN)) return undefined;
    account.measuring = null;
    account.size = size.bytes;
    account.allocated = 0;
    process.lookAt = process.reductions + FUEL_PER_LOOK;
    process.mailbox.bytes = size.mail;
    return size.isOver ? overMemory(process) : undefined;
  }
}

/** What a new process gets in its place. */
export function shortOfMemory(): ErrorValue {
  return new ErrorValue('RateLimited', 'the node is short of memory', true);
}

function overMemory({ entry, limits }: Process): AbnormalExit {
  const most = `${Math.round((limits.memory / 2 ** 20) * 10) / 10} MB`;
  return overLimit(`memory limit exceeded: ${entry} holds more than ${most}`);
}
