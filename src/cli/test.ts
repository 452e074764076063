import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { durationMillis, failure, suggestion } from '#base';
import { parseEntryId } from '#registry';
import {
  chosen,
  isPassed,
  namedCommands,
  type Project,
  type RunningNode,
  runTests,
  type TestEntry,
  type TestReport,
  testEntries,
} from '#runtime';
import { defineCommand, type Invocation } from './command.ts';
import type { Ending } from './ending.ts';
import { exitCodes } from './exit-codes.ts';
import { junitText } from './junit.ts';
import { overrideOption, projectOf, projectOptions } from './project-options.ts';
import { refuseModules } from './refused-targets.ts';
import { runNode } from './run-node.ts';
import { type LineOf, painter, reportText, resultText } from './test-output.ts';
import { UsageError } from './usage-error.ts';

const options = {
  timeout: {
    type: 'text',
    value: 'duration',
    summary: 'A test from which nothing comes for so long is ended, and fails.',
    standard: '30s',
  },
  junit: { type: 'text', value: 'path', summary: 'Write the results to a file too, in the form of JUnit.' },
  host: {
    type: 'text',
    value: 'ns:name',
    summary: "The terminal.host for the application's own runner; needed when there are several.",
  },
  registry: {
    type: 'text',
    value: 'url',
    summary: 'The hub of modules.',
    refused: 'modules cannot be fetched from a hub yet',
  },
  ...overrideOption,
  ...projectOptions,
} as const;

type Around = Invocation<typeof options>;

export const test = defineCommand({
  name: 'test',
  summary: 'Runs the tests of the application: function entries whose metadata has type: test.',
  arguments: [{ name: 'filter', summary: 'Only tests whose id contains one of these.', isRest: true }],
  options,
  examples: ['wippy test', 'wippy test math user', 'wippy test --junit results.xml --timeout 5s'],
  run: async (invocation) => {
    const { options: given, arguments: filters, err } = invocation;
    const timeout = timeoutOf(given.timeout);
    for (const filter of filters) refuseModules(filter, 'test');
    // What tests do leaves no trace in the state of the application.
    const isolated = { ...invocation, options: { ...given, set: [...given.set, ...ISOLATED] } };
    const project = await projectOf(isolated, given.override);
    if (project.isBroken) {
      err.write(`${project.report()}\n`);
      return exitCodes.failed;
    }
    const runner = runnerOf(project);
    if (runner !== undefined) {
      if (given.junit !== undefined)
        throw failure(
          'Invalid',
          `${runner} runs the tests of this application, and does not write JUnit's form`,
        );
      return runNode(project, { entry: runner, host: given.host, args: filters }, isolated);
    }
    const tests = testsOf(project, filters, invocation);
    if (tests === undefined || tests.length === 0)
      return tests === undefined ? exitCodes.failed : exitCodes.success;
    return runNode(
      project,
      (node, interrupted) => work(node, interrupted, { project, tests, timeout, invocation }),
      isolated,
    );
  },
});

/** Histories are kept in memory, and nothing that fails is dumped. */
const ISOLATED = ['registry.history_type=memory', 'dumps.enabled=false'];

interface Job {
  readonly project: Project;
  readonly tests: readonly TestEntry[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly invocation: Around;
}

async function work(
  node: RunningNode,
  interrupted: Promise<void>,
  { project, tests, timeout, invocation }: Job,
): Promise<Ending> {
  const { options: given, out, err, directory } = invocation;
  const paint = painter(out.isTerminal && (invocation.environment.NO_COLOR ?? '') === '');
  const stop = new AbortController();
  void interrupted.then(() => stop.abort('interrupted'));
  void node.exit.then((code) => stop.abort(`a test asked the node to end, with ${code}`));
  await node.startServices();
  for (const { id, status, details } of node.supervisor.states()) {
    if (status === 'Failed')
      err.write(`wippy: the service ${id} failed${details === undefined ? '' : `: ${details}`}\n`);
  }
  const report = await runTests(node, {
    ids: tests.map(({ id }) => id),
    timeout,
    signal: stop.signal,
    onResult: (result) => out.write(resultText(result, paint)),
  });
  out.write(reportText(report, linesOf(project), paint));
  if (given.junit !== undefined) writeFileSync(resolve(directory, given.junit), junitText(report));
  return { code: codeOf(report) };
}

function codeOf(report: TestReport): number {
  return isPassed(report) ? exitCodes.success : exitCodes.failed;
}

/** The process that the application brings to run its tests. */
function runnerOf({ application }: Project): string | undefined {
  const runners = namedCommands(application.entries.values()).filter(({ useCase }) => useCase === 'test');
  const [runner, ...others] = runners;
  if (others.length === 0) return runner?.entry;
  const ids = runners.map(({ entry }) => entry).join(', ');
  throw failure('Invalid', `several processes run the tests of this application: ${ids}`);
}

/** Undefined when filters fit nothing. */
function testsOf(
  { application }: Project,
  filters: readonly string[],
  { err }: Pick<Around, 'err'>,
): readonly TestEntry[] | undefined {
  const all = testEntries(application.entries.values());
  if (!application.hasLockFile)
    err.write("wippy: there is no lock file, so there are no tests; 'wippy init' writes one\n");
  else if (all.length === 0)
    err.write("wippy: there are no tests: none of the function entries has 'meta: {type: test}'\n");
  const found = chosen(all, filters);
  if (all.length === 0 || found.length > 0) return found;
  const ids = all.map(({ id }) => id);
  const names = ids.map((id) => parseEntryId(id).name);
  const hint = filters.length === 1 ? suggestion(filters[0] ?? '', [...ids, ...names]) : '';
  err.write(`wippy: no test has ${filters.map((filter) => `'${filter}'`).join(' or ')} in its id${hint}\n`);
  return undefined;
}

function linesOf(project: Project): LineOf {
  const texts = new Map<string, readonly string[] | undefined>();
  return (path, line) => {
    if (!texts.has(path)) texts.set(path, project.textOf(path)?.split(/\r?\n/));
    return texts.get(path)?.[line - 1];
  };
}

function timeoutOf(text: string): number {
  const millis = durationMillis(text);
  if (millis !== undefined && millis > 0) return millis;
  throw new UsageError(`--timeout ${text} is no duration; write 5s or 2m`, 'test');
}
