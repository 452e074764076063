/** All commands, in the order of the help. Their code is loaded when they are called. */
import type { Command, CommandEntry } from './command.ts';

/** The shell calls a command only with what its own options were read as. */
const loaded = (command: unknown) => command as Command<never>;

export const commands: readonly CommandEntry[] = [
  {
    name: 'init',
    summary: 'Makes an application of this folder: writes wippy.lock.',
    load: async () => loaded((await import('./init.ts')).init),
  },
  {
    name: 'run',
    summary: 'Runs the application, one of its commands, or one of its processes.',
    load: async () => loaded((await import('./run.ts')).run),
  },
  {
    name: 'test',
    summary: 'Runs the tests of the application.',
    load: async () => loaded((await import('./test.ts')).test),
  },
  {
    name: 'lint',
    summary: 'Checks the entries of the application and their code.',
    load: async () => loaded((await import('./lint.ts')).lint),
  },
  {
    name: 'registry list',
    summary: 'Lists the entries of the application.',
    load: async () => loaded((await import('./registry-list.ts')).registryList),
  },
  {
    name: 'registry show',
    summary: 'Shows one entry.',
    load: async () => loaded((await import('./registry-show.ts')).registryShow),
  },
  {
    name: 'registry find',
    summary: 'Finds entries by words or fields.',
    load: async () => loaded((await import('./registry-find.ts')).registryFind),
  },
  {
    name: 'registry history',
    summary: 'Lists the versions: who changed what, when and why.',
    load: async () => loaded((await import('./registry-history.ts')).registryHistory),
  },
  {
    name: 'registry diff',
    summary: 'Shows what changed between two versions.',
    load: async () => loaded((await import('./registry-diff.ts')).registryDiff),
  },
  {
    name: 'registry apply',
    summary: 'Changes entries while the application runs.',
    load: async () => loaded((await import('./registry-apply.ts')).registryApply),
  },
  {
    name: 'registry rollback',
    summary: 'Takes changes back: a version as it was.',
    load: async () => loaded((await import('./registry-rollback.ts')).registryRollback),
  },
  {
    name: 'registry export',
    summary: 'Writes live changes into the files.',
    load: async () => loaded((await import('./registry-export.ts')).registryExport),
  },
  {
    name: 'registry audit',
    summary: 'Lists attempts to change entries, and what became of them.',
    load: async () => loaded((await import('./registry-audit.ts')).registryAudit),
  },
  {
    name: 'registry guard',
    summary: 'Lists guarded changes, and decides about them.',
    load: async () => loaded((await import('./registry-guard.ts')).registryGuard),
  },
  {
    name: 'registry take',
    summary: 'Settles in what files and registry differ.',
    load: async () => loaded((await import('./registry-take.ts')).registryTake),
  },
  {
    name: 'workflow list',
    summary: 'Lists durable processes.',
    load: async () => loaded((await import('./workflow-list.ts')).workflowList),
  },
  {
    name: 'workflow show',
    summary: 'Shows where a durable process stands.',
    load: async () => loaded((await import('./workflow-show.ts')).workflowShow),
  },
  {
    name: 'workflow history',
    summary: 'Lists the steps of a durable process.',
    load: async () => loaded((await import('./workflow-history.ts')).workflowHistory),
  },
  {
    name: 'workflow signal',
    summary: 'Sends a message to a durable process.',
    load: async () => loaded((await import('./workflow-signal.ts')).workflowSignal),
  },
  {
    name: 'workflow cancel',
    summary: 'Asks a durable process to end, or ends it.',
    load: async () => loaded((await import('./workflow-cancel.ts')).workflowCancel),
  },
  {
    name: 'workflow retry',
    summary: 'Lets a held process go on.',
    load: async () => loaded((await import('./workflow-retry.ts')).workflowRetry),
  },
  {
    name: 'workflow fork',
    summary: 'Starts a new process from a step of another one.',
    load: async () => loaded((await import('./workflow-fork.ts')).workflowFork),
  },
  {
    name: 'workflow upgrade',
    summary: 'Moves a durable process to the code of now.',
    load: async () => loaded((await import('./workflow-upgrade.ts')).workflowUpgrade),
  },
  {
    name: 'workflow fail',
    summary: 'Ends a durable process as failed.',
    load: async () => loaded((await import('./workflow-fail.ts')).workflowFail),
  },
  {
    name: 'dump list',
    summary: 'Lists the dumps of processes that failed.',
    load: async () => loaded((await import('./dump-list.ts')).dumpList),
  },
  {
    name: 'dump show',
    summary: 'Shows what a process was doing when it failed.',
    load: async () => loaded((await import('./dump-show.ts')).dumpShow),
  },
  {
    name: 'version',
    summary: 'Shows the version of the program.',
    load: async () => loaded((await import('./version.ts')).version),
  },
];
