/**
 * A store in PostgreSQL, which several nodes share.
 *
 *   L1  Only the database's clock is compared. A node is a row with a lease; whose lease is over is no node any more.
 *   L2  A step is written only by the owner that read the process, under its fence; others in the batch lose nothing.
 *       What belongs to the step is written with it, or not at all.
 *   Ps1 A batch has a number. Whose connection was lost under it asks again with the same number, and is told what came
 *       of it: it was written, or is written now.
 *   Ps2 Writes and what has arrived are asked for on one connection, one after the other. So what arrived is always seen
 *       as it was after the last write that was answered. Reads and the lease have another one, so that no long write
 *       costs the lease.
 *   Ps3 What gives this node processes has a number, and is refused after a later one: what was on its way through a
 *       connection that was lost gives it nothing when nobody expects it any more. What it has got without learning it
 *       is asked for on the next connection.
 *   Ps4 A connection that does not know this node leads to another database than before: there this is no node until it
 *       joins, and what was on its way to the other one is not asked for again.
 */
import { failure } from '#base';
import { inStore } from './postgres-answering.ts';
import { encodeBatch, readWritten } from './postgres-batch.ts';
import { bytes, inputOf, lineOf, stateOf, stepOf, storedOf } from './postgres-rows.ts';
import { channelOf, functions, type Statements, statements } from './postgres-schema.ts';
import {
  type Connect,
  type Connection,
  isCollision,
  isMissing,
  isRefused,
  type PlaceNow,
  type PostgresPlace,
  Session,
} from './postgres-session.ts';
import { FORMAT, tables } from './postgres-tables.ts';
import type {
  HoldRecord,
  LineFilter,
  ProcessLine,
  StoredInput,
  StoredProcess,
  StoredState,
  Write,
  Written,
} from './records.ts';
import type { Row } from './rows.ts';
import type { InStore, Renewal, SharedStore, Wake } from './shared-store.ts';
import { ALONE, type Answer, type Asked, type Method, momentOf } from './store-methods.ts';

const COLLISIONS = 5;
const NOBODY = 0;

interface OpenBatch {
  readonly node: number;
  readonly number: number;
  readonly batch: readonly Write[];
  /** Ps4. */
  readonly isLost?: boolean;
}

export class PostgresStore implements SharedStore {
  readonly isShared = true;
  readonly #schema: string;
  readonly #sql: Statements;
  /** For what is written and has arrived (Ps2). */
  readonly #writer: Session;
  /** For what is read, and for the lease. */
  readonly #reader: Session;
  readonly #channel: string;
  #node = NOBODY;
  #incarnation = '';
  #woken: (what: Wake) => void = () => {};
  /** The batch that may have been written already (Ps1). */
  #open: OpenBatch | undefined;
  #batches = 0;
  /** Ps3. */
  #acts = 0;
  #isPrepared = false;
  readonly #methods: { [M in Method]: (...args: Asked<M>) => Promise<Answer<M>> };

  /** `connect`: what makes connections, in place of the client for PostgreSQL. */
  constructor(given: PostgresPlace | PlaceNow, schema: string, connect?: Connect) {
    const place = typeof given === 'function' ? given : () => given;
    this.#schema = schema;
    this.#sql = statements(schema);
    this.#channel = channelOf(schema);
    this.#reader = new Session(place, { connect, begin: (client) => this.#recognise(client) });
    this.#writer = new Session(place, {
      connect,
      begin: async (client) => {
        await this.#recognise(client);
        await client.query(`listen ${this.#channel}`);
        // What was told while nobody listened is asked for.
        for (const type of ['names', 'inputs', 'free', 'owned'] as const) this.#woken({ type });
      },
      told: (_, text) => this.#told(text),
    });
    this.#methods = {
      write: (batch) => this.#write(batch),
      living: async () => (await this.#read('living', [this.#node])).map(({ pid }) => String(pid)),
      names: async () =>
        (await this.#act('names', [])).map(({ name, pid }) => ({ name: String(name), pid: String(pid) })),
      // The first attempts were counted when they were taken over.
      attempted: async (pids, isAlone) => {
        if (isAlone) await this.#act('attempt', [this.#node, pids, ALONE]);
      },
      away: async () => [],
      resting: async (pids) =>
        (await this.#read('resting', [this.#node, pids])).map(({ pid, wake_at, layer_at }) => ({
          pid: String(pid),
          wakeAt: Number(wake_at),
          at: Number(layer_at),
        })),
      processes: (pids) => this.#processes(pids),
      process: async (pid) => (await this.#processes([pid]))[0],
      code: async (hash) => bytes((await this.#read('code', [hash]))[0]?.bytes),
      exit: async (pid) => bytes((await this.#read('exit', [pid]))[0]?.exit),
      lines: (filter) => this.#lines(filter),
      line: async (id) => (await this.#read('lineOf', [id, momentOf(id) ?? -1])).map(lineOf)[0],
      state: async (pid, step) =>
        (await this.#read('state', [pid, step])).map((row) => stateOf(row, step))[0],
      steps: async (...given) => (await this.#read('steps', given)).map(stepOf),
      came: async (...given) =>
        (await this.#read('came', given)).map(({ step, facts, came }) => ({
          number: Number(step),
          facts: String(facts),
          bodies: bytes(came) ?? new Uint8Array(),
        })),
      hold: (pid, hold) => this.#hold(pid, hold),
    };
  }

  async ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    await this.#prepare();
    return this.#methods[method](...args);
  }

  answering(pid: string, fence: number, operation: number): InStore {
    return inStore(this.#schema, { node: this.#node, pid, fence, operation });
  }

  listen(woken: (what: Wake) => void): void {
    this.#woken = woken;
  }

  async join(incarnation: string, lease: number): Promise<number> {
    await this.#prepare();
    const [row] = await this.#read('join', [incarnation, lease]);
    this.#node = Number(row?.id);
    this.#incarnation = incarnation;
    this.#batches = 0;
    return Number(row?.now);
  }

  async renew(lease: number): Promise<Renewal | undefined> {
    const [row] = await this.#read('renew', [this.#node, lease]);
    if (row === undefined) return undefined;
    return { now: Number(row.now), nextEnd: row.next_end === null ? undefined : Number(row.next_end) };
  }

  async take(hosts: readonly string[], most: number): Promise<readonly string[]> {
    const values = [this.#node, hosts, most, ++this.#acts];
    return (await this.#act('take', values)).map(({ taken }) => String(taken));
  }

  async owned(): Promise<readonly string[]> {
    await this.take([], 0);
    return (await this.#act('living', [this.#node])).map(({ pid }) => String(pid));
  }

  async adopt(pid: string, states: readonly StoredState[]): Promise<boolean> {
    return (await this.#act('adopt', [this.#node, pid, states, ++this.#acts])).length > 0;
  }

  async arrived(isThorough: boolean): Promise<readonly StoredInput[]> {
    return (await this.#act(isThorough ? 'polled' : 'woken', [this.#node])).map(inputOf);
  }

  async unhandled(): Promise<readonly StoredInput[]> {
    return (await this.#act('unhandled', [this.#node])).map(inputOf);
  }

  async drop(ids: readonly number[]): Promise<void> {
    await this.#act('drop', [this.#node, ids]);
  }

  async handOver(host: string | undefined): Promise<void> {
    if (this.#node === NOBODY) return;
    if (host !== undefined) await this.#act('releaseHost', [this.#node, host]);
    else await this.#act('release', [this.#node]);
  }

  async close(): Promise<void> {
    if (this.#node !== NOBODY) {
      await this.#act('leave', [this.#node]).catch(() => {
        // Its lease ends by itself.
      });
    }
    await Promise.all([this.#writer.close(), this.#reader.close()]);
  }

  /** Lets go of the connections as if the machine were gone, for tests. */
  async abandon(): Promise<void> {
    await Promise.all([this.#writer.close(), this.#reader.close()]);
  }

  /** Ps4. */
  async #recognise(client: Connection): Promise<void> {
    if (this.#node === NOBODY) return;
    try {
      const question = { text: this.#sql.isNode, values: [this.#node, this.#incarnation] };
      if ((await client.query(question)).rowCount !== 0) return;
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
    }
    this.#node = NOBODY;
    this.#isPrepared = false;
    if (this.#open !== undefined) this.#open = { ...this.#open, isLost: true };
    this.#woken({ type: 'unknown' });
  }

  #told(text: string): void {
    if (text === `w${this.#node}`) this.#woken({ type: 'inputs' });
    else if (text === 'f') this.#woken({ type: 'free' });
    else if (text === 'n') this.#woken({ type: 'names' });
    else if (text.startsWith('n')) {
      const [name, pid, isSet] = JSON.parse(text.slice(1)) as [string, string, boolean]; // the schema writes it so
      this.#woken({ type: 'name', name, pid, isSet });
    }
  }

  /** The tables are there, in a format that this program knows, and so are its functions. */
  async #prepare(): Promise<void> {
    if (this.#isPrepared) return;
    const { isThere, areFunctionsThere } = this.#sql;
    await this.#make(isThere, tables(this.#schema));
    const format = Number((await this.#ask(this.#sql.format)).rows[0]?.format);
    if (format !== FORMAT) {
      throw failure(
        'Invalid',
        `the durable processes in schema ${this.#schema} were written by a newer version (format ${format}, this one knows ${FORMAT}); run that version`,
        { retryable: false },
      );
    }
    await this.#make(areFunctionsThere, functions(this.#schema));
    this.#isPrepared = true;
  }

  /** One call of several statements is one transaction; whoever waited for the lock finds them there. */
  async #make(isThere: string, what: string): Promise<void> {
    if ((await this.#ask(isThere)).rows[0]?.found === true) return;
    const lock = `wippy durable ${this.#schema}`;
    await this.#ask(`do $make$ begin
      perform pg_advisory_xact_lock(hashtextextended('${lock.replaceAll("'", "''")}', 0));
      if (${isThere}) then return; end if;
      execute $what$${what}$what$;
    end $make$`);
  }

  #ask(text: string) {
    return this.#writer.ask<Row>({ text, values: [] });
  }

  /** Ps1. A batch that was refused is asked for again as it was, and it alone is answered; what has come since goes with the next. */
  async #write(batch: readonly Write[]): Promise<Written[]> {
    const open = this.#open ?? { node: this.#node, number: this.#batches + 1, batch };
    if (open.isLost) {
      this.#open = undefined;
      return readWritten(undefined, open.batch);
    }
    this.#open = open;
    const [work, blob] = encodeBatch(open.batch);
    const values = [open.node, open.number, work, blob];
    let row: Row | undefined;
    try {
      [row] = await this.#collided(() => this.#act('write', values), COLLISIONS);
    } catch (thrown) {
      if (isRefused(thrown)) this.#open = undefined;
      throw thrown;
    }
    this.#open = undefined;
    if (open.node === this.#node) this.#batches = open.number;
    return readWritten(row?.answers, open.batch);
  }

  async #collided<T>(act: () => Promise<T>, times: number): Promise<T> {
    try {
      return await act();
    } catch (thrown) {
      if (times <= 1 || !isCollision(thrown)) throw thrown;
      return this.#collided(act, times - 1);
    }
  }

  async #processes(pids: readonly string[]): Promise<StoredProcess[]> {
    return (await this.#read('processes', [pids])).map((row) => storedOf(row, this.#node));
  }

  async #lines(filter: LineFilter): Promise<ProcessLine[]> {
    const { states, entry, host, since, before, where, after, limit } = filter;
    const values = [states ?? null, entry ?? null, host ?? null, since ?? null, before ?? null];
    const page = [after?.startedAt ?? null, after?.pid ?? null, JSON.stringify(where ?? {}), limit];
    return (await this.#read('lines', [...values, ...page])).map(lineOf);
  }

  async #hold(pid: string, { state, at, problem, retryAt, failures }: HoldRecord): Promise<boolean> {
    const text = problem.replaceAll('\0', ' ');
    const moments = [
      Math.round(at),
      text,
      this.#node,
      retryAt === undefined ? null : Math.round(retryAt),
      failures,
    ];
    const question =
      state === 'held'
        ? this.#question('hold', [pid, ...moments])
        : this.#question('retry', [pid, ...moments, ++this.#acts]);
    return (await this.#writer.ask(question, this.#sameNode())).count > 0;
  }

  async #read(name: keyof Statements, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#reader.ask<Row>(this.#question(name, values), this.#sameNode())).rows;
  }

  async #act(name: keyof Statements, values: readonly unknown[]): Promise<Row[]> {
    return (await this.#writer.ask<Row>(this.#question(name, values), this.#sameNode())).rows;
  }

  /** Ps4. What was asked for by the node that this was is asked for no more. */
  #sameNode(): () => void {
    const node = this.#node;
    return () => {
      if (node === this.#node) return;
      throw failure('Unavailable', 'this is another node of the store now', { retryable: true });
    };
  }

  /** Prepared once for each connection. */
  #question(name: keyof Statements, values: readonly unknown[]) {
    return { name, text: this.#sql[name], values: [...values] };
  }
}
