/**
 * The plain outbox: what a process does to others happens at once (P1). Processes of this scheduler are reached
 * directly, those of others by packets.
 *
 *   M1   `send` answers when the message is in the mailbox or in the wire's queue; it never waits for the receiver.
 *   M2   Above the soft limit of the receiver's mailbox a send costs fuel in proportion to its length; at the hard
 *        limit, of messages or of half the receiver's memory, it is refused with `RateLimited`, retryable.
 *   Ob1  Nothing here raises: what cannot be done is an error value.
 */
import type { Value } from '#lua';
import type { Directory } from './directory.ts';
import type { DurableGate } from './durable-gate.ts';
import { ErrorValue, notFound } from './error-value.ts';
import type { EventBus } from './event-bus.ts';
import { type Exit, isNormal, TERMINATED } from './exit.ts';
import type { Fiber } from './fiber.ts';
import type { Hosts } from './hosts.ts';
import { accept, acceptMessage } from './input.ts';
import { isDurable, type Tie } from './keeping.ts';
import { defaultLimits, floodCost, type Limits } from './limits.ts';
import { admits } from './mail-weight.ts';
import { type Input, Message } from './message.ts';
import { awaitAnswer, begin, type Operation, Wake } from './pending.ts';
import { isPid, type Pid } from './pid.ts';
import { added } from './pids.ts';
import { type BusEvent, type Outbox, Process, type SpawnRequest } from './process.ts';
import { LocalAnswer } from './result.ts';
import { thisFiber } from './running.ts';
import type { Scheduler } from './scheduler.ts';
import type { Peers, SharedNames } from './shared-names.ts';
import { copied, type Spawner } from './spawner.ts';
import { listed, writeExit, writeSpawn } from './traffic.ts';

export interface OutboxParts {
  readonly scheduler: Scheduler;
  readonly directory: Directory;
  readonly names: SharedNames;
  readonly hosts: Hosts;
  readonly spawner: Spawner;
  readonly bus: EventBus;
  readonly peers: Peers;
  /** Null as long as the node keeps no durable processes. */
  readonly gate: DurableGate | null;
}

/** Where a destination lives: a process of this scheduler, one of another with its pid, or a durable one. */
type Place =
  | { readonly type: 'here'; readonly process: Process; readonly pid: string }
  | { readonly type: 'elsewhere'; readonly parts: Pid; readonly pid: string }
  | { readonly type: 'kept'; readonly gate: DurableGate; readonly pid: string };

export class PlainOutbox implements Outbox {
  readonly #parts: OutboxParts;
  readonly #directory: Directory;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#directory = parts.directory;
  }

  send(from: Process, to: string, topic: string, count: number, value: Value): ErrorValue | undefined | null {
    // The straight way, without an object for the place: nearly all messages take it.
    let target = from.lastReceiver;
    if (target === null || from.lastTo !== to || !target.isAlive) {
      const found = this.#directory.find(to);
      if (found === undefined) return this.#sendFar(from.pid, to, topic, count, value, from);
      from.lastTo = to;
      from.lastReceiver = target = found;
    }
    const refusal = this.#pay(target.mailbox.length, target.limits, to);
    if (refusal !== undefined) return refusal;
    if (!admits(target.mailbox, value, target.limits.memory / 2)) return tooHeavy(to);
    acceptMessage(target, new Message(from.pid, topic, count, copied(count, value)));
    return undefined;
  }

  /** A message of nobody in particular: of the runtime, or in the name of another process. */
  sendAs(from: string, to: string, topic: string, count: number, value: Value): ErrorValue | undefined {
    return this.#sendFar(from, to, topic, count, value, null) ?? undefined;
  }

  /** `waiting`: whose fiber waits until the message is stored, where it must be. */
  #sendFar(
    from: string,
    to: string,
    topic: string,
    count: number,
    value: Value,
    waiting: Process | null,
  ): ErrorValue | undefined | null {
    const place = this.#locate(to);
    if (place instanceof ErrorValue) return place;
    if (place.type === 'kept') {
      const message = new Message(from, topic, count, copied(count, value));
      if (waiting === null) {
        place.gate.enter(place.pid, message);
        return undefined;
      }
      const operation = awaitAnswer(waiting, thisFiber(), 'send', [to, topic]);
      place.gate.enter(place.pid, message, (error) => this.#settle(waiting, operation, error ?? true));
      return null;
    }
    if (place.type === 'here') {
      const refusal = this.#pay(place.process.mailbox.length, place.process.limits, to);
      if (refusal !== undefined) return refusal;
      if (!admits(place.process.mailbox, value, place.process.limits.memory / 2)) return tooHeavy(to);
      accept(place.process, new Message(from, topic, count, copied(count, value)));
      return undefined;
    }
    const { peers } = this.#parts;
    const length = this.#directory.length(place.parts) + peers.queued(place.parts.scheduler);
    const refusal = this.#pay(length, defaultLimits, to);
    if (refusal !== undefined) return refusal;
    peers.post(place.parts.scheduler, 'message', [place.pid, topic, count, ...listed(count, value)], from);
    return undefined;
  }

  spawn(from: Process, request: SpawnRequest): string | ErrorValue | null {
    const { hosts, spawner, scheduler, gate } = this.#parts;
    if (gate?.keeps(request.host) === true) return this.#spawnKept(from, request, gate);
    const place = hosts.place(request.host);
    if (typeof place !== 'number') return place;
    if (place !== scheduler.index) {
      this.#spawnFar(from, request, place, thisFiber());
      return null;
    }
    if (request.name === undefined) {
      const made = spawner.startNameless(request, from.pid, null);
      if (!('home' in made)) return made;
      if (request.isMonitored || request.isLinked) tied(from, made.pid, request);
      return made.pid;
    }
    return this.#spawnNamed(from, request, thisFiber());
  }

  #spawnKept(from: Process, request: SpawnRequest, gate: DurableGate): null {
    const operation = awaitAnswer(from, thisFiber(), 'spawn', [request.program.entry, request.host]);
    gate.spawn(request, from.pid, (made) => {
      if (typeof made === 'string') tied(from, made, request);
      this.#settle(from, operation, made);
    });
    return null;
  }

  #spawnNamed(from: Process, request: SpawnRequest, fiber: Fiber): string | ErrorValue | null {
    // The answer may come while `start` runs, or later, when the name is decided elsewhere.
    let operation: Operation | undefined;
    let answer: string | ErrorValue | undefined;
    this.#parts.spawner.start(request, from.pid, null, (made) => {
      const result = made instanceof Process ? made.pid : made;
      if (typeof result === 'string') tied(from, result, request);
      if (operation === undefined) answer = result;
      else this.#settle(from, operation, result);
    });
    if (answer !== undefined) return answer;
    operation = awaitAnswer(from, fiber, 'spawn', [request.program.entry, request.host]);
    return null;
  }

  #spawnFar(from: Process, request: SpawnRequest, place: number, fiber: Fiber): void {
    const facts = { module: 'process', function: 'spawn', arguments: [request.program.entry, request.host] };
    const operation = begin(from, facts, (exit) => {
      if (isNormal(exit)) tied(from, String(exit.value), request);
      new Wake(fiber).settle(exit);
    });
    fiber.wait = operation;
    this.#parts.peers.post(place, 'spawn', [operation.id, false, ...writeSpawn(request)], from.pid);
  }

  exec(from: Process, request: SpawnRequest, operation: Operation): ErrorValue | undefined {
    const { hosts, spawner, scheduler, peers, gate } = this.#parts;
    if (gate?.keeps(request.host) === true) {
      operation.isStored = true;
      gate.exec(request, from, operation.id, (error) => this.#settle(from, operation, error));
      return undefined;
    }
    const place = hosts.place(request.host);
    if (place instanceof ErrorValue) return place;
    if (place !== scheduler.index) {
      peers.post(place, 'spawn', [operation.id, true, ...writeSpawn(request)], from.pid);
      return undefined;
    }
    spawner.start(request, from.pid, new LocalAnswer(from, operation.id), (made) => {
      if (made instanceof ErrorValue) this.#settle(from, operation, made);
    });
    return undefined;
  }

  /** Tells of the end of a process, which is gone (P4): the ones it was linked to, then those that watched it. */
  exit(process: Process, exit: Exit): void {
    const { pid, links, watchers, watched } = process;
    if (links !== null) for (const to of links.all) this.tell(to, 'link-down', pid, exit);
    if (watchers !== null) for (const to of watchers.all) this.tell(to, 'exit', pid, exit);
    if (watched !== null) for (const to of watched.all) this.#forget(to, 'unmonitor', pid);
  }

  tell(to: string, type: 'exit' | 'link-down', from: string, exit: Exit): void {
    if (this.#keeps(to, { type, id: 0, from, exit })) return;
    const process = this.#directory.find(to);
    if (process !== undefined) {
      accept(process, { type, id: 0, from, exit });
      return;
    }
    const parts = this.#directory.elsewhere(to);
    if (parts !== undefined) this.#parts.peers.post(parts.scheduler, type, [to, ...writeExit(exit)], from);
  }

  #forget(to: string, kind: 'unmonitor' | 'unlink', from: string): void {
    if (this.#keeps(to, { type: kind, from })) return;
    const process = this.#directory.find(to);
    if (process !== undefined) {
      if (kind === 'unmonitor') process.watchers?.delete(from);
      else process.links?.delete(from);
      return;
    }
    const parts = this.#directory.elsewhere(to);
    if (parts !== undefined) this.#parts.peers.post(parts.scheduler, kind, [to], from);
  }

  /** Puts something in where a durable process lives. */
  #keeps(to: string, what: Input | Tie): boolean {
    const { gate } = this.#parts;
    if (gate === null || !isDurable(to)) return false;
    gate.enter(to, what);
    return true;
  }

  link(from: Process, to: string): ErrorValue | undefined {
    const place = this.#locate(to);
    if (place instanceof ErrorValue) return place;
    if (place.pid === from.pid) return undefined;
    from.links = added(from.links, place.pid);
    if (place.type === 'here') place.process.links = added(place.process.links, from.pid);
    else if (place.type === 'kept') place.gate.enter(place.pid, { type: 'link', from: from.pid });
    else this.#parts.peers.post(place.parts.scheduler, 'link', [place.pid], from.pid);
    return undefined;
  }

  unlink(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#pidOf(to);
    if (pid instanceof ErrorValue) return pid;
    if (from.links?.delete(pid) === true) this.#forget(pid, 'unlink', from.pid);
    return undefined;
  }

  monitor(from: Process, to: string): ErrorValue | undefined {
    const place = this.#locate(to);
    if (place instanceof ErrorValue) return place;
    from.watched = added(from.watched, place.pid);
    if (place.type === 'here') place.process.watchers = added(place.process.watchers, from.pid);
    else if (place.type === 'kept') place.gate.enter(place.pid, { type: 'monitor', from: from.pid });
    else this.#parts.peers.post(place.parts.scheduler, 'monitor', [place.pid], from.pid);
    return undefined;
  }

  unmonitor(from: Process, to: string): ErrorValue | undefined {
    const pid = this.#pidOf(to);
    if (pid instanceof ErrorValue) return pid;
    if (from.watched?.delete(pid) === true) this.#forget(pid, 'unmonitor', from.pid);
    return undefined;
  }

  cancel(from: Process, to: string, reason: string, wait: number | undefined): ErrorValue | undefined {
    return this.cancelAs(from.pid, to, reason, wait);
  }

  /** `grace`: see In5. */
  cancelAs(
    from: string,
    to: string,
    reason: string,
    wait: number | undefined,
    grace?: number,
  ): ErrorValue | undefined {
    const place = this.#locate(to);
    if (place instanceof ErrorValue) return place;
    const deadline = wait === undefined ? undefined : this.#parts.scheduler.clock.now() + wait;
    if (place.type === 'here') {
      accept(place.process, { type: 'cancel', id: 0, from, reason, wait, deadline, grace });
    } else if (place.type === 'kept') {
      place.gate.enter(place.pid, { type: 'cancel', id: 0, from, reason, wait, deadline, grace });
    } else {
      const content = [place.pid, reason, wait, deadline, grace];
      this.#parts.peers.post(place.parts.scheduler, 'cancel', content, from);
    }
    return undefined;
  }

  terminate(from: Process, to: string): ErrorValue | undefined {
    return this.terminateNow(to, from.pid);
  }

  terminateNow(to: string, from = ''): ErrorValue | undefined {
    const place = this.#locate(to);
    if (place instanceof ErrorValue) return place;
    if (place.type === 'here') this.#parts.scheduler.end(place.process, TERMINATED);
    else if (place.type === 'kept') place.gate.enter(place.pid, { type: 'terminate', from });
    else this.#parts.peers.post(place.parts.scheduler, 'terminate', [place.pid]);
    return undefined;
  }

  register(from: Process, name: string, pid: string): true | ErrorValue | null {
    const fiber = thisFiber();
    let operation: Operation | undefined;
    let answer: true | ErrorValue | undefined;
    this.#parts.names.register(name, pid, (error) => {
      const owner = this.#directory.find(pid);
      if (error === undefined && owner !== undefined) this.#parts.spawner.hold(owner, name);
      const result = error ?? true;
      if (operation === undefined) answer = result;
      else this.#settle(from, operation, result);
    });
    if (answer !== undefined) return answer;
    operation = awaitAnswer(from, fiber, 'registry.register', [name, pid]);
    return null;
  }

  unregister(from: Process, name: string): boolean | null {
    const fiber = thisFiber();
    let operation: Operation | undefined;
    let answer: boolean | undefined;
    this.#parts.names.unregister(name, (_, known) => {
      if (operation === undefined) answer = known;
      else this.#settle(from, operation, known);
    });
    if (answer !== undefined) return answer;
    operation = awaitAnswer(from, fiber, 'registry.unregister', [name]);
    return null;
  }

  publish(_from: Process, event: BusEvent): void {
    this.#parts.bus.publish(event);
  }

  #settle(from: Process, operation: Operation, result: Value): void {
    const outcome: Exit =
      result instanceof ErrorValue ? { type: 'failed', error: result } : { type: 'normal', value: result };
    accept(from, { type: 'result', id: 0, operation: operation.id, outcome });
  }

  #pidOf(to: string): string | ErrorValue {
    if (isPid(to)) return to;
    return this.#parts.names.lookup(to) ?? notFound(`name '${to}' not found`);
  }

  #locate(to: string): Place | ErrorValue {
    const pid = this.#pidOf(to);
    if (pid instanceof ErrorValue) return pid;
    const process = this.#directory.find(pid);
    if (process !== undefined) return { type: 'here', process, pid };
    const { gate } = this.#parts;
    if (gate !== null && isDurable(pid) && gate.isAlive(pid)) return { type: 'kept', gate, pid };
    const parts = this.#directory.elsewhere(pid);
    return parts === undefined ? notFound(`process ${pid} not found`) : { type: 'elsewhere', parts, pid };
  }

  /** What a full mailbox costs its senders (M2). */
  #pay(length: number, limits: Limits, to: string): ErrorValue | undefined {
    if (length < limits.softMailbox) return undefined;
    if (length >= limits.hardMailbox) {
      return mailboxFull(to, length);
    }
    this.#parts.scheduler.charge(floodCost(length, limits));
    return undefined;
  }
}

export function mailboxFull(pid: string, length: number): ErrorValue {
  return new ErrorValue('RateLimited', `the mailbox of ${pid} is full (${length} messages)`, true);
}

function tooHeavy(to: string): ErrorValue {
  return new ErrorValue('RateLimited', `the mailbox of ${to} holds as much as its memory admits`, true);
}

/** Notes with the spawner what ties it to the new process. */
export function tied(from: Process, pid: string, request: SpawnRequest): void {
  if (request.isMonitored) from.watched = added(from.watched, pid);
  if (request.isLinked) from.links = added(from.links, pid);
}
