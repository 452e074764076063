/**
 * Calls of functions. A call is a short process on the scheduler of its caller, run in an instance of the function's
 * program.
 *
 *   Ca1  A finished call gives its instance back for the next one of the same function, actor and scope; a failed one
 *        does not. Nobody may rely on what an instance still holds. A program that runs one function for all (see
 *        instance.ts) needs none.
 *   Ca2  `static` bounds the calls that run at once on the whole node: they run on one scheduler, chosen by the
 *        function's id. `workers` run, `buffer` more wait in order, all others are `RateLimited`, retryable. Who may not
 *        wait so long is `Timeout`, and does not run.
 *   Ca3  `lazy`, `adaptive` and `inline` bound the instances that are kept and never the calls. Of more calls at once
 *        the instances stay for a second, since the next ones come from the same callers.
 *   Ca4  A call is cancelled with its caller, but only before it has answered. One that listens to its events is
 *        asked and has a while to end, any other ends at once.
 *   Ca5  New code is new programs: an instance never outlives its program's place in the pool.
 */
import type { Clock } from '#base';
import type { Value } from '#lua';
import type { Attachment } from '#plugin';
import { type Context, identityOf } from './context.ts';
import { ErrorValue, notFound } from './error-value.ts';
import type { Exit } from './exit.ts';
import { type Health, UNCOUNTED } from './health.ts';
import { accept } from './input.ts';
import { beginning, Instance } from './instance.ts';
import { limitsOf } from './limits.ts';
import { shortOfMemory } from './memory-watch.ts';
import type { Answer, Process } from './process.ts';
import type { Callable, Programs } from './program.ts';
import { RemoteAnswer } from './result.ts';
import type { Scheduler } from './scheduler.ts';
import type { Peers } from './shared-names.ts';
import { copies } from './spawner.ts';
import type { Alarm } from './timers.ts';
import { readContext, readList, writeContext, writeList } from './traffic.ts';

export interface CallRequest {
  readonly id: string;
  readonly callable: Callable;
  /** Copied on the way. */
  readonly args: readonly Value[];
  readonly context: Context;
  readonly view: string;
  /** The caller's pid, '' for the runtime or a caller that has none yet. */
  readonly parent: string;
  readonly attached?: readonly Attachment[] | undefined;
  /** Milliseconds that it may wait for its turn; undefined or 0: any. */
  readonly startWithin?: number | undefined;
  /** In an instance of its own, used by no call before or after. */
  readonly isFresh?: boolean | undefined;
}

/** A call under way. */
export interface Running {
  /** Best effort: a call that has answered goes on. */
  cancel(): void;
}

/** How long a cancelled call that listens to its events may take to end. */
const GRACE_MILLIS = 5000;
const KEPT = 16;
/** Ca3, and how many that may be. */
const CROWD_MILLIS = 1000;
const LARGEST_CROWD = 256;

interface PoolState {
  readonly health: Health;
  /** Instances that wait for a call, by the identity of actor and scope. */
  readonly idle: Map<string, Instance[]>;
  kept: number;
  /** Calls that run and will give their instance back, and the most of them since the last look (Ca3). */
  active: number;
  crowd: number;
  look: Alarm | null;
  /** static only. */
  running: number;
  readonly waiting: Waiting[];
}

interface Waiting {
  readonly request: CallRequest;
  readonly answer: Answer;
  process: Process | null;
  /** Ends its waiting. */
  alarm: Alarm | undefined;
}

export interface CallParts {
  readonly scheduler: Scheduler;
  readonly programs: Programs;
  readonly peers: Peers;
}

export class Calls {
  readonly #parts: CallParts;
  readonly #pools = new WeakMap<Callable, PoolState>();
  /** Calls for other schedulers, by the caller's pid and operation. */
  readonly #foreign = new Map<string, Running>();

  constructor(parts: CallParts) {
    this.#parts = parts;
  }

  get clock(): Clock {
    return this.#parts.scheduler.clock;
  }

  /** Starts a call of this scheduler; the answer may come while this runs. */
  start(request: CallRequest, answer: Answer): Running {
    if (this.#parts.scheduler.memory.isFull) {
      answer.settle({ type: 'failed', error: shortOfMemory() });
      return { cancel: () => {} };
    }
    const pool = this.#poolOf(request.callable);
    const { type, workers = 1, buffer = 0 } = request.callable.pool;
    if (type !== 'static') return this.#run(request, answer, pool);
    const waiting: Waiting = { request, answer, process: null, alarm: undefined };
    if (pool.running < workers) this.#runNext(pool, waiting);
    else if (pool.waiting.length < buffer) this.#wait(pool, waiting);
    else answer.settle({ type: 'failed', error: busy(request.id, workers, buffer) });
    return { cancel: () => this.#drop(pool, waiting) };
  }

  /** The scheduler on which a function's calls run: that of the caller, unless the pool is for the whole node. */
  homeOf(id: string, callable: Callable): number {
    const { index, count } = this.#parts.peers;
    if (callable.pool.type !== 'static' || count === 1) return index;
    let hash = 0;
    for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) >>> 0;
    return hash % count;
  }

  /** Asks another scheduler; the answer comes as the result of the caller's operation. */
  startFar(to: number, request: CallRequest, caller: string, operation: number): Running {
    const { peers } = this.#parts;
    const { id, args, context, view, startWithin = 0 } = request;
    const content = [operation, id, view, writeContext(context), writeList(args), startWithin];
    peers.post(to, 'call', content, caller);
    return { cancel: () => peers.post(to, 'call.cancel', [operation], caller) };
  }

  /** A call that another scheduler asks for. */
  receive(content: readonly Value[], caller: string, from: number): void {
    const [operation, id, view, context, args, startWithin] = content;
    const { programs, peers } = this.#parts;
    const answer = new RemoteAnswer(peers, from, caller, Number(operation));
    const callable = programs.function(String(id), String(view));
    if (callable === undefined) {
      answer.settle({ type: 'failed', error: notFound(`function ${String(id)} not found`) });
      return;
    }
    const key = `${caller} ${operation}`;
    const request: CallRequest = {
      id: String(id),
      callable,
      args: readList(args),
      context: readContext(context),
      view: String(view),
      parent: caller,
      startWithin: Number(startWithin),
    };
    let isOver = false;
    const running = this.start(request, {
      settle: (exit) => {
        isOver = true;
        this.#foreign.delete(key);
        answer.settle(exit);
      },
    });
    if (!isOver) this.#foreign.set(key, running);
  }

  cancelFrom(caller: string, operation: number): void {
    this.#foreign.get(`${caller} ${operation}`)?.cancel();
  }

  #poolOf(callable: Callable): PoolState {
    let pool = this.#pools.get(callable);
    if (pool === undefined) {
      const health = this.#parts.scheduler.health.of(callable.program);
      const counts = { kept: 0, active: 0, crowd: 0, running: 0 };
      pool = { health, idle: new Map(), ...counts, look: null, waiting: [] };
      this.#pools.set(callable, pool);
    }
    return pool;
  }

  #wait(pool: PoolState, waiting: Waiting): void {
    pool.waiting.push(waiting);
    const { id, startWithin = 0 } = waiting.request;
    if (startWithin <= 0) return;
    waiting.alarm = this.#parts.scheduler.timers.after(startWithin, () => {
      this.#leave(pool, waiting, { type: 'failed', error: notStarted(id, startWithin, pool.running) });
    });
  }

  /** It does not wait any more, and did not run. */
  #leave(pool: PoolState, waiting: Waiting, exit: Exit): void {
    const place = pool.waiting.indexOf(waiting);
    if (place < 0) return;
    pool.waiting.splice(place, 1);
    this.#disarm(waiting);
    waiting.answer.settle(exit);
  }

  #disarm({ alarm }: Waiting): void {
    if (alarm !== undefined) this.#parts.scheduler.timers.cancel(alarm);
  }

  #runNext(pool: PoolState, waiting: Waiting): void {
    pool.running++;
    const { answer } = waiting;
    this.#disarm(waiting);
    const process = this.#begin(waiting.request, pool, {
      settle: (exit) => answer.settle(exit),
      ended: () => {
        pool.running--;
        const next = pool.waiting.shift();
        if (next !== undefined) this.#runNext(pool, next);
      },
    });
    waiting.process = process;
  }

  #drop(pool: PoolState, waiting: Waiting): void {
    if (waiting.process !== null) this.cancel(waiting.process);
    else this.#leave(pool, waiting, { type: 'terminated', error: canceled() });
  }

  #run(request: CallRequest, answer: Answer, pool: PoolState): Running {
    const process = this.#begin(request, pool, answer);
    return new Call(this, process);
  }

  #begin(request: CallRequest, pool: PoolState, answer: Answer): Process {
    const { callable, id, context } = request;
    const { program } = callable;
    const { body } = program;
    const identity = body === undefined ? identityOf(context) : '';
    const idle = body !== undefined || request.isFresh === true ? undefined : takeIdle(pool, identity);
    const instance = idle ?? (body === undefined ? new Instance(program) : null);
    const { scheduler } = this.#parts;
    const process = scheduler.create({
      host: callable.host ?? id,
      entry: id,
      program,
      context,
      limits: limitsOf(program.limits, undefined),
      parent: request.parent,
    });
    process.isCall = true;
    process.view = request.view;
    process.attached = request.attached ?? null;
    const began = request.view === '' ? pool.health.begin(scheduler.clock) : UNCOUNTED;
    if (request.isFresh === true) process.answer = answer;
    else {
      process.answer = new Return(this, pool, callable, identity, instance, answer, began);
      if (++pool.active > pool.crowd) pool.crowd = pool.active;
    }
    const args = copies(request.args);
    if (instance !== null) process.start(beginning(instance, args));
    else if (body !== undefined) process.start(body, args);
    return process;
  }

  /** Takes an instance back (Ca1). */
  giveBack(pool: PoolState, callable: Callable, identity: string, instance: Instance): void {
    const bound = boundOf(callable);
    if (instance.body === undefined || bound < 1) return;
    dropIdle(pool, Math.max(bound, Math.min(pool.crowd, LARGEST_CROWD)) - 1);
    pool.kept++;
    if (pool.kept > bound) pool.look ??= this.#lookAfter(pool, bound);
    const idle = pool.idle.get(identity);
    if (idle === undefined) pool.idle.set(identity, [instance]);
    else idle.push(instance);
  }

  /** Lets go of what no crowd needs any more (Ca3). */
  #lookAfter(pool: PoolState, bound: number): Alarm {
    return this.#parts.scheduler.timers.after(CROWD_MILLIS, () => {
      dropIdle(pool, Math.max(bound, Math.min(pool.crowd, LARGEST_CROWD)));
      pool.crowd = pool.active;
      pool.look = pool.kept > bound ? this.#lookAfter(pool, bound) : null;
    });
  }

  cancel(process: Process): void {
    if (!process.isAlive || process.isAnswered) return;
    const { scheduler } = this.#parts;
    if (!process.mailbox.listensToEvents) {
      scheduler.end(process, { type: 'terminated', error: canceled() });
      return;
    }
    const deadline = scheduler.clock.now() + GRACE_MILLIS;
    const reason = 'the call was canceled';
    accept(process, { type: 'cancel', id: 0, from: process.parent, reason, wait: GRACE_MILLIS, deadline });
  }
}

/**
 * A call that runs. No object literal: when those of one place have lived long for a while, V8 puts them and all that
 * they hold where only slow collections look (measured: the calls of a busy function spent a quarter of their time on it).
 */
class Call implements Running {
  readonly #calls: Calls;
  readonly #process: Process;

  constructor(calls: Calls, process: Process) {
    this.#calls = calls;
    this.#process = process;
  }

  cancel(): void {
    this.#calls.cancel(this.#process);
  }
}

/** How many instances are kept. */
function boundOf({ pool: { type, workers, maxSize } }: Callable): number {
  return type === 'static' ? (workers ?? 1) : (maxSize ?? KEPT);
}

/** Leaves so many instances: whoever has not called for longest gives way. */
function dropIdle(pool: PoolState, most: number): void {
  if (pool.kept <= most) return;
  for (const identity of pool.idle.keys()) {
    while (pool.kept > most && takeIdle(pool, identity) !== undefined);
    if (pool.kept <= most) return;
  }
}

/** Takes an instance that waits for a call; a place without any is forgotten. */
function takeIdle(pool: PoolState, identity: string): Instance | undefined {
  const idle = pool.idle.get(identity);
  const instance = idle?.pop();
  if (instance === undefined || idle === undefined) return undefined;
  // Those of nobody in particular are most calls, and keep their place.
  if (idle.length === 0 && identity !== '') pool.idle.delete(identity);
  pool.kept--;
  return instance;
}

/** Answers the caller, and gives the instance back when the process is gone. */
class Return implements Answer {
  readonly #calls: Calls;
  readonly #pool: PoolState;
  readonly #callable: Callable;
  readonly #identity: string;
  readonly #instance: Instance | null;
  readonly #answer: Answer;
  /** See `Health.begin`. */
  readonly #began: number;

  constructor(
    calls: Calls,
    pool: PoolState,
    callable: Callable,
    identity: string,
    instance: Instance | null,
    answer: Answer,
    began: number,
  ) {
    this.#calls = calls;
    this.#pool = pool;
    this.#callable = callable;
    this.#identity = identity;
    this.#instance = instance;
    this.#answer = answer;
    this.#began = began;
  }

  settle(exit: Exit): void {
    this.#pool.health.finish(exit, this.#began, this.#calls.clock);
    this.#answer.settle(exit);
  }

  ended(isClean: boolean): void {
    this.#pool.active--;
    const instance = this.#instance;
    if (isClean && instance !== null)
      this.#calls.giveBack(this.#pool, this.#callable, this.#identity, instance);
    this.#answer.ended?.(isClean);
  }
}

function busy(id: string, workers: number, buffer: number): ErrorValue {
  return new ErrorValue('RateLimited', `${id}: ${workers} calls run and ${buffer} wait already`, true);
}

function notStarted(id: string, millis: number, running: number): ErrorValue {
  const message = `${id} did not begin within ${millis} ms: ${running} calls run, as many as may`;
  return new ErrorValue('Timeout', message, false);
}

export function canceled(): ErrorValue {
  return new ErrorValue('Canceled', 'the call was canceled', false);
}
