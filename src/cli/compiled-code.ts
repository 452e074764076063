/**
 * Where V8's compiled form of the runtime's own code is kept between starts.
 *
 * V8 does not verify what it reads there, so whoever could write to it would run code with the runtime's rights: it lies
 * in the state folder of the application, and the forms of the published program (program-file.ts) and of guest code carry
 * digests. Node's own cache has none that could not be forged, so it serves only those who run the sources.
 */
import { enableCompileCache } from 'node:module';
import { stateFolder } from '#base';

/** Of the sources, file by file. */
export function keepCompiledCode(folder: string | undefined): void {
  if (folder !== undefined) enableCompileCache(folder);
}

/** Undefined when there is no place that is safe. Makes the folders that are missing. */
export function cacheFolder(directory: string): string | undefined {
  return stateFolder(directory, 'cache');
}
