/** What can go wrong with a snapshot: a value that cannot be saved, or bytes that cannot be restored. */

/** The bytes are damaged, of another origin, or name what is not here. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
  constructor(problem: string) {
    super(`the snapshot cannot be restored: ${problem}`);
  }
}

/** A process holds a value that has no saved form (S5). `path` leads to it: `local conn in function fetch, app.jobs:import:42`. */
export class UnsavableError extends Error {
  override readonly name = 'UnsavableError';
  readonly what: string;
  readonly path: string;
  /** The variable that leads to it, and where its function stands: `tx`, `app.jobs:import:42`. */
  readonly variable: { readonly name: string; readonly place: string } | undefined;

  constructor(what: string, path: string, variable?: { readonly name: string; readonly place: string }) {
    super(`cannot save ${what}: ${path}`);
    this.what = what;
    this.path = path;
    this.variable = variable;
  }
}
