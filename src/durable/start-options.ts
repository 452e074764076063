/**
 * What may be said of a start on a durable host, in the options of `process.with_options`: `workflow.…`, or
 * `temporal.workflow.…` as it was called before. Options of Temporal's that mean nothing to this engine are accepted, and
 * those that nobody knows refused: who misspells one is not left to wonder.
 * Specification: runtime.md, section 14.
 */
import { type Data, isRecord, toFailure } from '#base';
import type { Value } from '#lua';
import { decodeOrThrow, type Infer, t } from '#plugin';
import { type ErrorValue, errorFromFailure, type SpawnRequest } from '#process';
import { isCron } from './cron.ts';

const span = t.duration(undefined, { number: 'ms' });

const retry = t.object(
  {
    initial_interval: span.default(1000),
    backoff_coefficient: t.number({ min: 1, default: 2 }),
    /** 0: a hundred times the first one. */
    maximum_interval: span.default(0),
    /** 0: without end. */
    maximum_attempts: t.integer({ min: 0, default: 0 }),
    non_retryable_error_types: t.list(t.string).default([]),
  },
  { unknown: 'refuse' },
);

const options = t.object(
  {
    id: t.optional(t.string),
    /** What happens when a living process has the id already. */
    id_conflict_policy: t.oneOf('use_existing', 'fail', 'terminate_existing').default('use_existing'),
    /** What happens when one that has ended had it. */
    id_reuse_policy: t
      .oneOf('allow_duplicate', 'allow_duplicate_failed_only', 'reject_duplicate')
      .default('allow_duplicate'),
    execution_error_when_already_started: t.boolean.default(false),
    execution_timeout: t.optional(span),
    run_timeout: t.optional(span),
    start_delay: span.default(0),
    retry_policy: t.optional(retry),
    cron_schedule: t.optional(t.text('a cron schedule, such as 0 */6 * * *', isCron)),
    /** What becomes of times of the schedule that pass while no node runs, or while a run is under way. */
    cron_catch_up: t.oneOf('once', 'all', 'skip').default('once'),
    parent_close_policy: t.oneOf('abandon', 'terminate', 'request_cancel').default('abandon'),
    memo: t.optional(t.map(t.data)),
    search_attributes: t.optional(t.map(t.data)),
    // These mean nothing here.
    task_queue: t.optional(t.string),
    namespace: t.optional(t.string),
    task_timeout: t.optional(span),
    enable_eager_start: t.optional(t.boolean),
    wait_for_cancellation: t.optional(t.boolean),
  },
  { unknown: 'refuse' },
);

/** Durations are milliseconds. */
export type StartOptions = Infer<typeof options>;

const standard: StartOptions = decodeOrThrow(options, {}, 'workflow');

const PREFIX = /^(?:temporal\.)?workflow\./;

/** What was read of options: several parts of a start ask for them, and nobody changes them. */
const read = new WeakMap<object, StartOptions | ErrorValue>();

export function startOptionsOf({ options: given }: SpawnRequest): StartOptions | ErrorValue {
  if (given === undefined) return standard;
  const known = read.get(given);
  if (known !== undefined) return known;
  const options = readOptions(given);
  read.set(given, options);
  return options;
}

function readOptions(given: NonNullable<SpawnRequest['options']>): StartOptions | ErrorValue {
  const own = Object.entries(given).filter(([key]) => PREFIX.test(key));
  if (own.length === 0) return standard;
  // The names of today come last, and win.
  own.sort(([a], [b]) => Number(a.startsWith('workflow.')) - Number(b.startsWith('workflow.')));
  const plain = Object.fromEntries(own.map(([key, value]) => [key.replace(PREFIX, ''), value]));
  try {
    return decodeOrThrow(options, plain, 'workflow');
  } catch (thrown) {
    return errorFromFailure(toFailure(thrown));
  }
}

/** The name under which a process starts: that of the builder, or the id of the workflow. */
export function nameOf({ name }: SpawnRequest, { id }: StartOptions): string | undefined {
  return name ?? (id === '' ? undefined : id);
}

/** What people find it by from the start. */
export function attributesOf({ memo, search_attributes: search }: StartOptions): Record<string, Data> {
  return { ...(search !== undefined && { search }), ...(memo !== undefined && { memo }) };
}

/** What rules a process as long as it lives, and is kept with its start. */
export type Terms = Pick<
  StartOptions,
  | 'execution_timeout'
  | 'run_timeout'
  | 'retry_policy'
  | 'cron_schedule'
  | 'cron_catch_up'
  | 'parent_close_policy'
>;

/** As JSON; '' when it is what is usual. */
export function writeTerms(from: StartOptions): string {
  const told = JSON.stringify(termsOf(from));
  return told === usual ? '' : told;
}

function termsOf(options: StartOptions): Terms {
  const { execution_timeout, run_timeout, retry_policy, cron_schedule, cron_catch_up, parent_close_policy } =
    options;
  return { execution_timeout, run_timeout, retry_policy, cron_schedule, cron_catch_up, parent_close_policy };
}

const usual = JSON.stringify(termsOf(standard));

/** The terms of a start, at this place of it, and where what was started comes after them; in stores of version 1 there are none. */
export function takeTerms(start: readonly Value[], at = 0): { readonly terms: Terms; readonly next: number } {
  const text = start[at];
  if (text === '') return { terms: standard, next: at + 1 };
  // There the hash of the program came first.
  if (typeof text !== 'string' || !text.startsWith('{')) return { terms: standard, next: at };
  const terms: unknown = JSON.parse(text);
  return { terms: { ...standard, ...(isRecord(terms) ? (terms as Partial<Terms>) : {}) }, next: at + 1 }; // as `writeTerms` wrote it
}
