/** Databases, as other entries and guests see them. */
import type { Failure } from '#base';
import { defineService } from '#plugin';

/** Where a PostgreSQL database is. `password` is a secret: nothing of this is ever logged. */
export interface PostgresServer {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly ssl?:
    | false
    | {
        readonly rejectUnauthorized: boolean;
        readonly ca?: string;
        readonly cert?: string;
        readonly key?: string;
      };
  readonly application_name?: string;
  /** Milliseconds. */
  readonly connectTimeout?: number;
}

export type Dialect = 'mysql' | 'postgres' | 'sqlite';

/** A value as databases take it: strings are texts, bytes are binary. */
export type Parameter = null | boolean | number | bigint | string | Uint8Array;

export interface Statement {
  readonly text: string;
  readonly parameters: readonly Parameter[];
  /** Its text was checked; it is one statement, and its places must all have values. */
  readonly isPrepared?: boolean;
}

/** `columns` are empty when the statement gives no rows. */
export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Parameter[])[];
  readonly lastInsertId: number | bigint;
  readonly rowsAffected: number;
}

export const isolations = [
  'default',
  'read_uncommitted',
  'read_committed',
  'write_committed',
  'repeatable_read',
  'serializable',
] as const;
export type Ending = 'commit' | 'rollback';
export type Isolation = (typeof isolations)[number];

/** What became of work that was done together with its answer, and the number under which that is stored. */
export type Done =
  | { readonly type: 'answer'; readonly answer: Answer; readonly id: number }
  | { readonly type: 'failure'; readonly failure: Failure; readonly id: number }
  /** It was done before; the answer is there. */
  | { readonly type: 'known'; readonly id: number; readonly body: Uint8Array }
  /** The process is another node's, or is over: nothing was done. */
  | { readonly type: 'lost' };

/** The statements that make an answer a part of the transaction (D10). */
export interface Answers {
  readonly begin: string;
  readonly claim: Statement;
  /** Throws a failure for what cannot be stored. */
  write(outcome: Answer | Failure): Statement;
}

/** What is asked of one connection. */
export interface Terms {
  /** Bytes that an answer may have. */
  readonly room: number;
  /** Ends the wait for a connection, and what the server does where it can be asked to stop. */
  readonly signal: AbortSignal;
}

/** A connection that does one thing after the other. Rejects with failures alone. */
export interface Connection {
  run(statement: Statement, terms: Terms): Promise<Answer>;
  /** Whether the text could run: reads it and does nothing. */
  check(text: string, terms: Terms): Promise<void>;
  begin(isolation: Isolation, isReadOnly: boolean, terms: Terms): Promise<void>;
  /** However it fails, no transaction is open afterwards. */
  end(how: Ending, terms: Terms): Promise<void>;
  /** As of the last statement. */
  readonly isInTransaction: boolean;
  /** Why it can be used no more. */
  readonly lost: Failure | undefined;
  close(): Promise<void>;
}

export interface PoolStats {
  readonly max_open_connections: number;
  readonly open_connections: number;
  readonly in_use: number;
  readonly idle: number;
  /** How many had to wait. */
  readonly wait_count: number;
  /** All waits together, in nanoseconds. */
  readonly wait_duration: number;
  readonly max_idle_closed: number;
  readonly max_idle_time_closed: number;
  readonly max_lifetime_closed: number;
}

/** What a database entry gives to others. Transactions are known by numbers; an unknown one is over. */
export interface Database {
  readonly dialect: Dialect;
  run(statement: Statement, terms: Terms): Promise<Answer>;
  /** Does work and stores its answer, both or nothing. */
  answered(statement: Statement, answers: Answers, terms: Terms): Promise<Done>;
  check(text: string, terms: Terms): Promise<void>;
  begin(isolation: Isolation, isReadOnly: boolean, terms: Terms): Promise<number>;
  runIn(transaction: number, statement: Statement, terms: Terms): Promise<Answer>;
  checkIn(transaction: number, text: string, terms: Terms): Promise<void>;
  end(transaction: number, how: Ending, terms: Terms): Promise<void>;
  /** Rolls it back if it is open still. */
  drop(transaction: number): Promise<void>;
  stats(): PoolStats;
  /** Where a PostgreSQL database is now; throws `Invalid` for any other. */
  server(): PostgresServer;
}

export const databaseService = defineService<Database>({
  name: 'sql',
  summary: 'An SQL database.',
  methods: ['run', 'answered', 'check', 'begin', 'runIn', 'checkIn', 'end', 'drop', 'stats', 'server'],
});
