/**
 * Does what packets from other schedulers of the node ask for: the far half of outbox.ts.
 *
 *   Ar1  A link or monitor that finds its process gone is answered by the exit that was missed, as `NotFound`.
 *   Ar2  A message that finds its receiver gone is dropped, as the wire's queue was all that its sender was promised.
 *        One that finds the mailbox full is delivered all the same (M1).
 */
import { toFailure } from '#base';
import type { Value } from '#lua';
import type { Calls } from './calls.ts';
import type { Directory } from './directory.ts';
import { errorFromFailure, notFound } from './error-value.ts';
import type { EventBus } from './event-bus.ts';
import { type AbnormalExit, exitOfActivity, TERMINATED } from './exit.ts';
import { stopHost } from './host-stop.ts';
import type { Hosts } from './hosts.ts';
import { accept } from './input.ts';
import { fromData } from './lua-data.ts';
import { Message } from './message.ts';
import { tellOutdatedProcesses } from './outdated.ts';
import { FROM, type Packet } from './packet.ts';
import { added } from './pids.ts';
import { Process } from './process.ts';
import { processInfos } from './process-info.ts';
import type { Programs } from './program.ts';
import { RemoteAnswer } from './result.ts';
import type { Scheduler } from './scheduler.ts';
import type { Peers, SharedNames } from './shared-names.ts';
import type { Spawner } from './spawner.ts';
import { readExit, readSpawn, writeExit } from './traffic.ts';

export interface ArrivalParts {
  readonly scheduler: Scheduler;
  readonly directory: Directory;
  readonly names: SharedNames;
  readonly hosts: Hosts;
  readonly spawner: Spawner;
  readonly calls: Calls;
  readonly bus: EventBus;
  readonly programs: Programs;
  readonly peers: Peers;
}

type Arrival = (parts: ArrivalParts, content: readonly Value[], from: string, scheduler: number) => void;

export class Arrivals {
  readonly #parts: ArrivalParts;

  constructor(parts: ArrivalParts) {
    this.#parts = parts;
  }

  /** Takes a packet of the scheduler with that index. */
  receive(packet: Packet, scheduler: number): void {
    const parts = this.#parts;
    if (parts.names.receive(packet, scheduler)) return;
    const arrival = arrivals[packet.kind];
    if (arrival === undefined) {
      parts.scheduler.log.warn('a packet of an unknown kind was dropped', { kind: packet.kind });
      return;
    }
    arrival(parts, packet.content, packet.headers.get(FROM) ?? '', scheduler);
  }
}

const arrivals: Readonly<Record<string, Arrival>> = {
  message(parts, [to, topic, count, ...values], from) {
    const process = parts.directory.find(String(to));
    if (process === undefined) return;
    accept(process, new Message(from, String(topic), Number(count), count === 1 ? values[0] : values));
    parts.scheduler.slots.setLength(process.slot, process.mailbox.length);
  },

  spawn(parts, [operation, wantsResult, ...content], from, scheduler) {
    const answer = new RemoteAnswer(parts.peers, scheduler, from, Number(operation));
    try {
      const request = readSpawn(content, parts.programs);
      parts.spawner.start(request, from, wantsResult === true ? answer : null, (made) => {
        if (!(made instanceof Process)) answer.settle({ type: 'failed', error: made });
        else if (wantsResult !== true) answer.settle({ type: 'normal', value: made.pid });
      });
    } catch (thrown) {
      answer.settle({ type: 'failed', error: errorFromFailure(toFailure(thrown)) });
    }
  },

  call(parts, content, from, scheduler) {
    parts.calls.receive(content, from, scheduler);
  },

  'call.cancel'(parts, [operation], from) {
    parts.calls.cancelFrom(from, Number(operation));
  },

  result(parts, [to, operation, type, value]) {
    const process = parts.directory.find(String(to));
    if (process === undefined) return;
    const exit = readExit(type, value);
    const outcome = process.keeper === null ? exit : exitOfActivity(exit);
    accept(process, { type: 'result', id: 0, operation: Number(operation), outcome });
  },

  exit(parts, [to, type, value], from) {
    const process = parts.directory.find(String(to));
    if (process !== undefined) accept(process, { type: 'exit', id: 0, from, exit: readExit(type, value) });
  },

  'link-down'(parts, [to, type, value], from) {
    const process = parts.directory.find(String(to));
    if (process !== undefined)
      accept(process, { type: 'link-down', id: 0, from, exit: readExit(type, value) });
  },

  link(parts, [to], from, scheduler) {
    const process = parts.directory.find(String(to));
    if (process === undefined) missed(parts, 'link-down', from, String(to), scheduler);
    else process.links = added(process.links, from);
  },

  unlink(parts, [to], from) {
    parts.directory.find(String(to))?.links?.delete(from);
  },

  monitor(parts, [to], from, scheduler) {
    const process = parts.directory.find(String(to));
    if (process === undefined) missed(parts, 'exit', from, String(to), scheduler);
    else process.watchers = added(process.watchers, from);
  },

  unmonitor(parts, [to], from) {
    parts.directory.find(String(to))?.watchers?.delete(from);
  },

  cancel(parts, [to, reason, wait, deadline, grace], from) {
    const process = parts.directory.find(String(to));
    if (process === undefined) return;
    accept(process, {
      type: 'cancel',
      id: 0,
      from,
      reason: String(reason),
      wait: typeof wait === 'number' ? wait : undefined,
      deadline: typeof deadline === 'number' ? deadline : undefined,
      grace: typeof grace === 'number' ? grace : undefined,
    });
  },

  terminate(parts, [to]) {
    const process = parts.directory.find(String(to));
    if (process !== undefined) parts.scheduler.end(process, TERMINATED);
  },

  'host.set'(parts, [id, workers, maxProcesses, memory, mailbox, hibernateAfter]) {
    parts.scheduler.hibernation?.set(
      String(id),
      typeof hibernateAfter === 'number' ? hibernateAfter : undefined,
    );
    parts.hosts.set(String(id), {
      workers: typeof workers === 'number' ? workers : undefined,
      maxProcesses: typeof maxProcesses === 'number' ? maxProcesses : undefined,
      limits: {
        memory: typeof memory === 'number' ? memory : undefined,
        mailbox: typeof mailbox === 'number' ? mailbox : undefined,
      },
    });
  },

  'host.stop'(parts, [operation, id, wait], from, scheduler) {
    const answer = new RemoteAnswer(parts.peers, scheduler, from, Number(operation));
    stopHost(parts, String(id), Number(wait), () => answer.settle({ type: 'normal', value: true }));
  },

  'host.remove'(parts, [id]) {
    parts.hosts.remove(String(id));
  },

  list(parts, [operation], from, scheduler) {
    const answer = new RemoteAnswer(parts.peers, scheduler, from, Number(operation));
    answer.settle({ type: 'normal', value: fromData(processInfos(parts.scheduler, parts.programs)) });
  },

  health(parts, [operation, ...entries], from, scheduler) {
    const answer = new RemoteAnswer(parts.peers, scheduler, from, Number(operation));
    const wanted = entries.length === 0 ? undefined : new Set(entries.map(String));
    answer.settle({ type: 'normal', value: fromData(parts.scheduler.health.counts(wanted)) });
  },

  outdated(parts, [entry, hash, ...sources]) {
    tellOutdatedProcesses(parts.scheduler, String(entry), String(hash), sources.map(String));
  },

  event(parts, [system, kind, path, data]) {
    parts.bus.deliver({ system: String(system), kind: String(kind), path: String(path), data });
  },
};

/** Tells who asked too late (Ar1). */
function missed(parts: ArrivalParts, kind: string, to: string, pid: string, scheduler: number): void {
  const exit: AbnormalExit = { type: 'lost', error: notFound(`process ${pid} not found`) };
  parts.peers.post(scheduler, kind, [to, ...writeExit(exit)], pid);
}
