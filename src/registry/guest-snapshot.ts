/**
 * All entries of one version as a guest holds them. A snapshot that was saved or came in a message knows its version only, and
 * looks up the entries when somebody asks for them.
 */
import type { View } from './view.ts';

export interface Versions {
  /** Throws `NotFound`. */
  viewAt(id: number): Promise<View>;
}

export class GuestSnapshot {
  readonly version: number;
  readonly #versions: Versions;
  #view: View | undefined;

  constructor(versions: Versions, version: number, view?: View) {
    this.#versions = versions;
    this.version = version;
    this.#view = view;
  }

  /** What `use` makes of the entries: at once when they are known. */
  with<T>(use: (view: View) => T): T | Promise<T> {
    return this.#view === undefined ? this.#lookedUp().then(use) : use(this.#view);
  }

  async #lookedUp(): Promise<View> {
    this.#view = await this.#versions.viewAt(this.version);
    return this.#view;
  }
}
