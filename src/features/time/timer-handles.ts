/**
 * Timers and tickers: what guests hold to wait for a moment, or for one moment after another.
 *
 *   Ti1  A timer fires once, unless it is stopped or set anew before.
 *   Ti2  A ticker keeps its beat: the moments are whole periods from its start. A tick for which there is no room,
 *        since the one before was not taken, is left out.
 *   Ti3  What is stopped never fires; its channel stays open and silent.
 */
import { arg, type Call, type Delayed, defineHandle, type Held, method, type Source, t } from '#plugin';
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
  /** Undefined while nothing is to fire. */
  #due: Delayed | undefined;

  constructor(channel: Source<Held<Time>>) {
    this.channel = channel;
  }

  /** True when it had not fired before. */
  set(nanos: bigint, call: Call): boolean {
    const wasActive = this.stop();
    this.#due = call.after(millisOf(nanos), () => {
      this.#due = undefined;
      this.channel.offer(now(call));
    });
    return wasActive;
  }

  /** True when it had not fired before. */
  stop(): boolean {
    const due = this.#due;
    due?.stop();
    this.#due = undefined;
    return due !== undefined;
  }
}

export class Ticker {
  readonly channel: Source<Held<Time>>;
  /** The next moment; undefined when it is stopped. */
  #due: Delayed | undefined;
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
    const due = this.#due;
    due?.stop();
    this.#due = undefined;
    return due !== undefined;
  }

  #await(moment: number, period: number, call: Call): void {
    this.#due = call.after(Math.max(0, moment - call.monotonic()), () => {
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
