/**
 * What the options of `funcs.new():with_options` say of a call. Options that this does not know are for others.
 *
 *   Co1  A known option with a wrong value is refused: who misspells a timeout is not left to wait without one.
 *   Co2  `activity.…`, or `temporal.activity.…` as it was called before, rule the call alone when there are any. Then an attempt
 *        may take ten minutes, unless they say otherwise; 0 is without end. What workflows call on a worker is an activity
 *        without any options too.
 *   Co3  Options of activities that mean nothing here are accepted, and those that nobody knows refused.
 */
import { type Data, toFailure } from '#base';
import { decodeOrThrow, t } from '#plugin';
import type { CallSettings } from './attempts.ts';
import { type ErrorValue, errorFromFailure } from './error-value.ts';

type Options = Readonly<Record<string, Data>>;
type Read = CallSettings | 'none' | ErrorValue;

const span = t.duration(undefined, { number: 'ms' });
/** Co2. Milliseconds. */
const LONGEST_ATTEMPT = 600_000;

/** Co2. */
export const plainActivity: CallSettings = { isActivity: true, attemptTimeout: LONGEST_ATTEMPT };

const activity = t.object(
  {
    schedule_to_close_timeout: t.optional(span),
    start_to_close_timeout: span.default(LONGEST_ATTEMPT),
    schedule_to_start_timeout: t.optional(span),
    retry_policy: t.optional(
      t.object(
        {
          initial_interval: span.default(1000),
          backoff_coefficient: t.optional(t.number({ min: 1 })),
          /** 0: no delay is too long. */
          maximum_interval: t.optional(span),
          /** 0: without end. */
          maximum_attempts: t.integer({ min: 0, default: 0 }),
          non_retryable_error_types: t.list(t.string).default([]),
        },
        { unknown: 'refuse' },
      ),
    ),
    // These mean nothing here: who works on an activity is never lost without its node, and that is noticed without reports.
    heartbeat_timeout: t.optional(span),
    id: t.optional(t.string),
    task_queue: t.optional(t.string),
    wait_for_cancellation: t.optional(t.boolean),
    disable_eager_execution: t.optional(t.boolean),
  },
  { unknown: 'refuse' },
);

const timed = t.object({ timeout: t.optional(span) }, { unknown: 'keep' });

const retry = t.object(
  {
    max_attempts: t.optional(t.integer({ min: 0 })),
    initial_delay: t.optional(span),
    backoff_factor: t.optional(t.number({ min: 1 })),
  },
  { unknown: 'keep' },
);

const PREFIX = /^(?:temporal\.)?activity\./;

/** Builders are used again and again, and nobody changes their options. */
const read = new WeakMap<Options, Read>();

/** They count on reports, which nobody can give here (Co3). */
export function awaitReports(options: Options): boolean {
  return Object.keys(options).some((name) => PREFIX.test(name) && name.endsWith('.heartbeat_timeout'));
}

/** Undefined when they say nothing of the call. */
export function callOptionsOf(options: Options): CallSettings | ErrorValue | undefined {
  let known = read.get(options);
  if (known === undefined) {
    try {
      known = readActivity(options) ?? readPlain(options) ?? 'none';
    } catch (thrown) {
      known = errorFromFailure(toFailure(thrown));
    }
    read.set(options, known);
  }
  return known === 'none' ? undefined : known;
}

/** Co2. */
function readActivity(options: Options): CallSettings | undefined {
  const own = Object.entries(options).filter(([name]) => PREFIX.test(name));
  if (own.length === 0) return undefined;
  // The names of today come last, and win.
  own.sort(([a], [b]) => Number(a.startsWith('activity.')) - Number(b.startsWith('activity.')));
  const given = Object.fromEntries(own.map(([name, value]) => [name.replace(PREFIX, ''), value]));
  const {
    schedule_to_close_timeout: timeout,
    start_to_close_timeout: attemptTimeout,
    schedule_to_start_timeout: startTimeout,
    retry_policy: policy,
  } = decodeOrThrow(activity, given, 'activity');
  return {
    isActivity: true,
    ...(timeout !== undefined && { timeout }),
    attemptTimeout,
    ...(startTimeout !== undefined && { startTimeout }),
    ...(policy !== undefined && {
      retry: {
        maxAttempts: policy.maximum_attempts === 0 ? Number.POSITIVE_INFINITY : policy.maximum_attempts,
        initialDelay: policy.initial_interval,
        backoffFactor: policy.backoff_coefficient,
        maxDelay: policy.maximum_interval === 0 ? undefined : policy.maximum_interval,
        finalKinds: policy.non_retryable_error_types,
      },
    }),
  };
}

function readPlain(options: Options): CallSettings | undefined {
  const { timeout } = decodeOrThrow(timed, options, 'options');
  const given = options.retry ?? flatRetry(options);
  if (given === undefined) return timeout === undefined ? undefined : { timeout };
  const { max_attempts, initial_delay, backoff_factor } = decodeOrThrow(retry, given, 'retry');
  return {
    ...(timeout !== undefined && { timeout }),
    retry: { maxAttempts: max_attempts, initialDelay: initial_delay, backoffFactor: backoff_factor },
  };
}

/** `retry.max_attempts` and the like, written as names with a dot. */
function flatRetry(options: Options): Record<string, unknown> | undefined {
  const named = ['max_attempts', 'initial_delay', 'backoff_factor'].filter(
    (name) => options[`retry.${name}`] !== undefined,
  );
  return named.length === 0
    ? undefined
    : Object.fromEntries(named.map((name) => [name, options[`retry.${name}`]]));
}
