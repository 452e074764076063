/** What a guard wants of a change that it watches: to be asked before it is kept, and told at once when it is in force. */
import type { Transaction } from './transaction.ts';
import type { Verdict } from './verdict.ts';
import type { Version } from './version.ts';

export interface Guarding {
  /** What the version is kept with; asked when all have prepared. */
  verdict(transaction: Transaction): Verdict | Promise<Verdict>;
  /** In force; nobody else's change has come between. Throws nothing. */
  opened(version: Version, transaction: Transaction): void;
}
