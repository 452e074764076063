/**
 * Writes what was changed live into the files of a project (O5), and lets the registry follow them: afterwards both agree, and
 * a watch sees no difference.
 */
import { chmodSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { EntryId } from '#plugin';
import { diskFiles, type Exported, exportChanges, type FileTree, idOf, type Registry } from '#registry';
import { loadProject, type Project } from './project.ts';

export interface ExportOptions {
  /** Only these; otherwise all but those that the files changed too, which would be lost there. */
  readonly entries?: readonly EntryId[] | undefined;
  /** Nothing is written, and the registry stays as it is. */
  readonly isTrial?: boolean;
}

export async function exportLive(
  { options, directory, settings }: Pick<Project, 'options' | 'directory' | 'settings'>,
  registry: Registry,
  { entries, isTrial = false }: ExportOptions = {},
): Promise<Exported> {
  // As they are on the disk, whatever was seen of them when the project was read: there they are written.
  const files = diskFiles(directory);
  const load = async (tree: FileTree) =>
    (await loadProject({ ...options, files: tree, codeFolder: undefined })).application;
  const conflicts = entries === undefined ? registry.conflictsWith(await load(files)) : [];
  const left = conflicts.map(({ id }) => ({ id, reason: changedToo(id) }));
  const isWanted = entries === undefined ? isNoneOf(left) : (id: EntryId) => entries.includes(id);
  const changes = registry.liveChanges.filter((op) => isWanted(idOf(op)));
  const made = await exportChanges({ files, load, changes });
  const exported = { ...made, left: [...left, ...made.left] };
  if (isTrial || exported.files.size === 0) return exported;
  for (const [path, text] of exported.files) put(resolve(directory, path), text);
  await registry.follow(await load(files), { onConflict: settings.registry.on_conflict });
  return exported;
}

const isNoneOf = (left: readonly { readonly id: EntryId }[]) => (id: EntryId) =>
  !left.some((one) => one.id === id);

function changedToo(id: EntryId): string {
  return `the files changed it too; 'wippy registry take files ${id}' takes what they say, 'export ${id}' overwrites it`;
}

/** Who reads meanwhile gets the file as it was or as it is to be. */
function put(path: string, text: string | undefined): void {
  if (text === undefined) {
    rmSync(path);
    return;
  }
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.tmp`;
  writeFileSync(beside, text);
  const former = statSync(path, { throwIfNoEntry: false });
  if (former !== undefined) chmodSync(beside, former.mode & 0o777);
  renameSync(beside, path);
}
