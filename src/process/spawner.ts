/**
 * Makes processes of programs on one scheduler.
 *
 *   Sp1  Messages given with the spawn are delivered before any other.
 *   Sp2  Monitor and link are there before the process runs, so that no end can be missed.
 *   Sp3  A name that is taken refuses the spawn, and nothing has started.
 */
import type { Value } from '#lua';
import { copyValue } from './copy.ts';
import { ErrorValue } from './error-value.ts';
import { TERMINATED } from './exit.ts';
import type { Hosts } from './hosts.ts';
import { accept } from './input.ts';
import { beginning, Instance } from './instance.ts';
import { limitsOf } from './limits.ts';
import { shortOfMemory } from './memory-watch.ts';
import { Message } from './message.ts';
import { Pids } from './pids.ts';
import type { Answer, Process, SpawnRequest } from './process.ts';
import type { Scheduler } from './scheduler.ts';
import type { SharedNames } from './shared-names.ts';

export interface SpawnerParts {
  readonly scheduler: Scheduler;
  readonly names: SharedNames;
  readonly hosts: Hosts;
}

export class Spawner {
  readonly #parts: SpawnerParts;

  constructor(parts: SpawnerParts) {
    this.#parts = parts;
  }

  /**
   * Makes the process and lets it run. `parent` is the spawner's pid, '' for the runtime. `done` gets the process or
   * the error; at once, unless a name must be decided elsewhere.
   */
  start(
    request: SpawnRequest,
    parent: string,
    answer: Answer | null,
    done: (result: Process | ErrorValue) => void,
  ): void {
    const { name } = request;
    if (name === undefined) {
      done(this.startNameless(request, parent, answer));
      return;
    }
    const process = this.#make(request, parent);
    if (process instanceof ErrorValue) {
      done(process);
      return;
    }
    this.#parts.names.register(name, process.pid, (error) => {
      if (error === undefined) {
        this.hold(process, name);
        this.#launch(process, request, answer);
        done(process);
        return;
      }
      // A process that never ran is nobody's loss.
      process.watchers = null;
      process.links = null;
      this.#parts.scheduler.end(process, TERMINATED);
      done(error);
    });
  }

  /** The same for requests without a name, which are answered at once. */
  startNameless(request: SpawnRequest, parent: string, answer: Answer | null): Process | ErrorValue {
    const process = this.#make(request, parent);
    if ('home' in process) this.#launch(process, request, answer);
    return process;
  }

  #make(request: SpawnRequest, parent: string): Process | ErrorValue {
    if (this.#parts.scheduler.memory.isFull) return shortOfMemory();
    const place = this.#parts.hosts.enter(request.host);
    if (place instanceof ErrorValue) return place;
    const process = this.#parts.scheduler.create({
      host: request.host,
      entry: request.program.entry,
      program: request.program,
      context: request.context,
      limits: limitsOf(request.program.limits, this.#parts.hosts.limits(request.host)),
      parent,
    });
    if (place !== undefined) process.tie(place);
    if (request.isMonitored) process.watchers = new Pids(parent);
    if (request.isLinked) process.links = new Pids(parent);
    return process;
  }

  /** A name that ends with the process. */
  hold(process: Process, name: string): void {
    const { pid } = process;
    process.tie({ release: () => this.#parts.names.release(name, pid) });
  }

  #launch(process: Process, request: SpawnRequest, answer: Answer | null): void {
    process.answer = answer;
    process.view = request.view;
    process.attached = request.attached ?? null;
    if (request.messages !== undefined && request.messages.length > 0)
      this.#tellFirst(process, request.messages);
    const { body } = request.program;
    const args = copies(request.args);
    if (body === undefined) process.start(beginning(new Instance(request.program), args));
    else process.start(body, args);
  }

  #tellFirst(process: Process, messages: NonNullable<SpawnRequest['messages']>): void {
    for (const { topic, count, value } of messages) {
      accept(process, new Message(process.parent, topic, count, copied(count, value)));
    }
  }
}

/** Copies of arguments. The list has its size from the start. */
export function copies(given: readonly Value[]): Value[] {
  const args = new Array<Value>(given.length);
  for (let i = 0; i < given.length; i++) args[i] = copyValue(given[i]);
  return args;
}

/** The same request with arguments of its own, for a start that comes later. */
export function withCopies(request: SpawnRequest): SpawnRequest {
  return { ...request, args: copies(request.args) };
}

/** A copy of the values of a message: one, or the list of them. */
export function copied(count: number, value: Value): Value {
  return count === 1 ? copyValue(value) : (value as Value[]).map(copyValue); // several are always a list
}
