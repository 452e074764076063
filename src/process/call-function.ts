/** Calls of functions by a process: with its context, its options, and as long as it lives. */
import { isRecord } from '#base';
import type { Value } from '#lua';
import { attempt, type CallSettings, type Started } from './attempts.ts';
import { contextOf, emptySetup, namesIdentity, type Setup } from './builder.ts';
import type { CallRequest } from './calls.ts';
import { type Context, under, withValues } from './context.ts';
import { ErrorValue, invalid, notFound } from './error-value.ts';
import type { Exit } from './exit.ts';
import type { Fiber } from './fiber.ts';
import { refusal } from './guest.ts';
import { millisOf } from './guest-duration.ts';
import { accept } from './input.ts';
import { whenCommitted } from './keeping.ts';
import { begin, type Operation, type Settlement } from './pending.ts';
import type { Answer, Process } from './process.ts';
import type { Callable } from './program.ts';
import { LocalAnswer } from './result.ts';
import { here, type Surroundings } from './surroundings.ts';

/** A call that may be made: the id was found, the permission given. */
export interface Callee {
  readonly id: string;
  readonly callable: Callable;
}

export function findCallee(process: Process, id: Value, action: string): Callee | ErrorValue {
  if (typeof id !== 'string' || id === '')
    return invalid('the function must be an id such as namespace:name');
  const colon = id.indexOf(':');
  if (colon <= 0) return invalid(`${id} has no namespace`);
  if (colon === id.length - 1) return invalid(`${id} has no name`);
  const refused = refusal(action, id);
  if (refused !== undefined) return refused;
  const callable = here().programs.function(id, process.view);
  if (callable !== undefined) return { id, callable };
  // For who outlives the running node it may be there later.
  const missing = notFound(`function ${id} not found`);
  return process.keeper === null ? missing : missing.of('NotFound', true);
}

/**
 * Starts the call. `then` gets the outcome in the process, unless it ends before; then the call is cancelled.
 * `fiber` is the one that waits for it, if any does.
 */
export function startCall(
  process: Process,
  callee: Callee,
  setup: Setup,
  args: readonly Value[],
  then: Settlement | ((exit: Exit) => void),
  fiber: Fiber | null = null,
): Operation {
  const facts = {
    module: 'funcs',
    function: 'call',
    arguments: [callee.id, ...args],
    setup: setup === emptySetup ? undefined : setup,
  };
  const operation = begin(process, facts, then);
  if (fiber !== null) fiber.wait = operation;
  const around = here();
  if (process.keeper === null) work(process, around, operation, callee, setup, args);
  else
    whenCommitted(process.keeper, process, operation, () =>
      work(process, around, operation, callee, setup, args),
    );
  return operation;
}

/** Makes a call again that was under way when its process was saved. */
export function continueCall(process: Process, around: Surroundings, operation: Operation): void {
  const [id, ...args] = operation.arguments;
  const callee = findCallee(process, id, 'funcs.call');
  if (callee instanceof ErrorValue) {
    const outcome: Exit = { type: 'failed', error: callee };
    accept(process, { type: 'result', id: 0, operation: operation.id, outcome });
    return;
  }
  // Only `startCall` has put one there.
  work(process, around, operation, callee, (operation.setup as Setup | undefined) ?? emptySetup, args);
}

/** Works on an operation: calls, and hands the outcome to the process. */
function work(
  process: Process,
  around: Surroundings,
  operation: Operation,
  { id, callable }: Callee,
  setup: Setup,
  args: readonly Value[],
): void {
  const request: CallRequest = {
    id,
    callable,
    args,
    context: under(
      namesIdentity(setup) ? undefined : callable.identity,
      keyed(process, operation, contextOf(setup, process.context)),
    ),
    view: process.view,
    parent: process.isAnonymous ? '' : process.pid,
  };
  const answer = new LocalAnswer(process, operation.id);
  const settings = settingsOf(setup, callable);
  const home = around.calls.homeOf(id, callable);
  if (settings !== undefined) {
    // Copied once more for each attempt, so what the caller does to its tables meanwhile is not seen.
    operation.work = attempt(
      settings,
      around.scheduler.timers,
      (one) => startDirect(process, around, request, one),
      (exit) => answer.settle(exit),
    );
  } else if (home === around.peers.index) operation.work = around.calls.start(request, answer);
  else operation.work = around.calls.startFar(home, request, process.pid, operation.id);
}

/** A call of a durable process has the same key however often it is made (D8). */
function keyed(process: Process, operation: Operation, context: Context): Context {
  if (process.keeper === null) return context;
  return withValues(context, { idempotency_key: `${process.pid}/${operation.id}` });
}

/** One attempt: its outcome goes to the attempts and not yet to the process. */
function startDirect(process: Process, around: Surroundings, request: CallRequest, answer: Answer): Started {
  const home = around.calls.homeOf(request.id, request.callable);
  if (home === around.peers.index) return around.calls.start(request, answer);
  const facts = { module: 'funcs', function: 'call', arguments: request.args };
  const operation = begin(process, facts, (exit) => answer.settle(exit));
  return around.calls.startFar(home, request, process.pid, operation.id);
}

const NO_DEFAULTS: Pick<CallSettings, 'timeout' | 'retry'> = {};

/** The options of the builder over those of the entry; undefined when there are none, as for nearly all calls. */
function settingsOf({ options }: Setup, { defaults }: Callable): CallSettings | undefined {
  if (options === emptySetup.options) {
    const { timeout, retry } = defaults ?? NO_DEFAULTS;
    return timeout === undefined && retry === undefined ? undefined : { timeout, retry };
  }
  const activity = activitySettings(options);
  if (activity !== undefined) return { ...defaults, ...activity };
  const timeout = options.timeout === undefined ? defaults?.timeout : millisOf(options.timeout);
  const retry = retryOf(options.retry ?? flatRetry(options)) ?? defaults?.retry;
  return timeout === undefined && retry === undefined ? undefined : { timeout, retry };
}

/** The options by which calls of workflows are ruled: `activity.retry_policy` and the like. */
function activitySettings(options: Setup['options']): CallSettings | undefined {
  const of = (name: string) => options[`activity.${name}`] ?? options[`temporal.activity.${name}`];
  const policy = of('retry_policy');
  const timeout = millisOf(of('schedule_to_close_timeout'));
  const attemptTimeout = millisOf(of('start_to_close_timeout'));
  const retry = isRecord(policy) ? policyOf(policy) : undefined;
  if (retry === undefined && timeout === undefined && attemptTimeout === undefined) return undefined;
  return {
    isActivity: true,
    ...(timeout !== undefined && { timeout }),
    ...(attemptTimeout !== undefined && { attemptTimeout }),
    ...(retry !== undefined && { retry }),
  };
}

function policyOf(policy: Readonly<Record<string, unknown>>): NonNullable<CallSettings['retry']> {
  const {
    maximum_attempts: most = 0,
    backoff_coefficient: factor,
    non_retryable_error_types: kinds,
  } = policy;
  return {
    maxAttempts: typeof most === 'number' && most > 0 ? most : Number.POSITIVE_INFINITY,
    initialDelay: millisOf(policy.initial_interval) ?? 1000,
    backoffFactor: typeof factor === 'number' ? factor : undefined,
    maxDelay: millisOf(policy.maximum_interval),
    finalKinds: Array.isArray(kinds) ? kinds.map(String) : [],
  };
}

/** `retry.max_attempts` and the like, written as names with a dot. */
function flatRetry(options: Setup['options']): Record<string, unknown> | undefined {
  const named = ['max_attempts', 'initial_delay', 'backoff_factor'].filter(
    (name) => options[`retry.${name}`] !== undefined,
  );
  return named.length === 0
    ? undefined
    : Object.fromEntries(named.map((name) => [name, options[`retry.${name}`]]));
}

function retryOf(given: unknown): CallSettings['retry'] {
  if (typeof given !== 'object' || given === null) return undefined;
  const { max_attempts, initial_delay, backoff_factor } = given as Record<string, unknown>; // read one by one below
  return {
    maxAttempts: typeof max_attempts === 'number' ? max_attempts : undefined,
    initialDelay: millisOf(initial_delay),
    backoffFactor: typeof backoff_factor === 'number' ? backoff_factor : undefined,
  };
}
