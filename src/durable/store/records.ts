/**
 * What a store keeps, and what is written to it. All of it is data and bytes, so that it can go to another thread or to
 * a server; what the bytes mean is the affair of those who write them.
 */
export type Bytes = Uint8Array<ArrayBuffer>;

/** How a durable process stands: it goes on, waits for a person (K3), or has ended in one of two ways. */
export const storedStates = ['running', 'held', 'completed', 'failed'] as const;
export type StoredState = (typeof storedStates)[number];

/** A process that is to begin. */
export interface StartRecord {
  readonly pid: string;
  readonly host: string;
  readonly entry: string;
  /** Hash of its program, which is among the code of the store. */
  readonly program: string;
  readonly parent: string;
  /** What it is started with, as bytes: arguments, context, first messages. */
  readonly request: Bytes;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The name it is started under. */
  readonly name: string | undefined;
  /** It does not begin when one that has ended began under the name: not at all, or unless the last one failed. */
  readonly reuse?: 'never' | 'failed' | undefined;
  /** What the store does with the name, where the store decides names. */
  readonly claim?: Claim | undefined;
  /** It does not begin before, in milliseconds since 1970. */
  readonly beginAt: number;
  /** JSON with `search` and `memo`. */
  readonly attributes: string;
}

/** A name that the store decides (D6). */
export interface Claim {
  /** What happens when a living process has it: that one is used, nothing begins, or that one ends. */
  readonly conflict: 'use' | 'fail' | 'terminate';
  /** What the one that is used gets; `to` is not looked at. */
  readonly joining: readonly InputRecord[];
  /** The store is to say whether so many messages wait for the one that is used. */
  readonly most?: number | undefined;
  /** What the one that ends gets; `to` is not looked at. */
  readonly terminate: InputRecord;
  /** The body of the input that tells the process whose step this is what was decided. */
  readonly answer?: Bytes | undefined;
}

/** What a process begins with that is made of a kept step of another one. */
export interface ForkRecord {
  readonly pid: string;
  readonly step: number;
  /** Its first step: a full form. */
  readonly layer: Bytes;
  readonly at: number;
  readonly context: Bytes;
  /** What has come for it already. */
  readonly inputs: readonly InputRecord[];
}

/** Something that is to reach a process by its door, once (D4). */
export interface InputRecord {
  readonly to: string;
  readonly kind: string;
  /** Who it comes from; '' is nobody. */
  readonly from: string;
  readonly body: Bytes;
  /** Its receiver lives in another store: it is a row of this one until that one has it (D4). */
  readonly isAway?: boolean | undefined;
  /** The store is to say whether so many messages wait for its receiver, and then not to take it unless it is counted or a step's. */
  readonly most?: number | undefined;
  /** How the store of its sender counts it, when that is another one: what is not counted higher than the last one came before. */
  readonly number?: number | undefined;
}

/** A program or what it imports, by its hash; kept as long as a process, or one of its kept steps, names the program. */
export interface CodeRecord {
  readonly hash: string;
  /** The hash of the program that it is a part of, or is itself. */
  readonly program: string;
  readonly bytes: Bytes;
}

export interface NameRecord {
  readonly name: string;
  /** '' frees the name. */
  readonly pid: string;
  /** Whose name is freed; whoever else has it by then keeps it. */
  readonly holder?: string | undefined;
  /** As that of a claim. */
  readonly answer?: Bytes | undefined;
}

/** Of which program a process is, and in which context it runs, as bytes. */
export interface Identity {
  readonly entry: string;
  readonly program: string;
  readonly context: Bytes;
}

/** One step of a process, whole or not at all. */
export interface StepRecord {
  readonly pid: string;
  /** Counts from 1. */
  readonly number: number;
  /** That of the process when it was read or begun (L2). */
  readonly fence: number;
  /** The state of the process; a full form or what changed since the last layer. Undefined when the process has ended. */
  readonly layer: Bytes | undefined;
  readonly isFull: boolean;
  /** When the layer was made, in milliseconds since 1970: what is left of times in it counts from then (D12). */
  readonly at: number;
  /** Ids of the inputs that it consumed. */
  readonly consumed: readonly number[];
  readonly inputs: readonly InputRecord[];
  readonly starts: readonly StartRecord[];
  readonly code: readonly CodeRecord[];
  readonly names: readonly NameRecord[];
  /** What the process is from now on, when that has changed (an upgrade, a change of its context). */
  readonly identity: Identity | undefined;
  /** JSON; undefined when it did not change. */
  readonly attributes: string | undefined;
  /** What came in and what went out, in short: JSON; '' for nothing (step-facts.ts). */
  readonly facts: string;
  /** The bodies of what came in, one after the other; their lengths are in the facts. */
  readonly came: Bytes | undefined;
  /** Steps before this one need not be kept any more; it is a full form, or comes after the end. */
  readonly dropBefore: number | undefined;
  readonly end: { readonly state: StoredState; readonly exit: Bytes } | undefined;
  /**
   * It has nothing to do before that moment, in milliseconds since 1970, unless something comes; 0: it must be in memory for
   * what may come; undefined: it goes on, or a call of its is under way.
   */
  readonly wakeAt?: number | undefined;
  /** So many messages wait in its state; undefined: as many as it said before, or few (full-mailboxes.ts). */
  readonly waiting?: number | undefined;
  /** It begins anew, as which run and not before which moment; its layer is a full one without a state. */
  readonly again: { readonly run: number; readonly at: number } | undefined;
}

/** What is written in one piece. */
export type Write =
  | { readonly type: 'step'; readonly step: StepRecord }
  | {
      readonly type: 'start';
      readonly start: StartRecord;
      readonly code: readonly CodeRecord[];
      readonly fork?: ForkRecord | undefined;
    }
  | { readonly type: 'input'; readonly input: InputRecord }
  | { readonly type: 'prune'; readonly prune: PruneRecord }
  /** Rows for another store, which that one has. */
  | { readonly type: 'sent'; readonly ids: readonly number[] };

/** In place of the id of an input that has come before. */
export const KNOWN = -2;

/** Forgets some of those of a host that ended before that moment, with all that is left of them, and code that nothing names. */
export interface PruneRecord {
  readonly host: string;
  readonly before: number;
  readonly limit: number;
}

/** Holds a process, or lets a held one go on (K3). */
export interface HoldRecord {
  readonly state: 'running' | 'held';
  readonly at: number;
  readonly problem: string;
  /** When it is tried again by itself; undefined: when a person says so. */
  readonly retryAt: number | undefined;
  /** How often it has failed since its last commit. */
  readonly failures: number;
}

/** What became of a write; null is a step that was lost: the store has another one after the step before it. */
export type Written = Accepted | null;

export interface Accepted {
  /** The ids of its inputs in their order, 0 for those whose process does not live; of a prune, how many were forgotten. */
  readonly inputs: readonly number[];
  /** For whom as many messages wait as may; an input alone was not taken then, and its id is 0. */
  readonly full?: readonly string[] | undefined;
  /** The answers that the store wrote to claims of a step, in their order: starts, then names. */
  readonly decided?: readonly Decided[] | undefined;
  /** Of a start: who has the name; another process than the one that was to begin when nothing began. */
  readonly holder?: string | undefined;
  /** Of a start: who had its name, and why it did not begin. */
  readonly former?: Former | undefined;
  /** Of a start: it was written before, perhaps by another node, and nothing begins. */
  readonly isKnown?: boolean | undefined;
}

/** The last one that began under a name and has ended. */
export interface Former {
  readonly pid: string;
  readonly state: string;
}

export interface Decided {
  /** Of the input that tells it. */
  readonly id: number;
  readonly holder: string;
}

/** A process that has nothing to do before a moment, in milliseconds since 1970, and for which nothing has come. */
export interface RestingProcess {
  readonly pid: string;
  readonly wakeAt: number;
  /** When it came to rest. */
  readonly at: number;
}

/** The moment of those that only wake when something comes. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** A process that lives, as it is found after a start. */
export interface StoredProcess extends Omit<StartRecord, 'name' | 'claim' | 'reuse'> {
  /** The node that asks has it. */
  readonly isOurs: boolean;
  /** Undefined when it is that of the start. */
  readonly context: Bytes | undefined;
  readonly state: StoredState;
  /** The number of its last step; 0 when it never ran. */
  readonly step: number;
  /** Counts from 1: how often it was begun since it was started, or since its last success. */
  readonly run: number;
  /** Counts the nodes that had it, from 1; always 1 in a store that one node has (L2). */
  readonly fence: number;
  /** How often a node was lost while it had something to do (K1). */
  readonly attempts: number;
  /** The last full form and what lies on it; nothing when it is to begin. */
  readonly layers: readonly Bytes[];
  /** The numbers of the kept steps that are full forms. */
  readonly fulls: readonly number[];
  /** When the last layer was made. */
  readonly at: number;
  /** How often it has failed since its last commit. */
  readonly failures: number;
  readonly retryAt: number | undefined;
  readonly inputs: readonly StoredInput[];
  readonly names: readonly string[];
}

export interface StoredInput extends InputRecord {
  readonly id: number;
}

/** A process as it was at a step that is kept. */
export type StoredStep = Omit<
  StoredProcess,
  'inputs' | 'names' | 'fulls' | 'attempts' | 'failures' | 'retryAt' | 'isOurs' | 'run' | 'beginAt'
>;

/** A kept step, for people. */
export interface StepLine {
  readonly number: number;
  readonly at: number;
  readonly isFull: boolean;
  /** Of its layer; 0 for one with which the process ended, or began anew (then it is full). */
  readonly bytes: number;
  readonly facts: string;
}

/** What a step was that has no state to go on from (Ru1); undefined for one that has. */
export function turnOf({
  bytes,
  isFull,
}: Pick<StepLine, 'bytes' | 'isFull'>): 'end' | 'begins anew' | undefined {
  if (bytes > 0) return undefined;
  return isFull ? 'begins anew' : 'end';
}

/** What came in with a kept step: `facts` has the lengths of the bodies. */
export interface CameLine {
  readonly number: number;
  readonly facts: string;
  readonly bodies: Bytes;
}

/** Which processes a list is to show, the newest first; what is left out is not asked for. */
export interface LineFilter {
  readonly states?: readonly StoredState[] | undefined;
  readonly entry?: string | undefined;
  readonly host?: string | undefined;
  /** Started from then on, and before, in milliseconds since 1970. */
  readonly since?: number | undefined;
  readonly before?: number | undefined;
  /** What their attributes for search must be, as texts. */
  readonly where?: Readonly<Record<string, string>> | undefined;
  /** The last one of a list that goes on. */
  readonly after?: Pick<ProcessLine, 'pid' | 'startedAt'> | undefined;
  readonly limit: number;
}

/** A process in lists for people. */
export interface ProcessLine {
  readonly pid: string;
  /** The name it was started under. */
  readonly startedAs: string | undefined;
  readonly entry: string;
  readonly host: string;
  readonly state: StoredState;
  readonly step: number;
  readonly attempts: number;
  readonly startedAt: number;
  readonly changedAt: number;
  /** When its run was to begin, or is to. */
  readonly beginAt: number;
  readonly names: readonly string[];
  /** Why it is held. */
  readonly problem: string;
  /** When a held one is tried again by itself. */
  readonly retryAt: number | undefined;
  readonly failures: number;
  /** Of which process and step it was made. */
  readonly forkOf: { readonly pid: string; readonly step: number } | undefined;
  /** JSON with `search` and `memo`. */
  readonly attributes: string;
}
