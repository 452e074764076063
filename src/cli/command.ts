/**
 * What a command is: data that says what it takes, and a function that does it. Parsing, help, output
 * and exit codes belong to the shell around it (shell.ts).
 */
import type { Worker } from 'node:worker_threads';
import type { Streams } from '#features/terminal';

export interface Flag {
  readonly type: 'flag';
  readonly short?: string;
  /** It is known and does nothing yet: what whoever gives it is told. Help does not show it. */
  readonly refused?: string;
  readonly summary: string;
}

export interface TextOption {
  readonly type: 'text';
  readonly short?: string;
  readonly refused?: string;
  /** What stands for the value in the help: `ns:name`. */
  readonly value: string;
  readonly summary: string;
  readonly standard?: string;
  /** It says which program is run, as a first argument does for others. */
  readonly namesProgram?: boolean;
}

/** May be given several times. */
export interface TextsOption {
  readonly type: 'texts';
  readonly short?: string;
  readonly refused?: string;
  readonly value: string;
  readonly summary: string;
}

export type Option = Flag | TextOption | TextsOption;
export type Options = Readonly<Record<string, Option>>;

type Value<O extends Option> = O extends Flag
  ? boolean
  : O extends TextsOption
    ? readonly string[]
    : O extends { readonly standard: string }
      ? string
      : string | undefined;

/** Names are written as on the command line: `options['src-dir']`. */
export type Values<O extends Options> = { readonly [K in keyof O]: Value<O[K]> };

export interface Argument {
  readonly name: string;
  readonly summary: string;
  readonly isOptional?: boolean;
  /** Takes all that are left; what looks like an unknown option is one of them. */
  readonly isRest?: boolean;
}

/** What a command finds around it. */
export interface Surroundings {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Results. */
  readonly out: Output;
  /** Everything else. */
  readonly err: Output;
  /** What a process with the terminal reads and writes. */
  readonly terminal: Streams;
  readonly version: () => string;
  /** Asks to be told of SIGINT and SIGTERM; the result ends that. */
  readonly onInterrupt: (run: () => void) => () => void;
  /** The thread of the store of durable processes, where it was begun already. */
  readonly storeThread?: Worker | undefined;
}

export interface Output {
  write(text: string): unknown;
  readonly isTerminal: boolean;
}

export interface Invocation<O extends Options> extends Surroundings {
  readonly options: Values<O>;
  readonly globals: Values<typeof globalOptions>;
  readonly arguments: readonly string[];
}

export interface Command<O extends Options = Options> {
  readonly name: string;
  readonly summary: string;
  readonly arguments?: readonly Argument[];
  readonly options: O;
  readonly examples?: readonly string[];
  /** The exit code. */
  run(invocation: Invocation<O>): Promise<number> | number;
}

export function defineCommand<const O extends Options>(definition: Command<O>): Command<O> {
  return definition;
}

/** A command as it is listed; its code is loaded when it is called. */
export interface CommandEntry {
  /** One word, or two for those of a group: `registry list`. */
  readonly name: string;
  readonly summary: string;
  load(): Promise<Command<never>>;
}

/** Options that are not refused. */
export function shownOptions(options: Options): [name: string, option: Option][] {
  return Object.entries(options).filter(([, { refused }]) => refused === undefined);
}

/** Every command takes these, before or after its name. */
export const globalOptions = {
  config: {
    type: 'texts',
    value: 'path',
    summary: 'A configuration file; several lie over each other. Without one .wippy.yaml, if it is there.',
  },
  verbose: { type: 'flag', short: 'v', summary: 'Log what helps to find mistakes.' },
  'very-verbose': { type: 'flag', summary: 'The same, with the stacks of errors.' },
  console: { type: 'flag', short: 'c', summary: 'Log in colour, for people.' },
  silent: { type: 'flag', short: 's', summary: 'Do not log.' },
  'event-streams': { type: 'flag', short: 'e', summary: 'Log to the event bus too.' },
  'memory-limit': {
    type: 'text',
    short: 'm',
    value: 'size',
    summary:
      'The most memory that values may take, such as 512M or 2G; otherwise GOMEMLIMIT, or what the machine admits.',
  },
  profiler: {
    type: 'flag',
    short: 'p',
    summary: 'Serve profiles on localhost:6060, or at profiler.address.',
  },
  help: { type: 'flag', short: 'h', summary: 'Show what the command does and takes.' },
} as const satisfies Options;
