/** Results on their way to who waits for them: copied for the waiting process, and put in by its door. */
import { copyValue } from './copy.ts';
import { type Exit, exitOfActivity, isNormal } from './exit.ts';
import { accept } from './input.ts';
import type { Answer, Process } from './process.ts';
import type { Peers } from './shared-names.ts';
import { writeExit } from './traffic.ts';

/** To a pending operation of a process of this scheduler. */
export class LocalAnswer implements Answer {
  readonly #process: Process;
  readonly #operation: number;

  constructor(process: Process, operation: number) {
    this.#process = process;
    this.#operation = operation;
  }

  settle(given: Exit): void {
    const exit = this.#process.keeper === null ? given : exitOfActivity(given);
    const outcome = isNormal(exit) ? { type: exit.type, value: copyValue(exit.value) } : exit;
    accept(this.#process, { type: 'result', id: 0, operation: this.#operation, outcome });
  }
}

/** To a pending operation of a process elsewhere. */
export class RemoteAnswer implements Answer {
  readonly #peers: Peers;
  readonly #scheduler: number;
  readonly #pid: string;
  readonly #operation: number;

  constructor(peers: Peers, scheduler: number, pid: string, operation: number) {
    this.#peers = peers;
    this.#scheduler = scheduler;
    this.#pid = pid;
    this.#operation = operation;
  }

  settle(exit: Exit): void {
    this.#peers.post(this.#scheduler, 'result', [this.#pid, this.#operation, ...writeExit(exit)]);
  }
}

/** To the host itself. */
export class HostAnswer implements Answer {
  readonly #settled: (exit: Exit) => void;

  constructor(settled: (exit: Exit) => void) {
    this.#settled = settled;
  }

  settle(exit: Exit): void {
    this.#settled(exit);
  }
}
