/** All definition files below a folder. `node_modules` and hidden folders are not entered. */
import { posix } from 'node:path';
import type { DefinedEntry, DefinitionSource } from './definition-file.ts';
import { DefinitionFiles } from './definition-files.ts';
import type { FileTree } from './file-tree.ts';
import type { Problem } from './problem.ts';

export interface DefinitionFolder {
  readonly entries: readonly DefinedEntry[];
  readonly problems: readonly Problem[];
}

export async function readDefinitionFiles(
  folder: string,
  source: Omit<DefinitionSource, 'folder'>,
  isSkipped: (path: string) => boolean,
  known: DefinitionFiles = new DefinitionFiles(),
): Promise<DefinitionFolder> {
  const entries: DefinedEntry[] = [];
  const problems: Problem[] = [];
  for (const path of definitionPaths(source.files, folder, isSkipped)) {
    const file = await known.read(path, source);
    entries.push(...file.entries);
    problems.push(...file.problems);
  }
  return { entries, problems };
}

function definitionPaths(files: FileTree, folder: string, isSkipped: (path: string) => boolean): string[] {
  return (files.list(folder) ?? []).flatMap(({ name, type }) => {
    const path = posix.join(folder, name);
    if (isSkipped(path)) return [];
    if (type === 'file') return /\.(ya?ml|json)$/.test(name) ? [path] : [];
    return name === 'node_modules' || name.startsWith('.') ? [] : definitionPaths(files, path, isSkipped);
  });
}
