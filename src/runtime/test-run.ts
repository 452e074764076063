/**
 * Runs tests on a node, one after the other, and says how they went.
 *
 *   Te1  A test is run as a call, in an instance of its own. What it reports of cases is what it gave; one that reports
 *        nothing is a case itself, which fails when it raises, or returns `nil, err`, false, or an error as second.
 *   Te2  A test from which nothing comes for the time that is given is ended, and fails.
 *   Te3  When a test has ended, all that it started ends too. On the current state of the registry, versions that it
 *        published are left again; a test in a view sees nothing but the view.
 *   Te4  An interrupt ends the test that runs; those after it do not run.
 */
import { randomBytes } from 'node:crypto';
import { type Clock, failure, type Timer } from '#base';
import { type CaseFailure, testLibrary, testListener } from '#features/test';
import { LuaTable, type Value } from '#lua';
import { attach, type EntryId } from '#plugin';
import {
  type Context,
  type Exit,
  emptyContext,
  errorFrom,
  errorIn,
  failureFromError,
  isNormal,
  type Node,
} from '#process';
import type { Registry, StoredEntry, View } from '#registry';
import { type TestEntry, testOf } from './test-entries.ts';
import {
  reportOf,
  type TestCase,
  type TestFailure,
  type TestReport,
  type TestResult,
} from './test-report.ts';
import { placedMessage, traceLines } from './test-sources.ts';

/** What of a node tests need; a `RunningNode` is one. */
export interface TestedNode {
  readonly processes: Node;
  readonly registry: Registry;
  readonly views: { find(name: string): View };
  readonly clock: Clock;
}

export interface TestOptions {
  /** The tests, in the order in which they run. */
  readonly ids: readonly EntryId[];
  /** An open view of the node; the current state as it moves when left out. */
  readonly view?: string;
  /** As whom they run, and with which values. */
  readonly context?: Context;
  /** Te2: milliseconds from one sign of life to the next. */
  readonly timeout?: number;
  /** Te4. */
  readonly signal?: AbortSignal;
  /** Told of each test as it ends. */
  readonly onResult?: (result: TestResult) => void;
}

const PATIENCE = 30_000;

export async function runTests(node: TestedNode, options: TestOptions): Promise<TestReport> {
  const begun = node.clock.monotonic();
  const { ids, view = '', signal, onResult } = options;
  const results: TestResult[] = [];
  for (const id of ids) {
    if (signal?.aborted === true) break;
    const entry = node.views.find(view).get(id);
    const test = entry && (testOf(entry) ?? { id, suite: '', name: id, order: 0 });
    if (test === undefined) throw failure('NotFound', `there is no test ${id}`, { retryable: false });
    const result = await runTest(node, test, options);
    results.push(result);
    onResult?.(result);
  }
  const isInterrupted = signal?.aborted === true;
  return reportOf(results, node.clock.monotonic() - begun, isInterrupted);
}

async function runTest(node: TestedNode, test: TestEntry, options: TestOptions): Promise<TestResult> {
  const { view = '', context = emptyContext, timeout = PATIENCE, signal } = options;
  const version = node.registry.version.id;
  const trace = newTrace();
  const run = new TestRun(test, node, view);
  const call = node.processes.call(test.id, [new LuaTable()], {
    view,
    context: { ...context, trace },
    attached: [attach(testListener, run)],
    isFresh: true,
  });
  const stop = () => {
    const why: unknown = signal?.reason;
    run.stopped ??= { reason: 'ended', message: typeof why === 'string' ? why : 'interrupted', trace: [] };
    call.cancel();
  };
  signal?.addEventListener('abort', stop, { once: true });
  const watch = new Watch(node.clock, timeout, () => {
    const message = `nothing came for ${seconds(timeout)}, so the test was ended`;
    run.stopped ??= { reason: 'timeout', message, trace: [] };
    call.cancel();
  });
  run.onSign = () => watch.renew();
  const exit = await call.exit;
  watch.end();
  signal?.removeEventListener('abort', stop);
  const problem = await tidy(node, trace, view === '' ? version : undefined);
  return run.result(exit, problem);
}

/** Te3. Says what could not be tidied up. */
async function tidy(
  node: TestedNode,
  trace: string,
  version: number | undefined,
): Promise<string | undefined> {
  for (const info of await node.processes.processes()) {
    if (info.trace === trace) node.processes.terminate(info.pid);
  }
  if (version === undefined || node.registry.version.id === version) return undefined;
  try {
    await node.registry.applyVersion(version);
    return undefined;
  } catch (thrown) {
    return `its changes of the registry could not be taken back: ${String(thrown)}`;
  }
}

/** What all that a test starts inherits, so that it can be found (W3C trace context). */
function newTrace(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}

/** Te2. */
class Watch {
  readonly #clock: Clock;
  readonly #patience: number;
  readonly #late: () => void;
  #timer: Timer;

  constructor(clock: Clock, patience: number, late: () => void) {
    this.#clock = clock;
    this.#patience = patience;
    this.#late = late;
    this.#timer = this.#set();
  }

  renew(): void {
    this.#timer.cancel();
    this.#timer = this.#set();
  }

  end(): void {
    this.#timer.cancel();
  }

  #set(): Timer {
    return this.#clock.setTimer(this.#clock.monotonic() + this.#patience, this.#late);
  }
}

/** One test while it runs. */
class TestRun {
  readonly #test: TestEntry;
  readonly #node: TestedNode;
  readonly #view: string;
  readonly #begun: number;
  readonly #cases: TestCase[] = [];
  #planned = 0;
  #open: { readonly path: readonly string[]; readonly name: string; readonly begun: number } | undefined;
  /** Why it was ended from outside. */
  stopped: TestFailure | undefined;
  onSign: () => void = () => {};

  constructor(test: TestEntry, node: TestedNode, view: string) {
    this.#test = test;
    this.#node = node;
    this.#view = view;
    this.#begun = node.clock.monotonic();
  }

  planned(count: number): void {
    this.#planned = count;
  }

  started(path: readonly string[], name: string): void {
    this.onSign();
    this.#open = { path, name, begun: this.#node.clock.monotonic() };
  }

  passed(): void {
    this.#close('passed');
  }

  failed(why: CaseFailure): void {
    this.#close('failed', this.#failure(why.expected === undefined ? 'error' : 'assertion', why));
  }

  skipped(path: readonly string[], name: string): void {
    this.onSign();
    this.#cases.push({ path, name, status: 'skipped', duration: 0 });
  }

  /** Te1. */
  result(exit: Exit, untidy: string | undefined): TestResult {
    const duration = this.#node.clock.monotonic() - this.#begun;
    const { id: entry, suite, name } = this.#test;
    let problem = this.#problemOf(exit);
    if (this.#open !== undefined) {
      this.#close(
        'failed',
        problem ?? { reason: 'ended', message: 'the test ended before the case', trace: [] },
      );
      problem = undefined;
    } else if (this.#cases.length === 0 && !isEmptyRun(exit)) {
      const status = problem === undefined ? 'passed' : 'failed';
      this.#cases.push({ path: [], name, status, duration, failure: problem });
      problem = undefined;
    } else if (this.stopped === undefined && this.#cases.some(({ status }) => status === 'failed')) {
      // Most tests raise at their end when a case failed; that is nothing new.
      problem = undefined;
    }
    const failure = problem ?? this.#leftOut() ?? (untidy === undefined ? undefined : problemWith(untidy));
    return { entry, suite, name, cases: this.#cases, duration, failure };
  }

  /** Cases that were never reached. */
  #leftOut(): TestFailure | undefined {
    const count = this.#planned - this.#cases.length;
    if (count <= 0 || this.stopped?.reason === 'ended') return undefined;
    return problemWith(count === 1 ? 'the last case did not run' : `the last ${count} cases did not run`);
  }

  #close(status: TestCase['status'], failure?: TestFailure): void {
    this.onSign();
    const { path = [], name = '', begun = 0 } = this.#open ?? {};
    this.#open = undefined;
    this.#cases.push({ path, name, status, duration: this.#node.clock.monotonic() - begun, failure });
  }

  #problemOf(exit: Exit): TestFailure | undefined {
    if (this.stopped !== undefined) return this.stopped;
    if (isNormal(exit)) return this.#problemIn(exit.value, exit.second);
    const { message, trace = '' } = failureFromError(exit.error);
    if (exit.type === 'failed') return this.#failure('error', { message, trace });
    return { ...this.#failure('ended', { message, trace }), message: `its process ended: ${message}` };
  }

  /** Te1. `false, "why"` says why; an error after any other value is one too. */
  #problemIn(value: Value, second: Value): TestFailure | undefined {
    if (second !== undefined && (value === false || errorIn(second) !== undefined)) {
      const { message, trace = '' } = failureFromError(errorFrom(second));
      return this.#failure('error', { message, trace });
    }
    return value === false
      ? { reason: 'assertion', message: 'returned false', expected: 'true', actual: 'false', trace: [] }
      : undefined;
  }

  #failure(reason: TestFailure['reason'], why: CaseFailure): TestFailure {
    const find = (id: EntryId): StoredEntry | undefined => this.#node.views.find(this.#view).get(id);
    const { message, place } = placedMessage(why.message, find);
    const lines = traceLines(why.trace, find).filter((line) => line.entry !== testLibrary.id);
    // Of an expectation that a library checks, the line in the test says more.
    const own = lines.find((line) => line.entry === this.#test.id);
    const { expected, actual } = why;
    return {
      reason,
      message,
      expected,
      actual,
      place: (reason === 'assertion' ? own : undefined) ?? place ?? lines[0],
      trace: lines.map(({ path, line, what }) => `${path}:${line}: ${what}`),
    };
  }
}

function problemWith(message: string): TestFailure {
  return { reason: 'error', message, trace: [] };
}

/** It declared no cases at all. */
function isEmptyRun(exit: Exit): boolean {
  return isNormal(exit) && exit.value instanceof LuaTable && exit.value.getText('total_tests') === 0;
}

function seconds(millis: number): string {
  return millis % 1000 === 0 ? `${millis / 1000} s` : `${millis} ms`;
}
