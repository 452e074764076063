/**
 * Runs a node until it has done what it was started for, and ends it in order.
 *
 *   Rn1  The first interrupt ends in order: services and processes are asked to end. The second ends at
 *        once, with 1. One that comes before there is a node ends at once too, with what shells give for that (130, 143).
 *   Rn2  A process that is run in place of the application gives the exit code, unless an interrupt came
 *        first. Then, and when everything ends in order, the code is 0.
 *   Rn3  While one process is run the log is silent, unless somebody asked for it.
 *   Rn4  What was compiled is kept for the next start.
 *   Rn5  A node that stays has the folder for itself: a second one does not start, and is told who has it. It answers
 *        at a control socket, opened once everything has started. One that runs one process starts beside others; it has
 *        the folder when it has what is kept there, once its process has run for a moment.
 */
import { inspect } from 'node:util';
import { failure, isFailure, sizeBytes } from '#base';
import { formatProblem } from '#registry';
import {
  type ControlServer,
  describeNews,
  type EarlyStore,
  type Execution,
  findNode,
  levelOf,
  type News,
  nodeLog,
  openControl,
  type Project,
  RunningNode,
  ServiceThreads,
  startProfiler,
  startWatching,
  type WatchingOptions,
} from '#runtime';
import type { Invocation } from './command.ts';
import { type Ending, endingOf } from './ending.ts';
import { exitCodes } from './exit-codes.ts';
import { nodeText } from './node-text.ts';
import type { projectOptions } from './project-options.ts';
import { INTERRUPTED } from './signals.ts';
import { UsageError } from './usage-error.ts';

type Around = Invocation<typeof projectOptions>;

/** What is done with a node besides running one process: it starts what it needs, and ends when it is interrupted. */
export type NodeWork = (node: RunningNode, interrupted: Promise<void>) => Promise<Ending>;

export interface NodeSurroundings {
  /** Files are followed. */
  readonly watch?: Pick<WatchingOptions, 'reader' | 'files' | 'restartsOutdated'> | undefined;
  readonly earlyStore?: EarlyStore | undefined;
}

export async function runNode(
  project: Project,
  execution: Execution | NodeWork | undefined,
  around: Around,
  { watch, earlyStore }: NodeSurroundings = {},
): Promise<number> {
  const since = Date.now();
  if (execution === undefined) await refuseSecond(project.directory);
  const log = logOf(project, execution, around);
  const interrupts = new Interrupts(around);
  const threads = new ServiceThreads();
  const isProfiled = around.globals.profiler || project.settings.profiler.enabled;
  let profiler: { close(): Promise<void> } | undefined;
  const alive = setInterval(() => {}, 2 ** 30);
  const keeping = keepCode(project);
  // A bug somewhere, which is no reason to end everything else.
  const stray = (reason: unknown) => around.err.write(`wippy: internal error: ${inspect(reason)}\n`);
  process.on('unhandledRejection', stray);
  try {
    for (const problem of project.problems) {
      const text = formatProblem({ ...problem, severity: 'error' });
      // What the command line itself got wrong is no matter of the log.
      if (problem.place === undefined && !log.log.isEnabled('warn')) around.err.write(`wippy: ${text}\n`);
      else log.log.warn(text);
    }
    if (isProfiled) profiler = await startProfiler(project.settings.profiler, log.log);
    const node = await RunningNode.prepare({
      project,
      log: log.log,
      hideLog: log.hide,
      streams: around.terminal,
      memoryLimit: memoryLimitOf(around),
      handOver: threads.run,
      mayBorrow: execution !== undefined,
      earlyStore,
      isProfiled,
      shareLog: around.globals['event-streams'] || project.settings.logmanager.stream_to_events,
    });
    let control: Promise<ControlServer | undefined> | undefined;
    const serve = () => {
      control ??= openControl({
        node,
        directory: project.directory,
        project,
        program: around.version(),
        since,
        ...(typeof execution === 'object' && { runs: execution.entry }),
        log: log.log.child({ logger: 'control' }),
      });
    };
    const watching =
      watch &&
      startWatching({ ...watch, node, project, log: log.log, tell: (news) => tellNews(news, around) });
    try {
      const ending = await work(node, execution, interrupts, serve);
      if (ending.text !== undefined) around.out.write(`${ending.text}\n`);
      if (ending.error !== undefined) around.err.write(`wippy: ${ending.error}\n`);
      return ending.code;
    } finally {
      await watching?.close();
      (await control)?.refuse('the node is ending');
      await node.shutdown();
      await (await control)?.close();
      project.code?.write();
    }
  } catch (thrown) {
    if (!isFailure(thrown)) throw thrown;
    around.err.write(`wippy: ${thrown.message}\n`);
    return exitCodes.failed;
  } finally {
    clearInterval(alive);
    await threads.close();
    await profiler?.close();
    clearInterval(keeping);
    process.off('unhandledRejection', stray);
    interrupts.end();
  }
}

/** Rn5. */
async function refuseSecond(directory: string): Promise<void> {
  const found = await findNode(directory);
  if (found === undefined) return;
  found.socket.destroy();
  const runs = `the application in ${directory} runs already: ${nodeText(found.greeting)}`;
  const message = `${runs}; 'wippy workflow' and 'wippy registry' talk to it, Ctrl-C or 'kill ${found.greeting.pid}' ends it in order`;
  throw failure('Conflict', message, { retryable: true });
}

function tellNews(news: News, { err }: Around): void {
  const text = describeNews(news);
  if (text !== '') err.write(`${text.replace(/^(?=.)/gm, 'wippy: ').replace(/^wippy: (?= )/gm, '')}\n`);
}

/** Rn4: in between, a little at a time; what is left at the end. Not at once, since V8 compiles what runs. */
const KEEPING_EVERY = 1000;
const KEEPING_FOR = 5;

function keepCode({ code }: Project): NodeJS.Timeout {
  return setInterval(() => code?.write(KEEPING_FOR), KEEPING_EVERY).unref();
}

/** V8 has been told before the program began (bin/launch.sh). */
const LEAST_MEMORY = 64 * 1024 ** 2;

function memoryLimitOf({ globals, environment }: Around): number | undefined {
  const given = globals['memory-limit'];
  if (given === undefined) return sizeBytes(environment.GOMEMLIMIT ?? '');
  const bytes = sizeBytes(given);
  if (bytes !== undefined && bytes >= LEAST_MEMORY) return bytes;
  const message = bytes === undefined ? 'is no size; write 512M or 2G' : 'is too little; 64M is the least';
  throw new UsageError(`--memory-limit ${given} ${message}`, 'run');
}

/** Rn5. In milliseconds. */
const ASKED_AFTER = 250;

/** Resolves when there is nothing more to do (Rn2). */
async function work(
  node: RunningNode,
  execution: Execution | NodeWork | undefined,
  interrupts: Interrupts,
  serve: () => void,
): Promise<Ending> {
  if (typeof execution === 'function') return execution(node, interrupts.first);
  const run = async (): Promise<Ending> => {
    await node.startServices();
    interrupts.hasStarted = true;
    if (execution !== undefined) {
      serving = setTimeout(() => void node.ownsState().then(() => hasEnded || serve()), ASKED_AFTER).unref();
      return endingOf(await node.execute(execution));
    }
    if (!hasEnded) serve();
    return new Promise<never>(() => {});
  };
  let serving: NodeJS.Timeout | undefined;
  let hasEnded = false;
  try {
    return await Promise.race([
      interrupts.first.then(() => ({ code: exitCodes.success })),
      node.exit.then((code) => ({ code })),
      run(),
    ]);
  } finally {
    hasEnded = true;
    clearTimeout(serving);
  }
}

/** Rn1. */
class Interrupts {
  readonly first: Promise<void>;
  readonly end: () => void;
  /** Otherwise nobody has said anything yet. */
  hasStarted = false;

  constructor({ onInterrupt, err }: Pick<Around, 'onInterrupt' | 'err'>) {
    let seen = 0;
    let tell: () => void = () => {};
    this.first = new Promise((resolve) => {
      tell = resolve;
    });
    this.end = onInterrupt(() => {
      seen++;
      if (seen === 1) {
        if (!this.hasStarted) err.write(INTERRUPTED);
        tell();
      } else {
        err.write('wippy: interrupted again, ending at once\n');
        process.exit(exitCodes.failed);
      }
    });
  }
}

function logOf(project: Project, execution: object | undefined, { globals, err }: Around) {
  const { logger, logmanager } = project.settings;
  const isDebug = globals.verbose || globals['very-verbose'];
  const isQuiet = globals.silent || (execution !== undefined && !isDebug && !globals.console);
  const wanted = isQuiet || !logmanager.propagate_downstream ? 'silent' : isDebug ? 'debug' : 'info';
  let isHidden = false;
  const log = nodeLog({
    level: wanted === 'silent' ? wanted : levelOf(wanted, logmanager.min_level),
    format: globals.console ? 'console' : logger.encoding,
    colour: globals.console || (wanted !== 'silent' && err.isTerminal),
    write: (line) => {
      if (!isHidden) err.write(line);
    },
    now: Date.now,
  });
  return {
    log,
    hide: (hidden: boolean) => {
      isHidden = hidden;
    },
  };
}
