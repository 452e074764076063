/** Where the embedded store of durable processes lies: in the state folder of its application. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stateFolder, statePath } from './state-folder.ts';

const FOLDER = 'durable';
const FILE = 'store.db';

/** The file of the store of the application in a directory, its folder made if it is missing; undefined when no place is safe. */
export function storeFile(directory: string): string | undefined {
  const folder = stateFolder(directory, FOLDER);
  return folder === undefined ? undefined : join(folder, FILE);
}

/** The same where it is there from before; otherwise nothing, and nothing is made. */
export function storeFromBefore(directory: string): string | undefined {
  return hasStore(directory) ? storeFile(directory) : undefined;
}

/** Whether the application has a store from before. */
export function hasStore(directory: string): boolean {
  return existsSync(statePath(directory, join(FOLDER, FILE)));
}
