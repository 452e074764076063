/** Calls of functions by a process: with its context, its options, and as long as it lives. */
import type { Value } from '#lua';
import { attempt, type CallSettings, type Started } from './attempts.ts';
import { contextOf, emptySetup, namesIdentity, type Setup } from './builder.ts';
import { callOptionsOf, plainActivity } from './call-options.ts';
import type { CallRequest } from './calls.ts';
import { type Context, under, withValues } from './context.ts';
import { ErrorValue, invalid, notFound } from './error-value.ts';
import type { Exit } from './exit.ts';
import type { Fiber } from './fiber.ts';
import { refusal, wrongText } from './guest.ts';
import { accept } from './input.ts';
import { whenCommitted } from './keeping.ts';
import { begin, type Operation, type Settlement } from './pending.ts';
import type { Answer, Process } from './process.ts';
import type { Callable } from './program.ts';
import { LocalAnswer } from './result.ts';
import { here, type Surroundings } from './surroundings.ts';

/** A call that may be made: the id was found, the permission given, and the options say what they may. */
export interface Callee {
  readonly id: string;
  readonly callable: Callable;
}

export function findCallee(
  process: Process,
  id: Value,
  action: string,
  { options }: Setup,
): Callee | ErrorValue {
  const settings = options === emptySetup.options ? undefined : callOptionsOf(options);
  if (settings instanceof ErrorValue) return settings;
  if (typeof id !== 'string' || id === '')
    return wrongText('the function', id, 'an id such as namespace:name');
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
  // Only `startCall` has put one there.
  const setup = (operation.setup as Setup | undefined) ?? emptySetup;
  const callee = findCallee(process, id, 'funcs.call', setup);
  if (callee instanceof ErrorValue) {
    const outcome: Exit = { type: 'failed', error: callee };
    accept(process, { type: 'result', id: 0, operation: operation.id, outcome });
    return;
  }
  work(process, around, operation, callee, setup, args);
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
  const settings = settingsOf(setup, callable, isActivity(process, around));
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
    startWithin: settings?.startTimeout,
  };
  const answer = new LocalAnswer(process, operation.id);
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
function settingsOf(
  { options }: Setup,
  { defaults }: Callable,
  isActivity: boolean,
): CallSettings | undefined {
  const own = options === emptySetup.options ? undefined : callOptionsOf(options);
  const usual = isActivity ? plainActivity : undefined;
  if (own === undefined || own instanceof ErrorValue) {
    const { timeout, retry } = defaults ?? NO_DEFAULTS;
    return timeout === undefined && retry === undefined ? usual : { ...usual, timeout, retry };
  }
  return { ...usual, ...defaults, ...own };
}

/** Co2. */
function isActivity({ keeper, program, host }: Process, { gate }: Surroundings): boolean {
  return keeper !== null && program?.workflow !== undefined && gate?.hasActivities(host) === true;
}
