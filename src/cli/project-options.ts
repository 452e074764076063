/** The options by which commands choose and change what they load. */
import { join } from 'node:path';
import type { FileTree } from '#registry';
import { type Project, ProjectReader } from '#runtime';
import type { Invocation, Options } from './command.ts';
import { cacheFolder } from './compiled-code.ts';

export const projectOptions = {
  'lock-file': { type: 'text', short: 'l', value: 'path', summary: 'The lock file.', standard: 'wippy.lock' },
  profile: {
    type: 'texts',
    value: 'name',
    summary: 'A profile of the configuration; several lie over each other.',
  },
  set: { type: 'texts', value: 'section.path=value', summary: 'A value of the configuration.' },
} as const satisfies Options;

export const overrideOption = {
  override: { type: 'texts', short: 'o', value: 'ns:entry:path=value', summary: 'A value of an entry.' },
} as const satisfies Options;

/** Reads the application of the working directory. */
export function projectOf(
  invocation: Invocation<typeof projectOptions>,
  override: readonly string[] = [],
): Promise<Project> {
  return readerOf(invocation, override).read();
}

/** Reads it as often as somebody wants, from these files or those of the directory. */
export function readerOf(
  invocation: Invocation<typeof projectOptions>,
  override: readonly string[] = [],
  files?: FileTree,
  stateDirectory?: string,
): ProjectReader {
  const { directory, environment, options, globals } = invocation;
  const cache = cacheFolder(directory);
  return new ProjectReader({
    ...(files !== undefined && { files }),
    codeFolder: cache && join(cache, 'lua'),
    directory,
    stateDirectory,
    environment,
    configurations: globals.config,
    lockFile: options['lock-file'],
    profiles: options.profile,
    set: options.set,
    override,
  });
}
