/**
 * The way out of durable processes: what they do to others is noted in their step, and leaves when it is committed (P1).
 *
 *   D4   What goes to a durable process is a row that the commit writes, also when it lives in another store (away.ts); it
 *        is handled exactly once.
 *   D11  What goes to any other is done after the commit, at most once.
 *   Do1  Names are decided at once where one node owns them all, and kept by the commit; otherwise by the store (D6).
 */
import type { Value } from '#lua';
import {
  added,
  awaitAnswer,
  type BusEvent,
  copied,
  ErrorValue,
  type Exit,
  hostOf,
  isDurable,
  isPid,
  Message,
  notFound,
  type Operation,
  type Outbox,
  type Process,
  type Shard,
  type SpawnRequest,
  TERMINATED,
  thisFiber,
  tied,
  withCopies,
} from '#process';
import type { Asking } from './claims.ts';
import type { Entering } from './input-form.ts';
import { Kept } from './kept.ts';
import type { KeptFacts } from './kept-facts.ts';
import { tooLarge } from './size-limits.ts';
import type { Starts } from './starts.ts';
import type { Step } from './step.ts';
import type { Bytes, InputRecord } from './store/records.ts';

/** What the outbox needs of the engine. */
export interface Sending {
  readonly shard: Shard;
  /** Several nodes share the store. */
  readonly isShared: boolean;
  isAlive(pid: string): boolean;
  keeps(host: string): boolean;
  record(to: string, from: string, what: Entering): InputRecord;
  readonly starts: Starts;
  spawn(request: SpawnRequest, parent: string, done: (made: string | ErrorValue) => void): void;
  /** The pid is a place in the store: what goes there is a row of the commit. */
  isStored(pid: string): boolean;
  /** What goes there is a row of the commit, of this store or on its way to another one. */
  isRow(pid: string): boolean;
  /** What asks the store for a name, where the store decides names. */
  asking(name: string, pid: string, operation: number): Bytes | undefined;
  /** A durable process has got a name, which ends with it. */
  named(name: string, pid: string, isSet: boolean): void;
  fullFor(pid: string, more?: number): ErrorValue | undefined;
  /** The largest message to processes of a host. */
  mostBytes(host: string): number;
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
    if (this.#engine.isRow(pid)) {
      const gate = this.#engine.isStored(pid) ? this.#engine : this.#engine.shard.gate;
      const full = gate?.fullFor(pid, step.messagesTo(pid));
      if (full !== undefined) return full;
      const what = new Message(from.pid, topic, count, copied(count, value));
      const record = this.#engine.record(pid, from.pid, what);
      const most = this.#engine.mostBytes(hostOf(pid));
      if (record.body.length > most) return tooLarge('a message', record.body.length, most);
      step.inputs.push({ record, what });
      step.sends(pid);
      return undefined;
    }
    const { outbox } = this.#engine.shard;
    const copy = copied(count, value);
    step.tell('message', pid, topic);
    step.after.push(() => outbox.sendAs(from.pid, pid, topic, count, copy));
    return undefined;
  }

  spawn(from: Process, request: SpawnRequest): string | ErrorValue | null {
    if (this.#startsByRow(request)) {
      const wanted = childOf(from, request);
      const made = this.#startByRow(from, wanted, undefined);
      if (typeof made === 'string') tied(from, made, wanted);
      return made;
    }
    if (!this.#engine.keeps(request.host)) {
      // D11: its pid is known when it has started, which is after the commit.
      const operation = awaitSpawn(from, request);
      const copy = withCopies(request);
      stepOf(from).after.push(() => this.#spawnPlain(from, copy, operation));
      return null;
    }
    const wanted = childOf(from, request);
    if (this.#engine.starts.asksFirst(wanted)) {
      const operation = awaitSpawn(from, request);
      const copy = withCopies(wanted);
      stepOf(from).after.push(() =>
        this.#engine.spawn(copy, from.pid, this.#answering(from, copy, operation)),
      );
      return null;
    }
    if (this.#engine.starts.isClaimed(wanted)) {
      const operation = awaitSpawn(from, request);
      // The store decides about the name, and tells it by an input (D6).
      const made = this.#begin(from, wanted, undefined, { mode: 'spawn', operation: operation.id });
      if (made instanceof ErrorValue)
        this.#engine.settle(from, operation.id, { type: 'failed', error: made });
      return null;
    }
    const made = this.#plan(from, wanted, undefined);
    if (made instanceof ErrorValue) return made;
    tied(from, made, wanted);
    return made;
  }

  /** Another store of the node has the host. */
  #isElsewhere(host: string): boolean {
    return !this.#engine.keeps(host) && this.#engine.shard.gate?.keeps(host) === true;
  }

  /** A spawn of it is a row (D4): another store has the host, and no name is decided there. */
  #startsByRow(request: SpawnRequest): boolean {
    return this.#isElsewhere(request.host) && this.#engine.starts.isNameless(request);
  }

  /** The pid of a process that begins by a row, here or in another store, some time after the commit. */
  #startByRow(from: Process, request: SpawnRequest, operation: number | undefined): string | ErrorValue {
    const { starts } = this.#engine;
    const planned = starts.planByRow(request, from.pid, operation);
    if (planned instanceof ErrorValue) return planned;
    const { pid, record, endsWithParent } = planned;
    const step = stepOf(from);
    step.inputs.push({ record, what: undefined });
    step.undo.push(() => starts.elsewhere.delete(pid));
    if (endsWithParent) from.watchers = added(from.watchers, pid);
    return pid;
  }

  #spawnPlain(from: Process, request: SpawnRequest, operation: Operation): void {
    const { gate, hosts, spawner } = this.#engine.shard;
    if (this.#startsByRow(request)) {
      this.#answering(from, request, operation)(cameLate(request));
      return;
    }
    // A store has the host, and says what becomes of the name.
    if (gate?.keeps(request.host) === true) {
      const child = childOf(from, request);
      gate.spawn(child, from.pid, this.#answering(from, child, operation));
      return;
    }
    const answer = this.#answering(from, request, operation);
    const place = hosts.place(request.host);
    if (place instanceof ErrorValue) {
      answer(place);
      return;
    }
    spawner.start(request, from.pid, null, (made) => answer(made instanceof ErrorValue ? made : made.pid));
  }

  #answering(from: Process, request: SpawnRequest, operation: Operation) {
    return (made: string | ErrorValue): void => {
      if (typeof made === 'string') tied(from, made, request);
      const outcome: Exit =
        typeof made === 'string' ? { type: 'normal', value: made } : { type: 'failed', error: made };
      this.#engine.settle(from, operation.id, outcome);
    };
  }

  /** The pid of a process that begins with the commit, or of the one that has the name (it gets the messages). */
  #plan(from: Process, request: SpawnRequest, answer: KeptFacts['answer']): string | ErrorValue {
    const step = stepOf(from);
    const { starts } = this.#engine;
    const known = answer === undefined ? starts.holderOf(request) : undefined;
    if (known instanceof ErrorValue) return known;
    if (known !== undefined) {
      for (const what of starts.joining(request, from.pid)) this.#enter(step, known, from.pid, what);
      return known;
    }
    return this.#begin(from, request, answer);
  }

  /** The pid of a process that begins with the commit. */
  #begin(
    from: Process,
    request: SpawnRequest,
    answer: KeptFacts['answer'],
    asking?: Pick<Asking, 'mode' | 'operation'>,
  ): string | ErrorValue {
    const step = stepOf(from);
    const { starts } = this.#engine;
    const planned = starts.plan(request, from.pid, answer, asking);
    if (planned instanceof ErrorValue) return planned;
    step.starts.push(planned.start);
    step.undo.push(() => starts.unplan(planned));
    const { pid } = planned.start;
    if (planned.endsWithParent) from.watchers = added(from.watchers, pid);
    return pid;
  }

  exec(from: Process, request: SpawnRequest, operation: Operation): ErrorValue | undefined {
    const started = this.#execStored(from, request, operation.id);
    operation.isStored = started !== undefined && !(started instanceof ErrorValue);
    if (started !== undefined) return started instanceof ErrorValue ? started : undefined;
    const copy = withCopies(request);
    stepOf(from).after.push(() => {
      if (from.operations?.get(operation.id) !== operation) return;
      const error = this.#isElsewhere(copy.host)
        ? cameLate(copy)
        : this.#engine.shard.outbox.exec(from, copy, operation);
      if (error !== undefined) this.#engine.settle(from, operation.id, { type: 'failed', error });
    });
    return undefined;
  }

  /** What begins with the commit, or by a row of it; undefined when no store has the host. */
  #execStored(from: Process, request: SpawnRequest, operation: number): string | ErrorValue | undefined {
    const { starts } = this.#engine;
    if (!this.#engine.keeps(request.host))
      return this.#isElsewhere(request.host) ? this.#startByRow(from, request, operation) : undefined;
    // The store says whether the name may be used, which it says of what is handed on too.
    if (starts.asksFirst(request)) return this.#startByRow(from, request, operation);
    const answer = { pid: from.pid, operation };
    if (starts.isClaimed(request)) return this.#begin(from, request, answer, { mode: 'exec', operation });
    return this.#plan(from, request, answer);
  }

  /** A durable process's end is its keeper's affair. */
  exit(): void {}

  link(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#find(to);
    if (pid instanceof ErrorValue) return pid;
    if (pid === from.pid)
      return new ErrorValue('Invalid', 'linking to itself is not supported in workflow context', false);
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
    if (this.#engine.isRow(pid)) {
      const deadline = wait === undefined ? undefined : this.#engine.shard.clock.now() + wait;
      this.#enter(step, pid, from.pid, { type: 'cancel', id: 0, from: from.pid, reason, wait, deadline });
    } else {
      step.tell('cancel', pid, reason);
      step.after.push(() => this.#engine.shard.outbox.cancelAs(from.pid, pid, reason, wait));
    }
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
    if (this.#engine.isShared && this.#engine.isStored(pid)) {
      const operation = awaitAnswer(from, thisFiber(), 'registry.register', [name, pid]);
      stepOf(from).names.push({ name, pid, answer: this.#engine.asking(name, pid, operation.id) });
      return null;
    }
    const isNew = names.lookup(name) !== pid;
    const taken = names.claim(name, pid);
    if (taken !== undefined) return taken;
    const step = stepOf(from);
    if (isNew) step.undo.push(() => names.release(name, pid));
    if (this.#engine.isStored(pid)) {
      step.names.push({ name, pid });
      this.#engine.named(name, pid, true);
    }
    return true;
  }

  unregister(from: Process, name: string): boolean | null {
    const { names } = this.#engine.shard;
    const pid = names.disclaim(name);
    if (pid === undefined) return false;
    const step = stepOf(from);
    step.undo.push(() => names.claim(name, pid));
    step.names.push({ name, pid: '', holder: pid });
    return true;
  }

  publish(from: Process, event: BusEvent): void {
    const copy = { ...event, data: copied(1, event.data) };
    const step = stepOf(from);
    step.tell('event', event.system, event.kind);
    step.after.push(() => this.#engine.shard.bus.publish(copy));
  }

  #tie(
    from: Process,
    pid: string,
    type: 'link' | 'unlink' | 'monitor' | 'unmonitor' | 'terminate',
    act: (outbox: Shard['outbox']) => ErrorValue | undefined,
  ): void {
    const step = stepOf(from);
    if (this.#engine.isRow(pid)) this.#enter(step, pid, from.pid, { type, from: from.pid });
    else {
      step.tell(type, pid);
      step.after.push(() => act(this.#engine.shard.outbox));
    }
  }

  #enter(step: Step, to: string, from: string, what: Entering): void {
    step.inputs.push({ record: this.#engine.record(to, from, what), what });
  }

  #pidOf(to: string): string | ErrorValue {
    if (isPid(to)) return to;
    return this.#engine.shard.names.lookup(to) ?? notFound(`name '${to}' not found`);
  }

  /** The pid of a process that lives. */
  #find(to: string): string | ErrorValue {
    const pid = this.#pidOf(to);
    if (pid instanceof ErrorValue) return pid;
    const { shard } = this.#engine;
    const isAlive = this.#engine.isStored(pid)
      ? this.#engine.isAlive(pid)
      : shard.directory.isAlive(pid) || (isDurable(pid) && isAliveBehind(shard.gate, pid));
    return isAlive || this.#engine.starts.elsewhere.has(pid) ? pid : notFound(`process ${pid} not found`);
  }
}

/** Whose host is not there, or not yet, may live: what is sent to it waits (Aw3). */
function isAliveBehind(gate: Shard['gate'], pid: string): boolean {
  return gate !== null && (!gate.keeps(hostOf(pid)) || gate.isAlive(pid));
}

function stepOf(process: Process): Step {
  const { keeper } = process;
  if (!(keeper instanceof Kept)) throw new Error('the process is not durable');
  return keeper.step;
}

/** The process waits for the pid of what it starts. */
function awaitSpawn(from: Process, { program, host }: SpawnRequest): Operation {
  return awaitAnswer(from, thisFiber(), 'spawn', [program.entry, host]);
}

/** The end of a workflow's child comes to it without asking. */
function childOf(from: Process, request: SpawnRequest): SpawnRequest {
  const isChild = from.program?.workflow !== undefined && request.program.workflow !== undefined;
  return isChild ? { ...request, isMonitored: true } : request;
}

/** Its host came after the step was made: without a row of the step the start could be lost, or happen twice (D4). */
function cameLate({ host }: SpawnRequest): ErrorValue {
  return new ErrorValue('Unavailable', `host ${host} came just now, and nothing was started`, true);
}
