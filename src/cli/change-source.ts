/** Changes as they come to `wippy registry apply`: a file or the standard input, and the files that those name. */
import { readFileSync } from 'node:fs';
import { resolve as absolute, posix, relative } from 'node:path';
import { failure } from '#base';
import { type ChangeFile, diskFiles, readChangeFile, SourceText } from '#registry';
import type { Surroundings } from './command.ts';

interface Around extends Pick<Surroundings, 'directory' | 'terminal'> {
  readonly arguments: readonly string[];
}

export interface ChangeSource {
  readonly file: ChangeFile;
  /** The texts that problems stand in. */
  readonly textOf: (path: string) => string | undefined;
}

export async function readChanges(around: Around): Promise<ChangeSource> {
  const source = await sourceOf(around);
  return { file: await changesIn(source, around), textOf: textsOf(source, around) };
}

async function sourceOf({ arguments: [file = ''], directory, terminal }: Around): Promise<SourceText> {
  if (file !== '-') return new SourceText(file, readText(absolute(directory, file), file));
  return new SourceText('standard input', await wholeText(terminal.input()));
}

function wholeText(input: ReturnType<Around['terminal']['input']>): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    input.on('data', (part) => parts.push(Buffer.from(part)));
    input.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
    input.on('error', reject);
    input.resume();
  });
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') {
      throw failure('NotFound', `there is no file ${shown}`);
    }
    throw failure('Invalid', `${shown} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}`);
  }
}

/** `file://` values are relative to the file, and lie below the working directory; of a file elsewhere, below its folder. */
function changesIn(source: SourceText, { directory, arguments: [file = ''] }: Around): Promise<ChangeFile> {
  const way = file === '-' ? '.' : relative(directory, absolute(directory, file, '..'));
  const folder = posix.normalize(way === '' ? '.' : way);
  const root = folder === '..' || folder.startsWith('../') || posix.isAbsolute(folder) ? folder : '.';
  return readChangeFile(source, { files: diskFiles(directory), folder, root });
}

function textsOf(source: SourceText, { directory }: Around): (path: string) => string | undefined {
  const files = diskFiles(directory);
  return (path) => {
    if (path === source.path) return source.text;
    const bytes = files.read(path);
    return bytes && Buffer.from(bytes).toString('utf8');
  };
}
