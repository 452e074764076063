/** The extension sqlite-vec: tables of vectors (`vec0`) and functions on them. https://alexgarcia.xyz/sqlite-vec */
import type { DatabaseSync } from 'node:sqlite';
import { getLoadablePath } from 'sqlite-vec';
import { type Failure, failure } from '#base';

/** Where the extension for this machine is; throws when there is none. */
export type FindExtension = () => string;

export const findVectors: FindExtension = () => getLoadablePath();

/** Nothing else can be loaded afterwards. Gives why it could not, for those who need it. */
export function loadVectors(database: DatabaseSync, find: FindExtension): string | undefined {
  try {
    database.loadExtension(find());
    return undefined;
  } catch (thrown) {
    // What follows the first line are places of this machine.
    return String(thrown instanceof Error ? thrown.message : thrown).split('\n', 1)[0];
  } finally {
    database.enableLoadExtension(false);
  }
}

/** SQLite only says that it does not know the name. */
export function withoutVectors(failed: Failure, reason: string | undefined): Failure {
  const isAbout = /no such (?:module: vec0|function: vec_)/.test(failed.message);
  if (reason === undefined || !isAbout) return failed;
  const message = `${failed.message}; the extension sqlite-vec could not be loaded here: ${reason}`;
  return failure(failed.kind, message, { retryable: false, details: failed.details, cause: failed });
}
