/** What the registry is made with and asked for. */
import type { Clock, Log } from '#base';
import type { ProvidedEntry } from '#plugin';
import type { Act } from './audit.ts';
import type { ChangeSet } from './change-set.ts';
import type { Finder } from './find.ts';
import type { Gate } from './gate.ts';
import type { Guarding } from './guarding.ts';
import type { History } from './history.ts';
import type { KindTable } from './kind-table.ts';
import type { EntryConflict, OnConflict } from './reconcile.ts';
import type { Version } from './version.ts';

export interface RegistryOptions {
  readonly kinds: KindTable;
  readonly clock: Clock;
  readonly history?: History;
  readonly finder?: Finder;
  readonly log?: Log;
  /** How long a participant may take to prepare, in milliseconds. */
  readonly patience?: number;
  /** Who may change what; without it everybody everything, as far as the policy goes. */
  readonly gate?: Gate;
  /** What the runtime brings along for changes that name it. */
  readonly provided?: readonly ProvidedEntry[];
}

export interface ApplyOptions {
  readonly author: string;
  readonly message?: string;
  /** R3: the version that the change set was made for; the current one if left out. */
  readonly base?: number;
  /** For the audit trail and the gate; `apply`, or for known changes `files`, when it is left out. */
  readonly act?: Act;
  /** The attempt was counted before, when its checks began (Gt1). */
  readonly isCounted?: boolean;
  readonly guarding?: Guarding;
}

export interface FollowOptions {
  /** O4. */
  readonly onConflict?: OnConflict;
}

export interface StartOptions extends FollowOptions {
  /** Of the first version. */
  readonly message?: string;
  /** Without it the registry begins where the history stands, whatever the files say now. */
  readonly followsFiles?: boolean;
}

export interface Followed {
  /** The one in force. */
  readonly version: Version;
  /** What the files changed, as it is written. */
  readonly changes: ChangeSet;
  readonly conflicts: readonly EntryConflict[];
}
