/** How entries, processes and those who act are named. */
import type { Data } from '#base';

/** `namespace:name`. */
export type EntryId = string;

/** `{host|unique}`, from other nodes `{node@host|unique}`. */
export type Pid = string;

/** Who acts. */
export interface Actor {
  readonly id: string;
  readonly meta: Readonly<Record<string, Data>>;
}

/** The policies under which someone acts. */
export interface Scope {
  readonly policies: readonly EntryId[];
  /** The policies of these groups too, whichever those are when somebody asks. */
  readonly groups?: readonly EntryId[];
}

/** As whom something runs. */
export interface Identity {
  readonly actor?: Actor | undefined;
  readonly scope?: Scope | undefined;
}

/** What spawned processes and called functions inherit, to any depth. Values are data as guests have it. */
export interface Context extends Identity {
  readonly values: Readonly<Record<string, Data>>;
  /** The W3C trace context (`traceparent`). */
  readonly trace?: string | undefined;
  /** Milliseconds since 1970. */
  readonly deadline?: number | undefined;
}

/** Something that the maker of a call attached to it: an HTTP exchange, a queue's message, a terminal. */
export interface Carried<T> {
  readonly name: string;
  /** Exists in types only. */
  readonly carries?: T;
}

export function defineCarried<T>(name: string): Carried<T> {
  return { name };
}

/** One thing attached to a call, to be found there by its token. */
export interface Attachment {
  readonly what: Carried<unknown>;
  readonly value: unknown;
}

export function attach<T>(what: Carried<T>, value: T): Attachment {
  return { what, value };
}
