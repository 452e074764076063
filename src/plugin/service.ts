/** What an entry provides to others, found by a token. */

/**
 * The token under which entries of several kinds provide the same thing: `store.memory` and
 * `store.sql` both provide the service `store`. What is provided takes and returns plain data and
 * promises, so that it can live in another thread.
 */
export interface Service<out P> {
  readonly name: string;
  readonly summary: string;
  /** The methods that others may call; what a proxy in another thread offers. */
  readonly methods: readonly string[];
  /** Exists in types only: ties the token to what it stands for. */
  readonly provided?: P;
}

export function defineService<P extends object>(definition: {
  readonly name: string;
  readonly summary: string;
  readonly methods: readonly (keyof P & string)[];
}): Service<P> {
  return definition;
}

/** An entry's live value as others hold it. `current` follows the entry through its changes. */
export interface Ref<out P> {
  readonly id: string;
  /** Throws `Unavailable` while the entry is not running, `NotFound` when it is gone. */
  readonly current: P;
}
