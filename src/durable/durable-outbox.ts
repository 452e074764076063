/**
 * The way out of durable processes: what they do to others is noted in their step, and leaves when it is committed (P1).
 *
 *   D4   What goes to a durable process is a row that the commit writes; it is handled exactly once.
 *   D11  What goes to any other is done after the commit, at most once.
 *   Do1  Names are decided at once, since one node owns them all, and kept by the commit.
 */
import type { Value } from '#lua';
import {
  added,
  type BusEvent,
  begin,
  copied,
  ErrorValue,
  type Exit,
  isDurable,
  isPid,
  Message,
  type Operation,
  type Outbox,
  type Process,
  type Shard,
  type SpawnRequest,
  TERMINATED,
  thisFiber,
  Wake,
} from '#process';
import type { Entering } from './input-form.ts';
import { Kept } from './kept.ts';
import type { Step } from './step.ts';
import type { CodeRecord, InputRecord, StartRecord } from './store/records.ts';

/** What the outbox needs of the engine. */
export interface Sending {
  readonly shard: Shard;
  isAlive(pid: string): boolean;
  keeps(host: string): boolean;
  record(to: string, from: string, what: Entering): InputRecord;
  /** A process that is to begin with the commit; or why it cannot. */
  plan(
    request: SpawnRequest,
    parent: string,
    answer: Kept['answer'],
  ): { readonly start: StartRecord; readonly code: readonly CodeRecord[] } | ErrorValue;
  /** Who has the name that the request asks for, among durable processes. */
  holderOf(request: SpawnRequest): string | ErrorValue | undefined;
  /** What that one gets in place of a start. */
  joining(request: SpawnRequest, from: string): Entering[];
  /** A durable process has got a name, which ends with it. */
  named(pid: string, name: string): void;
  settle(process: Process, operation: number, outcome: Exit): void;
}

export class DurableOutbox implements Outbox {
  readonly #engine: Sending;

  constructor(engine: Sending) {
    this.#engine = engine;
  }

  send(from: Process, to: string, topic: string, count: number, value: Value): ErrorValue | undefined {
    const pid = this.#find(to);
    if (pid instanceof ErrorValue) return pid;
    const step = stepOf(from);
    if (isDurable(pid)) {
      this.#enter(step, pid, from.pid, new Message(from.pid, topic, count, copied(count, value)));
      return undefined;
    }
    const { outbox } = this.#engine.shard;
    const copy = copied(count, value);
    step.after.push(() => outbox.sendAs(from.pid, pid, topic, count, copy));
    return undefined;
  }

  spawn(from: Process, request: SpawnRequest): string | ErrorValue | null {
    if (!this.#engine.keeps(request.host)) {
      // D11: its pid is known when it has started, which is after the commit.
      const operation = this.#await(from, 'spawn', [request.program.entry, request.host]);
      const copy = { ...request, args: request.args.map((each) => copied(1, each)) };
      stepOf(from).after.push(() => this.#spawnPlain(from, copy, operation));
      return null;
    }
    const wanted = childOf(from, request);
    const made = this.#plan(from, wanted, undefined);
    if (made instanceof ErrorValue) return made;
    if (wanted.isMonitored) from.watched = added(from.watched, made);
    if (wanted.isLinked) from.links = added(from.links, made);
    return made;
  }

  #spawnPlain(from: Process, request: SpawnRequest, operation: Operation): void {
    const { spawner } = this.#engine.shard;
    spawner.start(request, from.pid, null, (made) => {
      if (made instanceof ErrorValue) {
        this.#engine.settle(from, operation.id, { type: 'failed', error: made });
        return;
      }
      if (request.isMonitored) from.watched = added(from.watched, made.pid);
      if (request.isLinked) from.links = added(from.links, made.pid);
      this.#engine.settle(from, operation.id, { type: 'normal', value: made.pid });
    });
  }

  /** The pid of a process that begins with the commit, or of the one that has the name (it gets the messages). */
  #plan(from: Process, request: SpawnRequest, answer: Kept['answer']): string | ErrorValue {
    const step = stepOf(from);
    const known = answer === undefined ? this.#engine.holderOf(request) : undefined;
    if (known instanceof ErrorValue) return known;
    if (known !== undefined) {
      for (const what of this.#engine.joining(request, from.pid)) this.#enter(step, known, from.pid, what);
      return known;
    }
    const planned = this.#engine.plan(request, from.pid, answer);
    if (planned instanceof ErrorValue) return planned;
    step.starts.push(planned.start);
    step.code.push(...planned.code);
    return planned.start.pid;
  }

  exec(from: Process, request: SpawnRequest, operation: Operation): ErrorValue | undefined {
    if (this.#engine.keeps(request.host)) {
      const made = this.#plan(from, request, { pid: from.pid, operation: operation.id });
      return made instanceof ErrorValue ? made : undefined;
    }
    const copy = { ...request, args: request.args.map((each) => copied(1, each)) };
    stepOf(from).after.push(() => {
      if (from.operations?.get(operation.id) !== operation) return;
      const error = this.#engine.shard.outbox.exec(from, copy, operation);
      if (error !== undefined) this.#engine.settle(from, operation.id, { type: 'failed', error });
    });
    return undefined;
  }

  /** A durable process's end is its keeper's affair. */
  exit(): void {}

  link(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#find(to);
    if (pid instanceof ErrorValue) return pid;
    if (pid === from.pid) return undefined;
    from.links = added(from.links, pid);
    this.#tie(from, pid, 'link', (outbox) => outbox.link(from, pid));
    return undefined;
  }

  unlink(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#pidOf(to);
    if (pid instanceof ErrorValue) return pid;
    if (from.links?.delete(pid) !== true) return undefined;
    this.#tie(from, pid, 'unlink', (outbox) => {
      // The plain outbox takes the tie away on both sides.
      from.links = added(from.links, pid);
      return outbox.unlink(from, pid);
    });
    return undefined;
  }

  monitor(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#find(to);
    if (pid instanceof ErrorValue) return pid;
    from.watched = added(from.watched, pid);
    this.#tie(from, pid, 'monitor', (outbox) => outbox.monitor(from, pid));
    return undefined;
  }

  unmonitor(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#pidOf(to);
    if (pid instanceof ErrorValue) return pid;
    if (from.watched?.delete(pid) !== true) return undefined;
    this.#tie(from, pid, 'unmonitor', (outbox) => {
      from.watched = added(from.watched, pid);
      return outbox.unmonitor(from, pid);
    });
    return undefined;
  }

  cancel(from: Process, to: string, reason: string, wait: number | undefined): ErrorValue | undefined {
    const pid = this.#find(to);
    if (pid instanceof ErrorValue) return pid;
    const step = stepOf(from);
    if (isDurable(pid)) {
      const deadline = wait === undefined ? undefined : this.#engine.shard.clock.now() + wait;
      this.#enter(step, pid, from.pid, { type: 'cancel', id: 0, from: from.pid, reason, wait, deadline });
    } else step.after.push(() => this.#engine.shard.outbox.cancelAs(from.pid, pid, reason, wait));
    return undefined;
  }

  terminate(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#find(to);
    if (pid instanceof ErrorValue) return pid;
    if (pid === from.pid) {
      from.home.end(from, TERMINATED);
      return undefined;
    }
    this.#tie(from, pid, 'terminate', (outbox) => outbox.terminateNow(pid));
    return undefined;
  }

  register(from: Process, name: string, pid: string): true | ErrorValue | null {
    const { names } = this.#engine.shard;
    let answer = new ErrorValue('Unavailable', `the name '${name}' is not decided here`, true) as
      | true
      | ErrorValue;
    names.register(name, pid, (error) => {
      answer = error ?? true;
    });
    if (answer !== true) return answer;
    if (isDurable(pid)) {
      stepOf(from).names.push({ name, pid });
      this.#engine.named(pid, name);
    }
    return true;
  }

  unregister(from: Process, name: string): boolean | null {
    let answer = false;
    this.#engine.shard.names.unregister(name, (_, known) => {
      answer = known;
    });
    if (answer) stepOf(from).names.push({ name, pid: '' });
    return answer;
  }

  publish(from: Process, event: BusEvent): void {
    const copy = { ...event, data: copied(1, event.data) };
    stepOf(from).after.push(() => this.#engine.shard.bus.publish(copy));
  }

  #tie(
    from: Process,
    pid: string,
    type: 'link' | 'unlink' | 'monitor' | 'unmonitor' | 'terminate',
    act: (outbox: Shard['outbox']) => ErrorValue | undefined,
  ): void {
    const step = stepOf(from);
    if (isDurable(pid)) this.#enter(step, pid, from.pid, { type, from: from.pid });
    else step.after.push(() => act(this.#engine.shard.outbox));
  }

  #enter(step: Step, to: string, from: string, what: Entering): void {
    step.inputs.push({ record: this.#engine.record(to, from, what), what });
  }

  #await(from: Process, name: string, given: readonly Value[]): Operation {
    const fiber = thisFiber();
    const operation = begin(from, { module: 'process', function: name, arguments: given }, new Wake(fiber));
    fiber.wait = operation;
    return operation;
  }

  #pidOf(to: string): string | ErrorValue {
    if (isPid(to)) return to;
    const pid = this.#engine.shard.names.lookup(to);
    return pid ?? new ErrorValue('NotFound', `name '${to}' not found`, false);
  }

  /** The pid of a process that lives. */
  #find(to: string): string | ErrorValue {
    const pid = this.#pidOf(to);
    if (pid instanceof ErrorValue) return pid;
    const isAlive = isDurable(pid) ? this.#engine.isAlive(pid) : this.#engine.shard.directory.isAlive(pid);
    return isAlive ? pid : new ErrorValue('NotFound', `process ${pid} not found`, false);
  }
}

function stepOf(process: Process): Step {
  const { keeper } = process;
  if (!(keeper instanceof Kept)) throw new Error('the process is not durable');
  return keeper.step;
}

/** The end of a workflow's child comes to it without asking. */
function childOf(from: Process, request: SpawnRequest): SpawnRequest {
  const isChild = from.program?.workflow !== undefined && request.program.workflow !== undefined;
  return isChild ? { ...request, isMonitored: true } : request;
}
