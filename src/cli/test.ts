import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { durationMillis, failure, suggestion } from '#base';
import { parseEntryId, TrackedFiles } from '#registry';
import { chosen, namedCommands, type Project, type TestEntry, testEntries } from '#runtime';
import { defineCommand, type Invocation, type Output } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import { overrideOption, projectOptions, readerOf } from './project-options.ts';
import { refuseModules } from './refused-targets.ts';
import { runNode } from './run-node.ts';
import { runTestJob } from './test-job.ts';
import { watchTests } from './test-watch.ts';
import { UsageError } from './usage-error.ts';

const options = {
  timeout: {
    type: 'text',
    value: 'duration',
    summary: 'A test from which nothing comes for so long is ended, and fails.',
    standard: '30s',
  },
  watch: {
    type: 'flag',
    summary: 'Run tests again as files are saved: those that a change has something to do with.',
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

export const test = defineCommand({
  name: 'test',
  summary: 'Runs the tests of the application: function entries whose metadata has type: test.',
  arguments: [{ name: 'filter', summary: 'Only tests whose id contains one of these.', isRest: true }],
  options,
  examples: [
    'wippy test',
    'wippy test math user',
    'wippy test --watch',
    'wippy test --junit results.xml --timeout 5s',
  ],
  run: async (invocation) => {
    const timeout = timeoutOf(invocation.options.timeout);
    for (const filter of invocation.arguments) refuseModules(filter, 'test');
    const state = mkdtempSync(join(tmpdir(), 'wippy-test-'));
    try {
      return await testsOf(invocation, timeout, state);
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  },
});

type Around = Invocation<typeof options>;

/** `state`: a folder for what the application keeps while tests run, so that its own state is not touched. */
async function testsOf(invocation: Around, timeout: number, state: string): Promise<number> {
  const { options: given, arguments: filters, err, directory } = invocation;
  const isolated = { ...invocation, options: { ...given, set: [...given.set, ...ISOLATED] } };
  const files = new TrackedFiles(directory);
  const reader = readerOf(isolated, given.override, files, state);
  const project = await reader.read();
  if (project.isBroken) {
    err.write(`${project.report()}\n`);
    return exitCodes.failed;
  }
  const runner = runnerOf(project);
  if (runner !== undefined) {
    refuseOwn(runner, given);
    return runNode(project, { entry: runner, host: given.host, args: filters }, isolated);
  }
  const choose = ({ application }: Project) => chosen(testEntries(application.entries.values()), filters);
  const run = (now: Project, tests: readonly TestEntry[], signal?: AbortSignal) =>
    runTestJob({ project: now, tests, timeout, junit: given.junit, state, signal }, isolated);
  const tests = choose(project);
  const isMistake = tests.length === 0 && tellNone(project, filters, err);
  if (given.watch) return watchTests({ project, reader, files, choose, run }, invocation);
  files.forget();
  if (tests.length === 0) return isMistake ? exitCodes.failed : exitCodes.success;
  return (await run(project, tests)).code;
}

/** Histories are kept in memory, and nothing that fails is dumped. */
const ISOLATED = ['registry.history_type=memory', 'dumps.enabled=false'];

function refuseOwn(
  runner: string,
  given: { readonly junit: string | undefined; readonly watch: boolean },
): void {
  const option = given.junit !== undefined ? '--junit' : given.watch ? '--watch' : undefined;
  if (option === undefined) return;
  throw failure('Invalid', `${runner} runs the tests of this application, and knows nothing of ${option}`);
}

/** The process that the application brings to run its tests. */
function runnerOf({ application }: Project): string | undefined {
  const runners = namedCommands(application.entries.values()).filter(({ useCase }) => useCase === 'test');
  const [runner, ...others] = runners;
  if (others.length === 0) return runner?.entry;
  const ids = runners.map(({ entry }) => entry).join(', ');
  throw failure('Invalid', `several processes run the tests of this application: ${ids}`);
}

/** Says why there is nothing to run; true when filters fit nothing. */
function tellNone({ application }: Project, filters: readonly string[], err: Output): boolean {
  const ids = testEntries(application.entries.values()).map(({ id }) => id);
  const names = ids.map((id) => parseEntryId(id).name);
  if (!application.hasLockFile) {
    err.write("wippy: there is no lock file, so there are no tests; 'wippy init' writes one\n");
  } else if (ids.length === 0) {
    err.write("wippy: there are no tests: none of the function entries has 'meta: {type: test}'\n");
  } else {
    const hint = filters.length === 1 ? suggestion(filters[0] ?? '', [...ids, ...names]) : '';
    err.write(`wippy: no test has ${filters.map((filter) => `'${filter}'`).join(' or ')} in its id${hint}\n`);
  }
  return ids.length > 0;
}

function timeoutOf(text: string): number {
  const millis = durationMillis(text);
  if (millis !== undefined && millis > 0) return millis;
  throw new UsageError(`--timeout ${text} is no duration; write 5s or 2m`, 'test');
}
