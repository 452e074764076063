/** A file as text; undefined when it is not there. What is no UTF-8 is read as far as it goes. */
import type { FileTree } from './file-tree.ts';

export function readText(files: FileTree, path: string): string | undefined {
  const bytes = files.read(path);
  if (bytes === undefined) return undefined;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
