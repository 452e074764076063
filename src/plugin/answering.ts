/** How the answer of a call becomes a part of a transaction in the database that holds the store of its process (D10). */

/** A statement for that database; `$1` and the like stand for its values. */
export interface StoreStatement {
  readonly text: string;
  readonly parameters: readonly (string | Uint8Array)[];
}

/** What became of the call. */
export type Answered =
  | { readonly type: 'result'; readonly value: unknown }
  | { readonly type: 'failure'; readonly thrown: unknown };

/** Whoever does the work runs these in one transaction with it, in this order. */
export interface Answering {
  /** The transaction begins: nobody else works on the same call until it ends. */
  readonly begin: string;
  /**
   * Gives one row while the process is this node's: its `id` and `body` are those of an answer that is there already, or
   * NULL. Without a row, and with an answer, nothing more is to be done.
   */
  readonly claim: StoreStatement;
  /** Writes the answer, and gives a row with its `id`; none when the process has ended. Throws what cannot be stored. */
  write(answered: Answered): StoreStatement;
  /** The transaction is committed, or was before: the process gets its answer. */
  stored(id: number, body?: Uint8Array): void;
}
