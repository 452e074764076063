/**
 * One service under supervision: its state, its timers, its present run. It does what restart.ts and
 * service-state.ts decide; the supervisor tells it when it may start.
 *
 *   Se1  A start that takes longer than `start_timeout` has failed, and what was started is ended.
 *   Se2  A stop that takes longer than `stop_timeout` ends the service by force; it is stopped then.
 *   Se3  What a run says after it ended, or after it was told to stop, changes nothing.
 *   Se4  Nothing that a service throws leaves this file but as its state and in the log.
 */
import { type Clock, type Failure, failure, formatMillis, type Log, type Timer, toFailure } from '#base';
import { policyOf } from './lifecycle.ts';
import { decide } from './restart.ts';
import { next, type Occurrence, type ServiceState, type Status } from './service-state.ts';
import type { Definition, Run } from './supervised.ts';

export interface Surroundings {
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  /** Told after each change of the state; nothing occurred when it is of the details alone. */
  readonly changed: (service: Service, occurrence: Occurrence | undefined) => void;
}

interface OpenRun extends Run {
  readonly abort: AbortController;
  details: string | undefined;
  /** When it became ready, in milliseconds of the monotonic clock. */
  readyAt: number | undefined;
}

export class Service {
  definition: Definition;
  readonly #surroundings: Surroundings;
  #status: Status = 'Unknown';
  #isWanted = false;
  /** It may start when what it needs runs: it was asked to, or its delay has passed. */
  #isDue = false;
  #failed = 0;
  #details: string | undefined;
  #lastUpdate: bigint;
  #startedAt = 0n;
  #run: OpenRun | undefined;
  #timer: Timer | undefined;
  #waiting: (() => void)[] = [];
  #hasEndedWell = false;

  constructor(definition: Definition, surroundings: Surroundings) {
    this.definition = definition;
    this.#surroundings = surroundings;
    this.#lastUpdate = surroundings.clock.nowNanos();
  }

  get id(): string {
    return this.definition.id;
  }

  get status(): Status {
    return this.#status;
  }

  get isWanted(): boolean {
    return this.#isWanted;
  }

  get isDue(): boolean {
    return this.#isDue;
  }

  /** Others that need it may start: it runs, or it did its work and ended well. */
  get isAvailable(): boolean {
    return this.#status === 'Running' || (this.#status === 'Exited' && this.#hasEndedWell);
  }

  get state(): ServiceState {
    return {
      id: this.id,
      status: this.#status,
      desired: this.#isWanted ? 'Running' : 'Stopped',
      retryCount: this.#retryCount(),
      lastUpdate: this.#lastUpdate,
      startedAt: this.#startedAt,
      details: this.#details,
    };
  }

  /** It shall run; when, the supervisor says by `begin`. */
  want(): void {
    this.#isWanted = true;
    if (this.#status !== 'Starting' && this.#status !== 'Running') this.#isDue = true;
    if (this.#status === 'Failed' || this.#status === 'Exited') this.#failed = 0;
    this.#cancelTimer('Failed');
  }

  begin(): void {
    this.#isDue = false;
    const run = this.#open();
    this.#run = run;
    this.#hasEndedWell = false;
    this.#startedAt = this.#surroundings.clock.nowNanos();
    this.#move('start');
    const { start_timeout } = this.definition.lifecycle;
    this.#setTimer(start_timeout, () => {
      const message = `was not ready within ${formatMillis(start_timeout)}`;
      this.#ended(run, failure('Timeout', message, { retryable: true }));
    });
    this.#attempt(() => this.definition.service.start(run)).then(
      () => this.#ready(run),
      (thrown: unknown) => this.#ended(run, toFailure(thrown)),
    );
  }

  /** Resolves when it is down. */
  stop(): Promise<void> {
    this.#isWanted = false;
    this.#isDue = false;
    const run = this.#run;
    if (run === undefined) {
      this.#clearTimer();
      this.#move('stop');
      return Promise.resolve();
    }
    if (this.#status !== 'Stopping') this.#beginStop(run);
    // A stop that is over at once has left no run to wait for.
    return this.#run === undefined
      ? Promise.resolve()
      : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Ends it by force; it is down when this returns. */
  kill(): void {
    this.#isWanted = false;
    this.#isDue = false;
    const run = this.#run;
    if (run === undefined) return;
    this.#move('stop');
    this.#killRun(run);
    this.#down(run);
  }

  #beginStop(run: OpenRun): void {
    const isReady = run.readyAt !== undefined;
    this.#move('stop');
    if (!isReady) {
      // What has not come up yet has nothing to finish.
      this.#killRun(run);
      this.#down(run);
      return;
    }
    const { stop_timeout } = this.definition.lifecycle;
    this.#setTimer(stop_timeout, () => {
      this.#surroundings.log.warn('service did not stop in time and was ended by force', {
        id: this.id,
        timeout: formatMillis(stop_timeout),
      });
      this.#killRun(run);
      this.#down(run);
    });
    run.abort.abort();
    this.#attempt(() => this.definition.service.stop(run)).then(
      () => this.#down(run),
      (thrown: unknown) => {
        this.#surroundings.log.error('stopping a service failed', { id: this.id, error: toFailure(thrown) });
        this.#killRun(run);
        this.#down(run);
      },
    );
  }

  #open(): OpenRun {
    const abort = new AbortController();
    const run: OpenRun = {
      abort,
      details: undefined,
      signal: abort.signal,
      readyAt: undefined,
      ended: (failed) => this.#ended(run, failed),
      says: (details) => this.#said(run, details),
    };
    return run;
  }

  #ready(run: OpenRun): void {
    if (run !== this.#run || this.#status !== 'Starting') return;
    run.readyAt = this.#surroundings.clock.monotonic();
    this.#clearTimer();
    this.#details = run.details;
    this.#move('ready');
  }

  #said(run: OpenRun, details: string | undefined): void {
    run.details = details;
    if (run !== this.#run || this.#status !== 'Running') return;
    this.#details = details;
    this.#lastUpdate = this.#surroundings.clock.nowNanos();
    this.#surroundings.changed(this, undefined);
  }

  /** The run is over without having been asked to end. */
  #ended(run: OpenRun, failed: Failure | undefined): void {
    if (run !== this.#run) return;
    if (this.#status === 'Stopping') {
      this.#down(run);
      return;
    }
    this.#clearTimer();
    this.#killRun(run);
    this.#run = undefined;
    this.#details = failed?.message;
    if (failed === undefined) {
      this.#isWanted = false;
      this.#hasEndedWell = true;
      this.#move('end');
      return;
    }
    const { random, clock } = this.#surroundings;
    const ranFor = run.readyAt === undefined ? 0 : clock.monotonic() - run.readyAt;
    const policy = policyOf(this.definition.lifecycle);
    const decision = decide(policy, this.#failed, { type: 'failed', failure: failed, ranFor }, random());
    if (decision.type === 'restart') this.#restartLater(failed, decision.attempt, decision.after);
    else if (decision.type === 'give-up') this.#giveUp(failed, decision.failure);
  }

  #restartLater(failed: Failure, attempt: number, after: number): void {
    this.#failed = attempt;
    const fields = { id: this.id, error: failed, attempt, delay: formatMillis(Math.round(after)) };
    this.#surroundings.log.warn('service failed, restarting', fields);
    this.#setTimer(after, () => {
      this.#isDue = true;
      this.#surroundings.changed(this, 'fail');
    });
    this.#move('fail');
  }

  /** Attempts that are used up leave it Failed; what would fail again in the same way is Exited. */
  #giveUp(failed: Failure, reason: Failure): void {
    this.#isWanted = false;
    this.#details = reason.message;
    this.#surroundings.log.error('service failed and is not started again', { id: this.id, error: reason });
    this.#move('fail');
    if (failed === reason) this.#move('end');
  }

  #down(run: OpenRun): void {
    if (run !== this.#run) return;
    this.#run = undefined;
    this.#clearTimer();
    run.abort.abort();
    this.#details = undefined;
    this.#failed = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#move('down');
    for (const resolve of waiting) resolve();
  }

  #killRun(run: OpenRun): void {
    run.abort.abort();
    try {
      this.definition.service.kill(run);
    } catch (thrown) {
      this.#surroundings.log.error('ending a service by force failed', { id: this.id, error: thrown });
    }
  }

  #move(occurrence: Occurrence): void {
    const status = next(this.#status, occurrence);
    if (status === this.#status) return;
    this.#status = status;
    this.#lastUpdate = this.#surroundings.clock.nowNanos();
    this.#surroundings.changed(this, occurrence);
  }

  #retryCount(): number {
    const readyAt = this.#run?.readyAt;
    if (readyAt === undefined) return this.#failed;
    const isStable =
      this.#surroundings.clock.monotonic() - readyAt >= this.definition.lifecycle.stable_threshold;
    return isStable ? 0 : this.#failed;
  }

  #setTimer(delay: number, run: () => void): void {
    this.#clearTimer();
    const { clock } = this.#surroundings;
    this.#timer = clock.setTimer(clock.monotonic() + delay, run);
  }

  #clearTimer(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #cancelTimer(status: Status): void {
    if (this.#status === status) this.#clearTimer();
  }

  /** A throw and a rejection are the same to the caller. */
  async #attempt(act: () => void | Promise<void>): Promise<void> {
    await act();
  }
}
