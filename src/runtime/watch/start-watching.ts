/** Watches the files of a project for a running node, and tells what comes of it. */
import type { Log } from '#base';
import type { TrackedFiles } from '#registry';
import type { RunningNode } from '../node.ts';
import type { Project, ProjectReader } from '../project.ts';
import { followFiles } from './follow-files.ts';
import type { News, OutdatedProcesses } from './news.ts';

export interface WatchingOptions {
  readonly node: RunningNode;
  readonly project: Project;
  /** Reads the project from these files. */
  readonly reader: ProjectReader;
  readonly files: TrackedFiles;
  readonly log: Log;
  /** Services whose process cannot go on to new code are started again. */
  readonly restartsOutdated: boolean;
  readonly tell: (news: News) => void;
}

/** Ends with the close of what it returns, which waits for what is under way. */
export function startWatching(options: WatchingOptions): { close(): Promise<void> } {
  const { node, project, reader, files, log, restartsOutdated, tell } = options;
  return followFiles({
    reader,
    files,
    project,
    clock: node.clock,
    tell,
    failed: (folder, cause) =>
      log.warn('a folder cannot be watched; changes are found by looking every few seconds', {
        folder,
        cause,
      }),
    node: {
      get version() {
        return node.registry.version;
      },
      follow: (next) => node.follow(next),
      settle: async () => {
        const restarted = restartsOutdated ? await node.restartOutdated() : [];
        return { restarted, outdated: await leftBehind(node) };
      },
    },
  });
}

/** Those that did not ask to be told; the others are on their way to the new code. */
async function leftBehind(node: RunningNode): Promise<OutdatedProcesses[]> {
  const left = (await node.outdated()).filter(({ isUpgradable }) => !isUpgradable);
  const byEntry = Map.groupBy(left, ({ entry }) => entry);
  return [...byEntry].map(([entry, all]) => ({ entry, count: all.length }));
}
