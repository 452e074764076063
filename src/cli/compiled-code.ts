/**
 * Where V8's compiled form of the runtime's own code is kept between starts, so that a start compiles nothing.
 *
 * V8 does not verify what it reads there, so whoever could write to it would run code with the runtime's rights: it lies
 * in the state folder of the application. Where there is none, nothing is kept.
 */
import { enableCompileCache } from 'node:module';
import { stateFolder } from '#base';

export function keepCompiledCode(directory: string): void {
  const folder = cacheFolder(directory);
  if (folder !== undefined) enableCompileCache(folder);
}

/** Undefined when there is no place that is safe. Makes the folders that are missing. */
export function cacheFolder(directory: string): string | undefined {
  return stateFolder(directory, 'cache');
}
