/**
 * Processes whose body is TypeScript. They have pid, mailbox, links, monitors, names and context like any other, and
 * nobody outside can tell them apart.
 *
 *   Ac1  One input at a time: while the promise of one is open the next ones wait.
 *   Ac2  What a behaviour throws ends its process as a failure.
 *   Ac3  Links are always trapped: the other end arrives as an input.
 *   Ac4  `stop` is called once, however the process ends.
 */
import { type Log, toFailure } from '#base';
import type { Behaviour, Outcome, Input as PlainInput, Self } from '#plugin';
import { errorFromFailure, failureFromError } from './error-value.ts';
import { type Exit, isNormal } from './exit.ts';
import { fromData, toData } from './lua-data.ts';
import { bare, type Input } from './message.ts';
import { type ActorBody, IDLE, type Process } from './process.ts';
import { listed } from './traffic.ts';

/** Inputs that an actor works on before others have their turn. */
const INPUTS_PER_TURN = 16;

export class BehaviourBody implements ActorBody {
  readonly #process: Process;
  readonly #behaviour: Behaviour;
  readonly #log: Log;
  readonly #self: Self;
  readonly #backlog: Input[] = [];
  #isBusy = false;

  constructor(process: Process, behaviour: Behaviour, log: Log) {
    this.#process = process;
    this.#behaviour = behaviour;
    this.#log = log;
    this.#self = selfOf(process);
  }

  accept(input: Input): void {
    if (input.type === 'message') this.#process.mailbox.length++;
    this.#backlog.push(input);
    this.#wake();
  }

  run(): boolean {
    for (let turns = INPUTS_PER_TURN; turns > 0 && !this.#isBusy; turns--) {
      const input = this.#backlog.shift();
      if (input === undefined || !this.#process.isAlive) return false;
      this.#receive(input);
    }
    return !this.#isBusy && this.#backlog.length > 0;
  }

  stop(exit: Exit): void {
    Promise.resolve(this.#behaviour.stop?.(outcomeOf(exit))).catch((thrown) => {
      this.#log.error('an actor failed while it stopped', { entry: this.#process.entry, error: thrown });
    });
  }

  #wake(): void {
    if (!this.#isBusy && this.#process.standing === IDLE) this.#process.home.enqueue(this.#process);
  }

  #receive(input: Input): void {
    if (input.type === 'message') this.#process.mailbox.length--;
    const plain = plainInput(input);
    if (plain === undefined) return;
    try {
      const working = this.#behaviour.receive(plain, this.#self);
      if (working instanceof Promise) this.#await(working);
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  #await(working: Promise<void>): void {
    this.#isBusy = true;
    const go = () => {
      this.#isBusy = false;
      if (this.#process.isAlive && this.#backlog.length > 0) this.#wake();
    };
    working.then(go, (thrown) => this.#fail(thrown));
  }

  #fail(thrown: unknown): void {
    const failure = toFailure(thrown);
    if (failure.cause !== undefined) {
      this.#log.error('an actor failed', { entry: this.#process.entry, error: failure });
    }
    this.#process.home.end(this.#process, { type: 'failed', error: errorFromFailure(failure) });
  }
}

function selfOf(process: Process): Self {
  return {
    get pid() {
      return process.pid;
    },
    send(to, topic, ...payloads) {
      const values = payloads.map((payload) => fromData(payload));
      const { length } = values;
      process.outbox.send(process, to, topic, length, length === 1 ? values[0] : values);
    },
    monitor: (pid) => void process.outbox.monitor(process, pid),
    unmonitor: (pid) => void process.outbox.unmonitor(process, pid),
    link: (pid) => void process.outbox.link(process, pid),
    unlink: (pid) => void process.outbox.unlink(process, pid),
    exit: (outcome) => process.home.end(process, exitOf(outcome)),
  };
}

/** The input as behaviours have it; undefined for what only concerns guests. */
function plainInput(input: Input): PlainInput | undefined {
  switch (input.type) {
    case 'message': {
      const { topic, from, count, value } = input;
      return { type: 'message', topic, from, payloads: listed(count, value).map((one) => toData(bare(one))) };
    }
    case 'exit':
    case 'link-down':
      return { type: input.type, from: input.from, outcome: outcomeOf(input.exit) };
    case 'cancel':
      return { type: 'cancel', from: input.from, deadline: input.deadline };
    default:
      return undefined;
  }
}

export function outcomeOf(exit: Exit): Outcome {
  return isNormal(exit)
    ? { type: 'result', value: toData(exit.value) }
    : { type: 'failure', failure: failureFromError(exit.error) };
}

function exitOf(outcome: Outcome | undefined): Exit {
  if (outcome?.type === 'failure') return { type: 'failed', error: errorFromFailure(outcome.failure) };
  return { type: 'normal', value: fromData(outcome?.value) };
}
