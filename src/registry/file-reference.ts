/**
 * `file://main.lua`: a text that stands for the content of a file, named relative to the definition
 * file in which it stands. Nothing outside the root that the file belongs to can be named.
 */
import { isUtf8 } from 'node:buffer';
import { posix } from 'node:path';
import { type Data, suggestion } from '#base';
import type { FileTree } from './file-tree.ts';
import { mapTexts } from './map-texts.ts';
import type { Path } from './positions.ts';

const scheme = 'file://';

export interface Inclusion {
  readonly value: Data;
  /** The files that were read, by the dotted path of the field that named them. */
  readonly included: Readonly<Record<string, string>>;
  readonly problems: readonly { readonly path: Path; readonly message: string }[];
}

export interface FileScope {
  readonly files: FileTree;
  /** The folder of the definition file. */
  readonly folder: string;
  /** The folder that may not be left. */
  readonly root: string;
}

/** The value with every `file://` text replaced by the content of its file. */
export function includeFiles(value: Data, scope: FileScope): Inclusion {
  const included: Record<string, string> = {};
  const problems: { path: Path; message: string }[] = [];
  const result = mapTexts(value, (text, path) => {
    if (!text.startsWith(scheme)) return text;
    const file = posix.join(scope.folder, text.slice(scheme.length));
    const content = readText(file, text, scope);
    if (typeof content !== 'string') problems.push({ path: [...path], message: content.problem });
    else included[path.join('.')] = file;
    return typeof content === 'string' ? content : text;
  });
  return { value: result, included, problems };
}

function readText(
  file: string,
  written: string,
  { files, folder, root }: FileScope,
): string | { problem: string } {
  const name = written.slice(scheme.length);
  if (posix.isAbsolute(name) || isOutside(file, root)) {
    return { problem: `${written} leads outside ${root}; only files below it can be named` };
  }
  const bytes = files.read(file);
  if (bytes === undefined) return { problem: `there is no file ${file}${similar(file, folder, files)}` };
  if (!isUtf8(bytes)) return { problem: `${file} is not text in UTF-8` };
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function isOutside(file: string, root: string): boolean {
  const way = posix.relative(root, file);
  return way === '..' || way.startsWith('../') || posix.isAbsolute(way);
}

/** The closest name in the folder where the file should be, written as the entry would write it. */
function similar(file: string, folder: string, files: FileTree): string {
  const expected = posix.dirname(file);
  const names = (files.list(expected) ?? []).filter(({ type }) => type === 'file').map(({ name }) => name);
  const prefix = posix.relative(folder, expected);
  const known = names.map((name) => scheme + posix.join(prefix, name));
  return suggestion(scheme + posix.relative(folder, file), known);
}
