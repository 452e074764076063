/**
 * How much memory a process holds: its values are walked from their roots, in steps. While it is being measured it
 * does not run.
 */
import { type Open, SizeWalk, type Value } from '#lua';
import { Held } from '#plugin';
import { Channel } from './channel.ts';
import { ErrorValue } from './error-value.ts';
import type { Fiber } from './fiber.ts';
import { GuestSource } from './guest-source.ts';
import { Instance } from './instance.ts';
import type { Measurement } from './memory-account.ts';
import { Message } from './message.ts';
import { Payload } from './payload-value.ts';
import type { Process } from './process.ts';

/** An error with its texts and traces, roughly. */
const ERROR = 400;
const MESSAGE = 72;
/** A timer, a source or a subscription. */
const OWNED = 300;

const open: Open = (object) => {
  if (object instanceof Message) return [object.topic, object.value];
  if (object instanceof Channel) return object.contents();
  if (object instanceof Payload) return [object.value];
  if (object instanceof GuestSource) return object.channel.contents();
  if (object instanceof Instance) return [object.body];
  if (object instanceof ErrorValue) return ERROR + object.message.length;
  if (object instanceof Held) return object.handle.size?.(object.live);
  return undefined;
};

export class ProcessSize implements Measurement {
  /** Bytes of what waits in the mailbox, once that is known. */
  mail = 0;
  readonly #process: Process;
  readonly #walk: SizeWalk;
  #isMailCounted = false;
  readonly #roots: Generator<Value[], void>;

  constructor(process: Process) {
    this.#process = process;
    this.#roots = rootsOf(process);
    this.#walk = new SizeWalk(process.limits.memory, open);
    this.#walk.bytes = process.mailbox.length * MESSAGE + (process.owned?.size ?? 0) * OWNED;
    this.#walk.add(process.mailbox.contents());
  }

  get bytes(): number {
    return this.#walk.bytes;
  }

  get isOver(): boolean {
    return this.#walk.isOver;
  }

  /** Walks about so many values; true when the size is known, or known to be too much. */
  step(values: number): boolean {
    if (!this.#walk.step(values)) return false;
    if (this.isOver) return true;
    if (!this.#isMailCounted) {
      this.#isMailCounted = true;
      this.mail = this.bytes;
      this.#process.mailbox.weighed = this.#process.mailbox.length;
    }
    const next = this.#roots.next();
    if (next.done === true) return true;
    this.#walk.add(next.value);
    return false;
  }
}

/** So many at a time: a process may have a million. */
const ROOTS_AT_ONCE = 500;

/** What the coroutines of a process hold and wait for, in lists of which each takes a moment to make. */
function* rootsOf({ main, fibers, operations }: Process): Generator<Value[], void> {
  if (main !== null) yield heldBy(main);
  let roots: Value[] = [];
  for (const fiber of fibers ?? []) {
    roots.push(...heldBy(fiber));
    if (roots.length < ROOTS_AT_ONCE) continue;
    yield roots;
    roots = [];
  }
  for (const operation of operations ?? []) {
    roots.push(operation.arguments);
    if (roots.length < ROOTS_AT_ONCE) continue;
    yield roots;
    roots = [];
  }
  yield roots;
}

function heldBy({ task, a, b }: Fiber): Value[] {
  return [task.frames, task.values, task.error, task.stash, a, b];
}
