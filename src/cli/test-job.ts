/** One run of tests on a node of its own, told as it goes. */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  isPassed,
  type Project,
  type RunningNode,
  runTests,
  type TestEntry,
  type TestReport,
} from '#runtime';
import type { Invocation } from './command.ts';
import type { Ending } from './ending.ts';
import { exitCodes } from './exit-codes.ts';
import { junitText } from './junit.ts';
import type { projectOptions } from './project-options.ts';
import { runNode } from './run-node.ts';
import { type LineOf, painter, reportText, resultText } from './test-output.ts';

export interface TestJob {
  readonly project: Project;
  readonly tests: readonly TestEntry[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly junit: string | undefined;
  /** A folder of its own for what the application keeps while it runs. */
  readonly state: string;
  /** Ends the run, and with it all that there is to tell. */
  readonly signal?: AbortSignal | undefined;
}

/** The report is there when the tests have run. */
export async function runTestJob(
  job: TestJob,
  invocation: Invocation<typeof projectOptions>,
): Promise<{ readonly code: number; readonly report: TestReport | undefined }> {
  rmSync(join(job.state, '.wippy'), { recursive: true, force: true });
  // Where there is no lock file there is no state folder.
  writeFileSync(join(job.state, 'wippy.lock'), '');
  let report: TestReport | undefined;
  const work = async (node: RunningNode, interrupted: Promise<void>): Promise<Ending> => {
    report = await tested(node, interrupted, job, invocation);
    return { code: isPassed(report) ? exitCodes.success : exitCodes.failed };
  };
  const code = await runNode(job.project, work, invocation);
  return { code, report };
}

async function tested(
  node: RunningNode,
  interrupted: Promise<void>,
  { project, tests, timeout, junit, signal }: TestJob,
  { out, err, directory, environment }: Invocation<typeof projectOptions>,
): Promise<TestReport> {
  const paint = painter(out.isTerminal && (environment.NO_COLOR ?? '') === '');
  const stop = new AbortController();
  const given = () => stop.abort(signal?.reason);
  if (signal?.aborted === true) given();
  signal?.addEventListener('abort', given, { once: true });
  void interrupted.then(() => stop.abort('interrupted'));
  void node.exit.then((code) => stop.abort(`a test asked the node to end, with ${code}`));
  await node.startServices();
  for (const { id, status, details } of node.supervisor.states()) {
    const why = details === undefined ? '' : `: ${details}`;
    if (status === 'Failed') err.write(`wippy: the service ${id} failed${why}\n`);
  }
  const report = await runTests(node, {
    ids: tests.map(({ id }) => id),
    timeout,
    signal: stop.signal,
    onResult: (result) => {
      if (signal?.aborted !== true) out.write(resultText(result, paint));
    },
  });
  signal?.removeEventListener('abort', given);
  if (signal?.aborted === true) return report;
  out.write(reportText(report, linesOf(project), paint));
  if (junit !== undefined) writeFileSync(resolve(directory, junit), junitText(report));
  return report;
}

function linesOf(project: Project): LineOf {
  const texts = new Map<string, readonly string[] | undefined>();
  return (path, line) => {
    if (!texts.has(path)) texts.set(path, project.textOf(path)?.split(/\r?\n/));
    return texts.get(path)?.[line - 1];
  };
}
