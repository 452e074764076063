/**
 * Programs of workflows as trees. A program is a list of roles; processes of a role may start processes of later ones, the
 * first process has the first role. What a program does depends on no race: who takes turns with whom never shows in a
 * result (the model refuses programs where it would).
 */

export type Expression =
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'sum' | 'product'; readonly left: Expression; readonly right: Expression }
  /** The item of a list at a place that is made to fit; 0 of an empty one. */
  | { readonly type: 'item'; readonly list: string; readonly at: Expression }
  | { readonly type: 'length'; readonly list: string };

/** How an activity is called, and what it does. */
export type CallStyle =
  | 'plain'
  | 'async'
  /** Takes a while. */
  | 'slow'
  /** Fails at first, and is tried again. */
  | 'flaky'
  /** Gives an error; raises one that is caught; fails at all its attempts; takes longer than it may. */
  | 'fails'
  | 'raises'
  | 'gives up'
  | 'late';

/** Who is meant: the process that started this one, or the child in a variable. */
export type Peer = { readonly type: 'parent' } | { readonly type: 'child'; readonly name: string };

export type Statement = { readonly id: number } & (
  | { readonly type: 'local'; readonly name: string; readonly value: Expression }
  | { readonly type: 'assign'; readonly name: string; readonly value: Expression }
  | { readonly type: 'list'; readonly name: string; readonly items: readonly Expression[] }
  | { readonly type: 'alias'; readonly name: string; readonly list: string }
  | { readonly type: 'push'; readonly list: string; readonly value: Expression }
  | { readonly type: 'log'; readonly value: Expression }
  | { readonly type: 'chance'; readonly value: Expression }
  | { readonly type: 'call'; readonly name: string; readonly style: CallStyle; readonly value: Expression }
  | { readonly type: 'sleep'; readonly millis: number }
  | { readonly type: 'send'; readonly to: Peer; readonly topic: string; readonly value: Expression }
  | { readonly type: 'receive'; readonly name: string; readonly topic: string }
  /** The message or, after so many milliseconds, its absence; the timer stands first in the list, or last. */
  | {
      readonly type: 'first';
      readonly topic: string;
      readonly millis: number;
      readonly isTimerFirst: boolean;
    }
  /** Two timers, or a timer and a call: the earlier one wins. */
  | { readonly type: 'race'; readonly fast: number; readonly slow: number; readonly isSwapped: boolean }
  | {
      readonly type: 'contest';
      readonly style: 'slow' | 'never';
      readonly millis: number;
      readonly value: Expression;
    }
  /** One message of each topic, in whatever order they come. */
  | { readonly type: 'gather'; readonly topics: readonly string[] }
  | {
      readonly type: 'spawn';
      readonly name: string;
      readonly role: number;
      readonly how: SpawnStyle;
      readonly value: Expression;
    }
  | {
      readonly type: 'exec';
      readonly role: number;
      readonly by: 'process' | 'workflow';
      readonly value: Expression;
    }
  /** Waits for the end of a child. */
  | { readonly type: 'await'; readonly child: string }
  | { readonly type: 'cancel'; readonly child: string }
  /** Ends a child by force, once it has said that it waits for ever. */
  | { readonly type: 'terminate'; readonly child: string; readonly topic: string }
  /** Waits until somebody asks it to end. */
  | { readonly type: 'canceled' }
  /** Says so, and waits for nothing that will ever come. */
  | { readonly type: 'forever'; readonly topic: string }
  | { readonly type: 'register' }
  | { readonly type: 'fork'; readonly room: number; readonly branches: readonly Block[] }
  | { readonly type: 'generate'; readonly name: string; readonly maker: Block; readonly body: Block }
  | { readonly type: 'yield'; readonly value: Expression }
  | { readonly type: 'if'; readonly value: Expression; readonly body: Block; readonly otherwise: Block }
  | { readonly type: 'for'; readonly name: string; readonly times: number; readonly body: Block }
  | { readonly type: 'each'; readonly name: string; readonly list: string; readonly body: Block }
  | { readonly type: 'while' | 'repeat'; readonly name: string; readonly times: number; readonly body: Block }
  /** A function that changes a variable from outside, and gives a value. */
  | {
      readonly type: 'function';
      readonly name: string;
      readonly parameter: string;
      readonly body: Block;
      readonly value: Expression;
    }
  | { readonly type: 'invoke'; readonly name: string; readonly callee: string; readonly value: Expression }
  | {
      readonly type: 'pcall';
      readonly body: Block;
      readonly error: string | undefined;
      readonly value: Expression;
    }
  | { readonly type: 'error'; readonly message: string }
);

/** `named`: under a name, asked for twice; `late`: begins an hour later. */
export type SpawnStyle = 'plain' | 'monitored' | 'named' | 'late' | 'linked';

export interface Block {
  readonly id: number;
  readonly body: readonly Statement[];
}

export interface Role {
  readonly body: Block;
  readonly value: Expression;
  /** So many runs fail, each after this, before the body is run. */
  readonly failing: { readonly runs: number; readonly body: Block } | undefined;
}

export interface Program {
  readonly roles: readonly Role[];
}

/** All numbers of programs are below. */
export const MODULUS = 1000;

/** What activities make of a number. */
export const acted = (n: number): number => (n * 7 + 3) % MODULUS;

/** How often a flaky activity fails, and a hopeless one is tried. */
export const flaws = (n: number): number => 1 + (n % 2);
export const ATTEMPTS = 3;

/** The blocks right within a statement. */
export function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.type) {
    case 'fork':
      return statement.branches;
    case 'generate':
      return [statement.maker, statement.body];
    case 'if':
      return [statement.body, statement.otherwise];
    case 'for':
    case 'each':
    case 'while':
    case 'repeat':
    case 'function':
    case 'pcall':
      return [statement.body];
    default:
      return [];
  }
}

/** All blocks of a program, those within others after them. */
export function* allBlocks({ roles }: Program): Generator<Block> {
  const within = function* (block: Block): Generator<Block> {
    yield block;
    for (const statement of block.body) for (const inner of blocksOf(statement)) yield* within(inner);
  };
  for (const { body, failing } of roles) {
    yield* within(body);
    if (failing !== undefined) yield* within(failing.body);
  }
}

export function sizeOf(program: Program): number {
  let size = program.roles.length;
  for (const { body } of allBlocks(program)) size += body.length;
  return size;
}
