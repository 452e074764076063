/** What the live value of an entry may know of the world. It ends with the value, and its timers with it. */
import type { Data, Failure, Log, Timer } from '#base';
import type { Attachment, Context, EntryId, Pid } from './identity.ts';
import type { Ref, Service } from './service.ts';

export interface World {
  readonly entry: EntryId;
  readonly log: Log;
  /** Aborts when the value is to stop. */
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
  nowNanos(): bigint;
  /** Milliseconds that never go back. */
  monotonic(): number;
  random(): number;
  randomBytes(length: number): Uint8Array<ArrayBuffer>;
  /** Once, after so many milliseconds. */
  after(delay: number, run: () => void): Timer;
  /** Again and again; a turn that is late is not made up for. What it throws ends the value as a failure. */
  every(interval: number, run: () => void | Promise<void>): Timer;
  /** Throws `NotFound`, or `Invalid` when the entry provides something else. */
  use<P>(service: Service<P>, id: EntryId): Ref<P>;
  /** Calls a function entry. Strings in arguments and in the result are byte strings, as guests have them. */
  call(entry: EntryId, args: readonly Data[], options?: CallOptions): Promise<Data>;
  /** Starts a process of an entry on a host. */
  spawn(entry: EntryId, host: EntryId, args: readonly Data[], options?: SpawnOptions): Promise<Pid>;
  /** A process whose body is TypeScript. */
  actor(behaviour: Behaviour, options?: ActorOptions): Pid;
  send(to: Pid, topic: string, ...payloads: readonly Data[]): void;
  cancel(pid: Pid, deadline?: number): void;
  terminate(pid: Pid): void;
  /** Guest code to be run: by kinds whose entries hold it. */
  compile(code: Code): Promise<Program>;
  /** A supervised value ended by itself: well, or with a failure. The supervisor decides what follows. */
  ended(failure?: Failure): void;
  /** What a supervised value says of itself while it runs, in the details of its state: what hinders it; nothing takes it back. */
  says(details?: string): void;
}

export interface CallOptions {
  readonly context?: Partial<Context>;
  readonly signal?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly attached?: readonly Attachment[];
}

export interface SpawnOptions {
  readonly context?: Partial<Context>;
  readonly name?: string;
  /**
   * On a host whose processes outlive the node: the name by which each start finds the one that lives. It does not end with the
   * value that started it.
   */
  readonly lastingName?: string;
  readonly attached?: readonly Attachment[];
  /** Told once, after the process is gone. */
  readonly onExit?: (outcome: Outcome) => void;
}

export interface ActorOptions {
  readonly host?: EntryId;
  readonly context?: Partial<Context>;
  readonly name?: string;
}

/** How a process or a call ended. */
export type Outcome =
  | { readonly type: 'result'; readonly value: Data }
  | { readonly type: 'failure'; readonly failure: Failure };

/** The body of a process in TypeScript. One input at a time: the next waits for the promise. */
export interface Behaviour {
  receive(input: Input, self: Self): void | Promise<void>;
  /** Releases what it holds; called once, however the process ends. */
  stop?(outcome: Outcome): void | Promise<void>;
}

export interface Self {
  readonly pid: Pid;
  send(to: Pid, topic: string, ...payloads: readonly Data[]): void;
  monitor(pid: Pid): void;
  unmonitor(pid: Pid): void;
  link(pid: Pid): void;
  unlink(pid: Pid): void;
  /** Ends the process: with a value, or with a failure. */
  exit(outcome?: Outcome): void;
}

/** What reaches a process. */
export type Input =
  | {
      readonly type: 'message';
      readonly topic: string;
      readonly from: Pid;
      readonly payloads: readonly Data[];
    }
  | { readonly type: 'exit'; readonly from: Pid; readonly outcome: Outcome }
  | { readonly type: 'link-down'; readonly from: Pid; readonly outcome: Outcome }
  | { readonly type: 'cancel'; readonly from: Pid; readonly deadline?: number | undefined };

/** Guest code as an entry holds it. */
export interface Code {
  readonly id: EntryId;
  readonly text: string;
  /** Where people find the text: a path, or the entry's id. */
  readonly file: string;
  /** The line of the file on which the text begins, from 1. */
  readonly line?: number;
  /** The function of the chunk's table that is run; without it the chunk's result is. */
  readonly method?: string;
  readonly modules: readonly string[];
  /** Aliases and the libraries they stand for. */
  readonly imports: Readonly<Record<string, EntryId>>;
  readonly limits?: Limits;
  /** It is the code of a workflow, known by this name. */
  readonly workflow?: string;
}

/** What each process of some code or on some host may use; what is left out has its default, 0 is without limit. */
export interface Limits {
  /** Bytes. */
  readonly memory?: number | undefined;
  /** Messages. */
  readonly mailbox?: number | undefined;
  readonly reductions?: number | undefined;
  /** Bytes of the longest text that code may make. */
  readonly text?: number | undefined;
  /** Steps of one search by a pattern. */
  readonly search?: number | undefined;
}

/** A program, addressed by its content. */
export interface Program {
  readonly hash: string;
}
