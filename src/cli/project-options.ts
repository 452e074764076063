/** The options by which commands choose and change what they load. */
import { join } from 'node:path';
import { loadProject, type Project } from '#runtime';
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
  const { directory, environment, options, globals } = invocation;
  const cache = cacheFolder(directory);
  return loadProject({
    codeFolder: cache && join(cache, 'lua'),
    directory,
    environment,
    configurations: globals.config,
    lockFile: options['lock-file'],
    profiles: options.profile,
    set: options.set,
    override,
  });
}
