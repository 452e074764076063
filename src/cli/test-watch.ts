/**
 * Runs tests again as files are saved, until somebody interrupts.
 *
 *   Tw1  Each run has a node of its own. A change ends the run that is under way, and what it had not run is run again.
 *   Tw2  After a change only tests run that it may have something to do with, and those that failed before.
 *   Tw3  While the files are wrong nothing runs; what is wrong is told.
 */
import { SystemClock } from '#base';
import { difference, type Followed, type TrackedFiles, type Version } from '#registry';
import {
  affectedTests,
  describeChanges,
  describeNews,
  followFiles,
  type Project,
  type ProjectReader,
  type TestEntry,
  type TestReport,
} from '#runtime';
import type { Surroundings } from './command.ts';

/** Why a run was ended that is made again. */
const CHANGED = 'the files changed';

export interface TestWatchOptions {
  readonly project: Project;
  readonly reader: ProjectReader;
  readonly files: TrackedFiles;
  /** The tests of a state of the project that the filters choose. */
  readonly choose: (project: Project) => readonly TestEntry[];
  /** Runs tests until they have ended or the signal aborts. */
  readonly run: (
    project: Project,
    tests: readonly TestEntry[],
    signal: AbortSignal,
  ) => Promise<{ readonly code: number; readonly report: TestReport | undefined }>;
}

/** The exit code of the last run. */
export async function watchTests(
  options: TestWatchOptions,
  { err, onInterrupt }: Pick<Surroundings, 'err' | 'onInterrupt'>,
): Promise<number> {
  const watch = new TestWatch(options, (text) => void err.write(`${text}\n`));
  const end = onInterrupt(() => watch.end());
  const following = followFiles({
    ...options,
    clock: new SystemClock(),
    tell: (news) => {
      // What changed is told with the run that follows.
      if (news.type !== 'applied') err.write(`${describeNews(news)}\n`);
    },
    failed: (folder) => {
      err.write(`wippy: ${folder} cannot be watched; changes are found by looking every few seconds\n`);
    },
    node: watch,
  });
  try {
    await watch.work();
    return watch.code;
  } finally {
    end();
    await following.close();
  }
}

class TestWatch {
  readonly #options: TestWatchOptions;
  readonly #tell: (text: string) => void;
  #project: Project;
  /** What is to be run next: what was not reached, what failed, and what changes affect. */
  readonly #waiting = new Set<string>();
  #isDue = true;
  /** Of the last run. */
  code = 0;
  #changed: () => void = () => {};
  #run = new AbortController();
  #isOver = false;
  version: Version = { id: 0, parent: undefined, author: 'files', time: 0, message: '' };

  constructor(options: TestWatchOptions, tell: (text: string) => void) {
    this.#options = options;
    this.#tell = tell;
    this.#project = options.project;
    this.#add(options.choose(options.project));
  }

  end(): void {
    this.#isOver = true;
    this.#run.abort('interrupted');
    this.#changed();
  }

  async work(): Promise<void> {
    while (!this.#isOver) {
      const changed = new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
      if (this.#isDue) {
        this.#isDue = false;
        await this.#runWaiting();
        continue;
      }
      this.#tell('watching for changes; Ctrl-C ends');
      await changed;
    }
  }

  async #runWaiting(): Promise<void> {
    if (this.#waiting.size === 0) return;
    this.#run = new AbortController();
    const tests = this.#options.choose(this.#project).filter(({ id }) => this.#waiting.has(id));
    const { code, report } = await this.#options.run(this.#project, tests, this.#run.signal);
    this.code = code;
    for (const { entry, cases, failure } of report?.results ?? []) {
      const hasFailed = failure !== undefined || cases.some(({ status }) => status === 'failed');
      if (!hasFailed) this.#waiting.delete(entry);
    }
  }

  /** The files say something else now. */
  async follow(project: Project): Promise<Followed> {
    const [before, after] = [this.#project.application.entries, project.application.entries];
    const tests = this.#options.choose(project);
    const changes = difference(before, after);
    const affected = affectedTests(tests, before, after);
    this.#project = project;
    const known = new Set(tests.map(({ id }) => id));
    for (const id of this.#waiting) if (!known.has(id)) this.#waiting.delete(id);
    this.#add(affected);
    if (changes.length > 0) {
      const isNothing = affected.length === 0;
      this.#tell(`\n${describeChanges(changes)}${isNothing ? ': no test is affected' : ''}`);
      if (!isNothing) this.#again();
    }
    this.version = { ...this.version, id: this.version.id + 1 };
    return { version: this.version, changes, conflicts: [] };
  }

  #again(): void {
    this.#isDue = true;
    this.#run.abort(CHANGED);
    this.#changed();
  }

  async settle() {
    return { restarted: [], outdated: [] };
  }

  #add(tests: readonly TestEntry[]): void {
    for (const { id } of tests) this.#waiting.add(id);
  }
}
