/** All definition files below a folder. `node_modules` and hidden folders are not entered. */
import { posix } from 'node:path';
import { type DefinedEntry, type DefinitionSource, readDefinitionFile } from './definition-file.ts';
import type { FileTree } from './file-tree.ts';
import { type Problem, warning } from './problem.ts';
import { readText } from './read-text.ts';
import { SourceText } from './source-text.ts';
import { readYaml } from './yaml.ts';

export interface DefinitionFolder {
  readonly entries: readonly DefinedEntry[];
  readonly problems: readonly Problem[];
}

export async function readDefinitionFiles(
  folder: string,
  source: Omit<DefinitionSource, 'folder'>,
  isSkipped: (path: string) => boolean,
): Promise<DefinitionFolder> {
  const entries: DefinedEntry[] = [];
  const problems: Problem[] = [];
  for (const path of definitionPaths(source.files, folder, isSkipped)) {
    const text = readText(source.files, path);
    if (text === undefined) continue;
    // Nothing else can be a definition file, and nothing else is worth the time to parse it.
    if (!text.includes('namespace')) {
      if (isIndex(path))
        problems.push(warning('the file has no namespace, so it defines no entries', { path }));
      continue;
    }
    const result = await readYaml(new SourceText(path, text));
    if (result.type === 'failed') {
      if (isIndex(path) || looksLikeDefinitions(text)) problems.push(...result.problems);
      continue;
    }
    const file = readDefinitionFile(result.document, { ...source, folder: posix.dirname(path) });
    entries.push(...(file?.entries ?? []));
    problems.push(...(file?.problems ?? []));
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

function isIndex(path: string): boolean {
  return /^_index\.(ya?ml|json)$/.test(posix.basename(path));
}

/** Broken files that were never meant for us (templates, settings of other tools) are none of our business. */
function looksLikeDefinitions(text: string): boolean {
  return /^["'{\s]*namespace["']?\s*:/m.test(text);
}
