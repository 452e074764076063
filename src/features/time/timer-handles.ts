/**
 * Timers and tickers: what guests hold to wait for a moment, or for one moment after another.
 *
 *   Ti1  A timer fires once, unless it is stopped or set anew before.
 *   Ti2  A ticker keeps its beat: the moments are whole periods from its start. A tick for which there is no room,
 *        since the one before was not taken, is left out.
 *   Ti3  What is stopped never fires; its channel stays open and silent.
 */
import { isFailure } from '#base';
import { arg, type Call, defineHandle, type Held, method, type Source, t } from '#plugin';
import { millisOf } from './duration.ts';
import { someDuration } from './duration-handle.ts';
import { type Time, timeOfNanos } from './instant.ts';
import { timeHandle } from './time-handle.ts';
import { local } from './zone.ts';

export const times = t.channel(t.handle(timeHandle));

/** Longer than nothing. */
export const someDelay = someDuration.check((nanos) =>
  nanos > 0n ? undefined : 'must be longer than nothing',
);

export function now(call: Call): Held<Time> {
  return call.hold(timeHandle, timeOfNanos(call.nowNanos(), local));
}

export function timesChannel(call: Call): Source<Held<Time>> {
  return call.channel(t.handle(timeHandle), 1);
}

export class Timer {
  readonly channel: Source<Held<Time>>;
  /** Which setting it is that may fire; none when it is undefined. */
  #active: object | undefined;

  constructor(channel: Source<Held<Time>>) {
    this.channel = channel;
  }

  /** True when it had not fired before. */
  set(nanos: bigint, call: Call): boolean {
    const wasActive = this.stop();
    const setting = {};
    this.#active = setting;
    elapse(millisOf(nanos), call, () => {
      if (this.#active !== setting) return;
      this.#active = undefined;
      this.channel.offer(now(call));
    });
    return wasActive;
  }

  /** True when it had not fired before. */
  stop(): boolean {
    const wasActive = this.#active !== undefined;
    this.#active = undefined;
    return wasActive;
  }
}

export class Ticker {
  readonly channel: Source<Held<Time>>;
  #isActive = true;
  #hasRoom = true;

  constructor(channel: Source<Held<Time>>) {
    this.channel = channel;
  }

  start(nanos: bigint, call: Call): void {
    const period = millisOf(nanos);
    this.#await(call.monotonic() + period, period, call);
  }

  /** True when it was ticking. */
  stop(): boolean {
    const wasActive = this.#isActive;
    this.#isActive = false;
    return wasActive;
  }

  #await(moment: number, period: number, call: Call): void {
    elapse(moment - call.monotonic(), call, () => {
      if (!this.#isActive) return;
      if (this.#hasRoom) this.#tick(call);
      const late = Math.max(0, Math.floor((call.monotonic() - moment) / period));
      this.#await(moment + (late + 1) * period, period, call);
    });
  }

  #tick(call: Call): void {
    if (this.channel.offer(now(call))) return;
    this.#hasRoom = false;
    this.channel.room().then(() => {
      this.#hasRoom = true;
    });
  }
}

/** Runs something after so many milliseconds, unless the process ends before. */
function elapse(delay: number, call: Call, run: () => void): void {
  call.sleep(Math.max(0, delay)).then(run, (thrown: unknown) => {
    if (!isFailure(thrown, 'Canceled')) throw thrown;
  });
}

export const timerHandle = defineHandle<Timer>({
  name: 'time.Timer',
  summary: 'Sends the time once, after a delay.',
  crosses: 'never',
  methods: {
    channel: channelOf('The channel on which the time comes.', (timer: Timer) => timer.channel),
    response: channelOf('The same as `channel`.', (timer: Timer) => timer.channel),
    stop: method({
      summary: 'Keeps it from firing; true when it had not fired yet.',
      args: [],
      returns: t.boolean,
      effect: 'local',
      run: (timer: Timer) => timer.stop(),
    }),
    reset: method({
      summary: 'Sets it anew; true when it had not fired yet.',
      args: [arg('duration', someDelay)],
      returns: t.boolean,
      effect: 'local',
      run: (timer: Timer, nanos, call) => timer.set(nanos, call),
    }),
  },
  close: (timer) => {
    timer.stop();
  },
});

export const tickerHandle = defineHandle<Ticker>({
  name: 'time.Ticker',
  summary: 'Sends the time again and again.',
  crosses: 'never',
  methods: {
    channel: channelOf('The channel on which the times come.', (ticker: Ticker) => ticker.channel),
    response: channelOf('The same as `channel`.', (ticker: Ticker) => ticker.channel),
    stop: method({
      summary: 'Ends it; true when it was ticking.',
      args: [],
      returns: t.boolean,
      effect: 'local',
      run: (ticker: Ticker) => ticker.stop(),
    }),
  },
  close: (ticker) => {
    ticker.stop();
  },
});

function channelOf<T>(summary: string, of: (live: T) => Source<Held<Time>>) {
  return method({ summary, args: [], returns: times, effect: 'local', run: (live: T) => of(live) });
}
