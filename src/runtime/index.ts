/** One running node, and what can be said of an application without running it. */

export { affectedTests } from './affected-tests.ts';
export type { ControlServer } from './control/control-server.ts';
export type { Greeted } from './control/greet.ts';
export { type AnyOperation, type ControlCall, defineOperation, type Operation } from './control/operation.ts';
export { type Answer, encodeLine, type Greeting, protocolVersion, readAnswer } from './control/protocol.ts';
export type { Answering, StoppedMode } from './control/stopped-project.ts';
export { askStopped, findNode, type OpenControl, openControl } from './control.ts';
export { type DumpFiles, dumpFiles, type StoredDump } from './dump-files.ts';
export { EarlyStore } from './early-store.ts';
export { type ExportOptions, exportLive } from './export-live.ts';
export { guestLocation } from './guest-location.ts';
export { type Diagnostic, type LintRun, lintEntries } from './lint.ts';
export { lintProject, type PlacedDiagnostic, type ProjectLint } from './lint-project.ts';
export { type LogChoice, levelOf, nodeLog, sharedLog } from './logging.ts';
export { type NamedCommand, namedCommands, unknownCommand } from './named-commands.ts';
export { type Execution, type NodeOptions, RunningNode } from './node.ts';
export { startProfiler } from './profiling.ts';
export { loadProject, type Project, type ProjectOptions, ProjectReader } from './project.ts';
export { ServiceThreads } from './service-threads.ts';
export { chosen, type TestEntry, testEntries } from './test-entries.ts';
export {
  isPassed,
  type SourceLine,
  type TestCase,
  type TestFailure,
  type TestReport,
  type TestResult,
} from './test-report.ts';
export { runTests, type TestedNode, type TestOptions } from './test-run.ts';
export { type FollowOptions, followFiles } from './watch/follow-files.ts';
export { describeChanges, describeNews, type News } from './watch/news.ts';
export { startWatching, type WatchingOptions } from './watch/start-watching.ts';
