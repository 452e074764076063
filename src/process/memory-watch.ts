/**
 * Sees to it that no process of a scheduler holds more memory than its limit.
 *
 *   Me1  What a process allocates is estimated by the thread's own counter, read around one of its runs for each slice's
 *        worth of fuel: allocation costs nothing on the way.
 *   Me2  When so much was allocated that the limit may be passed, and at least half of it, the exact size is taken, in
 *        steps, while the process rests. So a limit may be passed by half before it is seen.
 *   Me3  A process that is really over its limit ends as killed; no `pcall` takes that.
 *   Me4  While the whole heap is smaller than the limit nobody can be over it, and nothing is measured.
 *   Me5  When the heap of the thread is full to four fifths, new processes and calls are refused, retryable.
 */
import { ErrorValue } from './error-value.ts';
import type { AbnormalExit } from './exit.ts';
import type { Heap } from './heap.ts';
import { FUEL_PER_LOOK, MemoryAccount } from './memory-account.ts';
import type { Process } from './process.ts';
import { ProcessSize } from './process-size.ts';

/** Values that one turn of a measurement walks over. */
const VALUES_PER_TURN = 4000;
/** A share of the thread's heap at which new processes are refused. */
const FULL = 0.8;
/** While there is room, the heap is asked once for so many new processes. */
const ASK_EVERY = 64;

export class MemoryWatch {
  readonly #heap: Heap;
  #before = 0;
  /** Beginnings until the heap is asked again. */
  #askIn = 0;

  /** The first `askAfter` processes begin without a question: a small program then needs no module for it. */
  constructor(heap: Heap, askAfter = 0) {
    this.#heap = heap;
    this.#askIn = askAfter;
  }

  /** The heap is so full that nothing new should begin (Me5). */
  get isFull(): boolean {
    if (--this.#askIn > 0) return false;
    const isFull = this.#heap.used() > this.#heap.limit() * FULL;
    this.#askIn = isFull ? 1 : ASK_EVERY;
    return isFull;
  }

  /** A run that is looked at begins. */
  begin(): void {
    this.#before = this.#heap.allocated();
  }

  /** It has ended, and spent so much: true when the exact size of the process must be taken. */
  end(process: Process, spent: number): boolean {
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
    return size.isOver ? overLimit(process) : undefined;
  }
}

/** What a new process gets in its place. */
export function shortOfMemory(): ErrorValue {
  return new ErrorValue('RateLimited', 'the node is short of memory', true);
}

function overLimit({ entry, limits }: Process): AbnormalExit {
  const most = `${Math.round((limits.memory / 2 ** 20) * 10) / 10} MB`;
  const message = `memory limit exceeded: ${entry} holds more than ${most}`;
  return { type: 'killed', error: new ErrorValue('Internal', message, false) };
}
