/** The rows of the store's tables in PostgreSQL (src/durable/store/postgres-schema.ts), as the model keeps them. */
import { Journal, Table } from './model-tables.ts';

export type Bytes = Uint8Array;

export interface NodeRow {
  readonly id: number;
  readonly incarnation: string;
  /** By the server's clock. */
  readonly leaseUntil: number;
  readonly batch: number;
  /** JSON of the answers to the last batch. */
  readonly answers: string;
  /** The last question by which it was to be given processes. */
  readonly act: number;
}

export interface ProcessRow {
  readonly pid: string;
  readonly host: string;
  readonly entry: string;
  readonly program: string;
  readonly parent: string;
  readonly request: Bytes;
  readonly started_at: number;
  readonly changed_at: number;
  readonly state: string;
  readonly step: number;
  readonly owner: number;
  readonly fence: number;
  readonly attempts: number;
  readonly layer_at: number;
  readonly problem: string;
  readonly attributes: string;
  readonly context: Bytes | null;
  readonly exit: Bytes | null;
  readonly started_as: string | null;
  readonly failures: number;
  readonly retry_at: number | null;
  readonly fork_pid: string | null;
  readonly fork_step: number | null;
  readonly run: number;
  readonly begin_at: number;
  /** That of the table `crowd`. */
  readonly waiting: number;
  /** Those of the table `rest`. */
  readonly wake_at: number | null;
  readonly wake_step: number | null;
  readonly ended_at: number | null;
}

export interface LayerRow {
  readonly pid: string;
  readonly step: number;
  readonly is_full: boolean;
  readonly bytes: Bytes;
  readonly at: number;
  readonly facts: string;
  readonly came: Bytes | null;
}

export interface FormerRow {
  readonly pid: string;
  readonly step: number;
  readonly entry: string;
  readonly program: string;
  readonly context: Bytes | null;
}

export interface InputRow {
  readonly id: number;
  readonly pid: string;
  readonly node: number | null;
  readonly source: number;
  readonly kind: string;
  readonly sender: string;
  readonly body: Bytes;
}

export interface NameRow {
  readonly name: string;
  readonly pid: string;
}

export class Tables {
  readonly journal = new Journal();
  readonly nodes = new Table<number, NodeRow>(this.journal);
  readonly processes = new Table<string, ProcessRow>(this.journal);
  readonly layers = new Table<string, LayerRow>(this.journal, ({ pid }) => pid);
  readonly former = new Table<string, FormerRow>(this.journal, ({ pid }) => pid);
  readonly inputs = new Table<number, InputRow>(this.journal, ({ pid }) => pid);
  readonly heard = new Table<
    string,
    { readonly pid: string; readonly sender: string; readonly number: number }
  >(this.journal, ({ pid }) => pid);
  readonly names = new Table<string, NameRow>(this.journal, ({ pid }) => pid);
  readonly code = new Table<string, Bytes>(this.journal);
}

export const stepKey = (pid: string, step: number) => `${pid} ${step}`;

export const isLiving = ({ state }: Pick<ProcessRow, 'state'>) => state === 'running' || state === 'held';

/** As PostgreSQL compares texts with the collation C. */
export const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
