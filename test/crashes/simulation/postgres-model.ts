/**
 * A server with the tables of a store in PostgreSQL, in memory: it takes the statements that the store sends, and does
 * what PostgreSQL would, one transaction at a time.
 */

import { channelOf, type Statements, statements } from '../../../src/durable/store/postgres-schema.ts';
import { FORMAT } from '../../../src/durable/store/postgres-tables.ts';
import { ALONE, momentOf } from '../../../src/durable/store/store-methods.ts';
import { byText, type InputRow, isLiving, type ProcessRow, stepKey, Tables } from './model-rows.ts';
import { type Deed, type WorkJson, Writing } from './model-writes.ts';

const NOBODY = 0;
const HOUR = 3_600_000;

export interface Question {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface ServerOptions {
  /** The server's clock: milliseconds since 1970. */
  readonly now: () => number;
  /** Is told of each transaction that was committed, before anybody else. */
  readonly committed?: (node: number, deeds: readonly Deed[]) => void;
}

type Row = Record<string, unknown>;
type Ask = (...values: never[]) => Row[];

export class PostgresModel {
  readonly tables = new Tables();
  readonly #options: ServerOptions;
  readonly #names: ReadonlyMap<string, keyof Statements>;
  readonly #channel: string;
  readonly #listeners = new Set<(channel: string, text: string) => void>();
  #lastNode = 0;
  #lastInput = 0;

  constructor(schema: string, options: ServerOptions) {
    this.#options = options;
    this.#channel = channelOf(schema);
    // The statements are known by their texts: what they are called does not reach the server.
    this.#names = new Map(
      Object.entries(statements(schema)).map(([name, text]) => [text, name as keyof Statements]),
    );
  }

  /** Gives what takes the listener away again. */
  listen(told: (channel: string, text: string) => void): () => void {
    this.#listeners.add(told);
    return () => this.#listeners.delete(told);
  }

  /** One statement, which is a transaction. Throws what the server refuses it with. */
  execute({ text, values }: Question): { rows: Row[]; rowCount: number } {
    const name = this.#names.get(text);
    if (name === undefined) throw new Error(`the model does not know the statement ${text.slice(0, 80)}`);
    const act = this.#statements[name] as Ask;
    try {
      const rows = act(...(values as never[])); // what the store sends with this statement
      this.tables.journal.keep();
      return { rows, rowCount: rows.length };
    } catch (thrown) {
      this.tables.journal.takeBack();
      throw thrown;
    }
  }

  nameOf(text: string): string {
    return this.#names.get(text) ?? '';
  }

  #now(): number {
    return this.#options.now();
  }

  #tell(texts: Iterable<string>): void {
    // Within a transaction the same is told once.
    for (const text of new Set(texts))
      for (const listener of [...this.#listeners]) listener(this.#channel, text);
  }

  readonly #statements: { readonly [N in keyof Statements]: Ask } = {
    isThere: () => [{ found: true }],
    areFunctionsThere: () => [{ found: true }],
    format: () => [{ format: FORMAT }],
    join: (incarnation: string, lease: number) => {
      const id = ++this.#lastNode;
      const now = this.#now();
      this.tables.nodes.set(id, {
        id,
        incarnation,
        leaseUntil: now + lease,
        batch: 0,
        answers: 'null',
        act: 0,
      });
      return [{ id, now }];
    },
    isNode: (id: number, incarnation: string) =>
      this.tables.nodes.get(id)?.incarnation === incarnation ? [{}] : [],
    renew: (id: number, lease: number) => {
      const node = this.tables.nodes.get(id);
      const now = this.#now();
      if (node === undefined || node.leaseUntil <= now) return [];
      this.tables.nodes.set(id, { ...node, leaseUntil: now + lease });
      const ends = this.tables.nodes.all().flatMap((one) => (one.id === id ? [] : one.leaseUntil));
      const coming = ends.filter((end) => end > now);
      return [{ now, next_end: coming.length === 0 ? null : Math.min(...coming) }];
    },
    release: (owner: number) => this.#release((one) => one.owner === owner),
    releaseHost: (owner: number, host: string) =>
      this.#release((one) => one.owner === owner && one.host === host),
    leave: (id: number) => {
      for (const input of this.tables.inputs.all())
        if (input.node === id && isVolatile(input.pid)) this.tables.inputs.delete(input.id);
        else if (input.node === id && !this.tables.processes.has(input.pid))
          this.tables.inputs.set(input.id, { ...input, node: NOBODY });
      for (const one of this.#processes((row) => row.owner === id && isLiving(row)))
        this.tables.processes.set(one.pid, { ...one, owner: NOBODY, fence: one.fence + 1 });
      this.tables.nodes.delete(id);
      return [];
    },
    attempt: (me: number, pids: readonly string[], from: number) => {
      const isMeant = (one: ProcessRow) =>
        pids.includes(one.pid) && one.owner === me && one.attempts >= from && one.state === 'running';
      for (const one of this.#processes(isMeant))
        this.tables.processes.set(one.pid, { ...one, attempts: one.attempts + 1 });
      return [];
    },
    write: (me: number, number: number, work: string, blob: Uint8Array) => [
      { answers: this.#write(me, number, work, blob) },
    ],
    take: (me: number, hosts: readonly string[], most: number, number: number) =>
      this.#isNext(me, number) ? this.#take(me, hosts, most).map((taken) => ({ taken })) : [],
    drop: (node: number, ids: readonly number[]) => {
      for (const id of ids) if (this.tables.inputs.get(id)?.node === node) this.tables.inputs.delete(id);
      return [];
    },
    woken: (node: number) =>
      this.#inputs((input, process) => {
        const isOurs = process === undefined || (process.owner === node && process.state === 'running');
        return input.node === node && isOurs;
      }),
    polled: (node: number) =>
      this.#inputs((input, process) => {
        if (process === undefined) return input.node === node;
        const isFrom = input.source !== node || input.node === node;
        return process.owner === node && process.state === 'running' && isFrom;
      }),
    unhandled: (node: number) =>
      this.#inputs((_, process) => process?.owner === node && process.state === 'running'),
    names: () => this.tables.names.all().map((row) => ({ ...row })),
    living: (owner: number) =>
      this.#processes((one) => one.owner === owner && isLiving(one))
        .sort((a, b) => a.started_at - b.started_at || byText(a.pid, b.pid))
        .map(({ pid }) => ({ pid })),
    resting: (node: number, pids: readonly string[]) =>
      this.#processes(
        ({ pid, owner, state, attempts, step, wake_at, wake_step }) =>
          pids.includes(pid) &&
          owner === node &&
          state === 'running' &&
          attempts === 0 &&
          wake_step === step &&
          wake_at !== 0 &&
          this.tables.inputs.of(pid).length === 0,
      ).map(({ pid, wake_at, layer_at }) => ({ pid, wake_at, layer_at })),
    processes: (pids: readonly string[]) => pids.flatMap((pid) => this.#process(pid)),
    state: (pid: string, step: number) => this.#state(pid, step),
    steps: (pid: string, before: number, limit: number) =>
      this.#layers(pid)
        .filter(({ step }) => step < before)
        .reverse()
        .slice(0, limit)
        .map(({ step, is_full, bytes, at, facts }) => ({ step, is_full, size: bytes.length, at, facts })),
    came: (pid: string, after: number) =>
      this.#layers(pid)
        .filter(({ step, came }) => step > after && came !== null)
        .map(({ facts, came }) => ({ facts, came })),
    code: (hash: string) => {
      const bytes = this.tables.code.get(hash);
      return bytes === undefined ? [] : [{ bytes }];
    },
    exit: (pid: string) => this.#processes((one) => one.pid === pid).map(({ exit }) => ({ exit })),
    adopt: (owner: number, pid: string, states: readonly string[], number: number) => {
      const isNext = this.#isNext(owner, number);
      return this.#change(
        pid,
        (one) => isNext && states.includes(one.state) && one.owner !== owner,
        ({ fence }) => ({ owner, fence: fence + 1 }),
      );
    },
    hold: (
      pid: string,
      at: number,
      problem: string,
      owner: number,
      retryAt: number | null,
      failures: number,
    ) => {
      const change = { state: 'held', changed_at: at, problem, retry_at: retryAt, failures, attempts: 0 };
      return this.#change(
        pid,
        (one) => one.state === 'running' && one.owner === owner,
        () => change,
      );
    },
    retry: (
      pid: string,
      at: number,
      problem: string,
      owner: number,
      retryAt: number | null,
      failures: number,
      number: number,
    ) => {
      const isNext = this.#isNext(owner, number);
      const change = {
        state: 'running',
        changed_at: at,
        problem,
        retry_at: retryAt,
        failures,
        attempts: 0,
        owner,
      };
      return this.#change(
        pid,
        ({ state }) => isNext && state === 'held',
        ({ fence }) => ({ ...change, fence: fence + 1 }),
      );
    },
    lines: (...given: Parameters<PostgresModel['lines']>) => this.lines(...given),
    lineOf: (id: string, moment: number) =>
      this.#processes(
        (one) =>
          one.pid === id ||
          this.tables.names.get(id)?.pid === one.pid ||
          one.started_as === id ||
          (one.started_at === moment && momentOf(id) !== undefined && one.pid.endsWith(`|${id}}`)),
      )
        .sort((a, b) => Number(isLiving(b)) - Number(isLiving(a)) || b.started_at - a.started_at)
        .slice(0, 1)
        .map((one) => this.#line(one)),
  };

  lines(
    states: readonly string[] | null,
    entry: string | null,
    host: string | null,
    since: number | null,
    before: number | null,
    afterAt: number | null,
    afterPid: string | null,
    where: string,
    limit: number,
  ): Row[] {
    const wanted = Object.entries(JSON.parse(where) as Record<string, string>); // as the store writes it
    return this.#processes(
      (one) =>
        (states === null || states.includes(one.state)) &&
        (entry === null || one.entry === entry) &&
        (host === null || one.host === host) &&
        (since === null || one.started_at >= since) &&
        (before === null || one.started_at < before) &&
        (afterAt === null ||
          one.started_at < afterAt ||
          (one.started_at === afterAt && one.pid > (afterPid ?? ''))) &&
        wanted.every(([key, value]) => String(JSON.parse(one.attributes).search?.[key]) === value),
    )
      .sort((a, b) => b.started_at - a.started_at || byText(a.pid, b.pid))
      .slice(0, limit)
      .map((one) => this.#line(one));
  }

  #line(one: ProcessRow): Row {
    return { ...one, names: this.#namesOf(one.pid) };
  }

  #namesOf(pid: string): string[] {
    return this.tables.names
      .of(pid)
      .map(({ name }) => name)
      .sort(byText);
  }

  #processes(isMeant: (one: ProcessRow) => boolean): ProcessRow[] {
    return this.tables.processes.all().filter(isMeant);
  }

  #layers(pid: string) {
    return this.tables.layers.of(pid).sort((a, b) => a.step - b.step);
  }

  /** From the last full form up to the step. */
  #layersTo(pid: string, step: number): Uint8Array[] {
    const all = this.#layers(pid).filter((one) => one.step <= step);
    const full = all.findLastIndex(({ is_full }) => is_full);
    return full < 0 ? [] : all.slice(full).flatMap(({ bytes }) => (bytes.length > 0 ? [bytes] : []));
  }

  #change(
    pid: string,
    isMeant: (one: ProcessRow) => boolean,
    what: (one: ProcessRow) => Partial<ProcessRow>,
  ): Row[] {
    const row = this.tables.processes.get(pid);
    if (row === undefined || !isMeant(row)) return [];
    this.tables.processes.set(pid, { ...row, ...what(row) });
    return [{}];
  }

  #release(isMeant: (one: ProcessRow) => boolean): Row[] {
    const freed = this.#processes((one) => isMeant(one) && isLiving(one));
    for (const one of freed)
      this.tables.processes.set(one.pid, { ...one, owner: NOBODY, fence: one.fence + 1 });
    if (freed.length > 0) this.#tell(['f']);
    return freed.slice(0, 1).map(() => ({}));
  }

  #write(me: number, number: number, work: string, blob: Uint8Array): unknown {
    const { tables } = this;
    const node = tables.nodes.get(me);
    if (node === undefined) return null;
    if (node.batch === number) return JSON.parse(node.answers);
    if (node.batch > number) return null;
    const writing = new Writing(tables, me, blob, this.#now(), () => ++this.#lastInput);
    const made = JSON.stringify(writing.work(JSON.parse(work) as WorkJson)); // as the store encodes it
    tables.nodes.set(me, { ...node, batch: number, answers: made });
    this.#options.committed?.(me, writing.deeds);
    this.#tell(writing.told);
    return JSON.parse(made);
  }

  /** Ps3. */
  #isNext(me: number, number: number): boolean {
    const node = this.tables.nodes.get(me);
    if (node === undefined || node.act >= number) return false;
    this.tables.nodes.set(me, { ...node, act: number });
    return true;
  }

  #take(me: number, hosts: readonly string[], most: number): string[] {
    const { nodes, processes, inputs } = this.tables;
    const now = this.#now();
    const dead = new Set(nodes.all().flatMap(({ id, leaseUntil }) => (leaseUntil <= now ? [id] : [])));
    const free = this.#processes(
      (one) => (one.owner === NOBODY || dead.has(one.owner)) && isLiving(one) && hosts.includes(one.host),
    )
      .sort((a, b) => byText(a.pid, b.pid))
      .slice(0, most);
    for (const one of free) {
      const hasState = (this.tables.layers.get(stepKey(one.pid, one.step))?.bytes.length ?? 0) > 0;
      const { wake_at: wakeAt, wake_step: wakeStep } = one;
      const rests = wakeAt !== null && wakeStep === one.step && (wakeAt === 0 || wakeAt > now);
      const isAtWork = one.step === 0 || !hasState ? one.begin_at <= one.changed_at : !rests;
      const isBusy = isAtWork || inputs.of(one.pid).length > 0;
      const more = one.owner !== NOBODY && one.state === 'running' && isBusy && one.attempts < ALONE ? 1 : 0;
      processes.set(one.pid, { ...one, owner: me, fence: one.fence + 1, attempts: one.attempts + more });
    }
    for (const input of inputs.all()) {
      const { node, pid, sender } = input;
      if (node === null || node === me || isVolatile(pid) || processes.has(pid)) continue;
      const from = processes.get(sender);
      const isLeft = node === NOBODY || dead.has(node);
      const isOurs = from !== undefined && isLiving(from) ? from.owner === me : isLeft;
      if (isOurs) inputs.set(input.id, { ...input, node: me });
    }
    for (const { id, node, pid } of inputs.all())
      if (node !== null && dead.has(node) && isVolatile(pid)) inputs.delete(id);
    for (const { id, leaseUntil } of nodes.all()) {
      const isLeft = this.#processes((one) => one.owner === id && isLiving(one)).length > 0;
      if (leaseUntil < now - HOUR && !isLeft) nodes.delete(id);
    }
    return free.map(({ pid }) => pid);
  }

  #inputs(isMeant: (input: InputRow, process: ProcessRow | undefined) => boolean): Row[] {
    return this.tables.inputs
      .all()
      .filter((input) => isMeant(input, this.tables.processes.get(input.pid)))
      .sort((a, b) => a.id - b.id)
      .map((row) => ({ ...row }));
  }

  #process(pid: string): Row[] {
    const row = this.tables.processes.get(pid);
    if (row === undefined) return [];
    const inputs = this.tables.inputs.of(pid).sort((a, b) => a.id - b.id);
    return [
      {
        ...row,
        layers: this.#layersTo(pid, row.step),
        fulls: this.#layers(pid).flatMap(({ step, is_full }) => (is_full ? [step] : [])),
        names: this.#namesOf(pid),
        inputs: inputs.length === 0 ? null : inputs.map(({ id, kind, sender }) => [id, kind, sender]),
        bodies: inputs.map(({ body }) => body),
      },
    ];
  }

  #state(pid: string, step: number): Row[] {
    const row = this.tables.processes.get(pid);
    const layer = this.tables.layers.get(stepKey(pid, step));
    if (row === undefined || layer === undefined || layer.bytes.length === 0) return [];
    const [former] = this.tables.former
      .of(pid)
      .filter((one) => one.step > step)
      .sort((a, b) => a.step - b.step);
    return [{ ...row, ...former, pid, at: layer.at, layers: this.#layersTo(pid, step) }];
  }
}

/** The process is not durable: its pid is a place of a node. */
export function isVolatile(pid: string): boolean {
  return pid.includes('|0x');
}
