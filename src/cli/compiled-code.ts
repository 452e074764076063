/**
 * Where V8's compiled form of the runtime's own code, and of packages, is kept between starts: by Node here, for the published
 * program in program-file.ts.
 *
 * V8 does not verify what it reads there, so whoever could write to it would run code with the runtime's rights: it lies
 * in the state folder of the application. Where there is none, nothing is kept.
 */
import { enableCompileCache } from 'node:module';
import { stateFolder } from '#base';

export function keepCompiledCode(folder: string | undefined): void {
  if (folder !== undefined) enableCompileCache(folder);
}

/** Undefined when there is no place that is safe. Makes the folders that are missing. */
export function cacheFolder(directory: string): string | undefined {
  return stateFolder(directory, 'cache');
}
