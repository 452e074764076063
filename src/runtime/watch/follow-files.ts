/** Watches the files of a project for whoever wants what they say. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FolderWatcher, type WatcherOptions } from './folder-watcher.ts';
import { ProjectWatch, type WatchOptions } from './project-watch.ts';

export type FollowOptions = Pick<WatchOptions, 'reader' | 'files' | 'project' | 'node' | 'clock' | 'tell'> &
  Pick<WatcherOptions, 'failed'>;

/** Ends with the close of what it returns, which waits for what is under way. */
export function followFiles({ failed, ...options }: FollowOptions): { close(): Promise<void> } {
  const { directory } = options.project;
  const folders = new FolderWatcher({ directory, happened: (path) => watch.hint(path), failed });
  const watch = new ProjectWatch({
    ...options,
    folders: (all) => folders.set(all),
    isBusy: gitAtWork(directory),
  });
  return {
    close: async () => {
      folders.close();
      await watch.close();
    },
  };
}

/** While git changes the files of its work tree it holds a lock. */
function gitAtWork(directory: string): () => boolean {
  let folder = resolve(directory);
  while (!existsSync(join(folder, '.git'))) {
    const above = dirname(folder);
    if (above === folder) return () => false;
    folder = above;
  }
  const lock = join(folder, '.git', 'index.lock');
  return () => existsSync(lock);
}
