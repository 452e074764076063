/**
 * Timers and tickers: what guests hold to wait for a moment, or for one moment after another.
 *
 *   Ti1  A timer fires once, unless it is stopped or set anew before.
 *   Ti2  A ticker keeps its beat: the moments are whole periods from its start. A tick for which there is no room,
 *        since the one before was not taken, is left out.
 *   Ti3  What is stopped never fires; its channel stays open and silent.
 */
import { arg, type Beat, type Call, defineHandle, method, t } from '#plugin';
import { millisOf } from './duration.ts';
import { someDuration } from './duration-handle.ts';
import { timeHandle } from './time-handle.ts';

export const times = t.channel(t.handle(timeHandle));

/** Longer than nothing. */
export const someDelay = someDuration.check((nanos) =>
  nanos > 0n ? undefined : 'must be longer than nothing',
);

/** The time once, after the duration. */
export function timerOf(nanos: bigint, call: Call): Beat {
  const beat = call.beat(timeHandle);
  beat.set(millisOf(nanos), 0);
  return beat;
}

/** The time again and again, each time after the duration. */
export function tickerOf(nanos: bigint, call: Call): Beat {
  const beat = call.beat(timeHandle);
  const period = millisOf(nanos);
  beat.set(period, period);
  return beat;
}

const whole = (beat: Beat) => beat;

export const timerHandle = defineHandle<Beat, Beat>({
  name: 'time.Timer',
  summary: 'Sends the time once, after a delay.',
  crosses: 'never',
  methods: {
    channel: channelOf('The channel on which the time comes.'),
    response: channelOf('The same as `channel`.'),
    stop: method({
      summary: 'Keeps it from firing; true when it had not fired yet.',
      args: [],
      returns: t.boolean,
      effect: 'local',
      run: (timer: Beat) => timer.stop(),
    }),
    reset: method({
      summary: 'Sets it anew; true when it had not fired yet.',
      args: [arg('duration', someDelay)],
      returns: t.boolean,
      effect: 'local',
      run: (timer: Beat, nanos) => timer.set(millisOf(nanos), 0),
    }),
  },
  // A beat is data of its process, and ends with it.
  save: whole,
  restore: whole,
});

export const tickerHandle = defineHandle<Beat, Beat>({
  name: 'time.Ticker',
  summary: 'Sends the time again and again.',
  crosses: 'never',
  methods: {
    channel: channelOf('The channel on which the times come.'),
    response: channelOf('The same as `channel`.'),
    stop: method({
      summary: 'Ends it; true when it was ticking.',
      args: [],
      returns: t.boolean,
      effect: 'local',
      run: (ticker: Beat) => ticker.stop(),
    }),
  },
  save: whole,
  restore: whole,
});

function channelOf(summary: string) {
  return method({ summary, args: [], returns: times, effect: 'local', run: (beat: Beat) => beat });
}
