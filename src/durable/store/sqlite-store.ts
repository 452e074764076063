/**
 * A store in SQLite, as one thread has it: everything here waits for the disk, so no scheduler may call it.
 *
 *   Sq1  A batch is one transaction: all of it or nothing. It is on the disk when `write` returns (WAL, synchronous full).
 *   Sq2  A step is written only upon the step before it. Whoever is behind loses it, and nobody else in the batch does.
 *   Sq3  An input for a process that does not live is dropped, and its id is 0.
 *   Sq4  What ends takes its layers, inputs and names with it; the line stays until retention removes it.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type {
  Bytes,
  CodeRecord,
  InputRecord,
  LineFilter,
  NameRecord,
  ProcessLine,
  StartRecord,
  StepRecord,
  StoredInput,
  StoredProcess,
  StoredState,
  Write,
  Written,
} from './records.ts';
import { openSchema } from './sqlite-schema.ts';
import { momentOf, type StoreMethods } from './store-methods.ts';

const line = `select pid, entry, host, state, step, attempts, started_at, changed_at, problem, attributes, started_as,
  (select json_group_array(name) from name where name.pid = process.pid) as names from process`;

const sql = {
  begin: 'begin immediate',
  commit: 'commit',
  rollback: 'rollback',
  step: `update process set step = ?, attempts = 0, changed_at = ?, layer_at = ? where pid = ? and step = ? and state = 'running'`,
  end: 'update process set state = ?, exit = ? where pid = ?',
  hold: 'update process set state = ?, changed_at = ?, problem = ?, attempts = 0 where pid = ? and state = ?',
  identity: 'update process set entry = ?, program = ?, context = ? where pid = ?',
  attributes: 'update process set attributes = ? where pid = ?',
  dropLayers: 'delete from layer where pid = ?',
  layer: 'insert into layer (pid, step, is_full, bytes) values (?, ?, ?, ?)',
  consume: 'delete from input where id = ?',
  dropInputs: 'delete from input where pid = ?',
  input: `insert into input (pid, kind, sender, body)
    select ?, ?, ?, ? where exists (select 1 from process where pid = ? and state in ('running', 'held'))`,
  start: `insert into process (pid, host, entry, program, parent, request, started_at, changed_at, started_as, state)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'running')`,
  code: 'insert or ignore into code (hash, bytes) values (?, ?)',
  readCode: 'select bytes from code where hash = ?',
  name: 'insert into name (name, pid) values (?, ?) on conflict (name) do update set pid = excluded.pid',
  dropName: 'delete from name where name = ?',
  dropNames: 'delete from name where pid = ?',
  living: `select pid from process where state in ('running', 'held') order by started_at, pid`,
  process: 'select * from process where pid = ?',
  layers: 'select bytes from layer where pid = ? order by step',
  inputs: 'select id, kind, sender, body from input where pid = ? order by id',
  names: 'select name from name where pid = ? order by name',
  lines: `${line} where (:states is null or state in (select value from json_each(:states)))
    and (:entry is null or entry = :entry) and (:host is null or host = :host)
    and (:since is null or started_at >= :since) and (:before is null or started_at < :before)
    and (:after is null or started_at < :after or (started_at = :after and pid > :pid))
    and not exists (select 1 from json_each(:where) as wanted where not exists (
      select 1 from json_each(attributes, '$.search') as has where has.key = wanted.key
        and wanted.value = case has.type when 'true' then 'true' when 'false' then 'false' else cast(has.value as text) end))
    order by started_at desc, pid limit :limit`,
  linesOf: `${line} where pid = ? or pid in (select pid from name where name = ?) or started_as = ?
    or (started_at = ? and pid like ?) order by state in ('running', 'held') desc, started_at desc limit 1`,
  attempt: `update process set attempts = attempts + 1 where state = 'running'
    and (step = 0 or exists (select 1 from input where input.pid = process.pid))`,
  setNode:
    'insert into node (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
  getNode: 'select value from node where key = ?',
  prune: `delete from process where state in ('completed', 'failed') and changed_at < ?`,
} as const;

type Row = Record<string, unknown>;

export class SqliteStore implements StoreMethods {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<keyof typeof sql, StatementSync>();
  /** The node that had it last was lost; the processes that had something to do have one attempt more (K1). */
  readonly wasLost: boolean;

  /** Throws a failure when the file is no store, or one of a newer version. */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    try {
      openSchema(this.#database, path);
    } catch (thrown) {
      this.#database.close();
      throw thrown;
    }
    this.wasLost = this.#get('getNode', 'open')?.value === 'yes';
    this.#transaction(() => {
      if (this.wasLost) this.#run('attempt');
      this.#run('setNode', 'open', 'yes');
    });
  }

  /** Sq1. Throws what SQLite throws; then nothing of the batch is written. */
  write(batch: readonly Write[]): Written[] {
    return this.#transaction(() => batch.map((one) => this.#write(one)));
  }

  /** Pids of all that live, the oldest first. */
  living(): string[] {
    return this.#all('living').map(({ pid }) => String(pid));
  }

  process(pid: string): StoredProcess | undefined {
    const row = this.#get('process', pid);
    if (row === undefined) return undefined;
    return {
      pid,
      host: String(row.host),
      entry: String(row.entry),
      program: String(row.program),
      parent: String(row.parent),
      request: bytes(row.request),
      startedAt: Number(row.started_at),
      context: row.context === null ? undefined : bytes(row.context),
      state: String(row.state) as StoredState, // only `write` puts one there
      step: Number(row.step),
      fence: 1,
      attempts: Number(row.attempts),
      at: Number(row.layer_at),
      layers: this.#all('layers', pid).map((layer) => bytes(layer.bytes)),
      inputs: this.#all('inputs', pid).map((input) => inputOf(pid, input)),
      names: this.#namesOf(pid),
    };
  }

  code(hash: string): Bytes | undefined {
    const row = this.#get('readCode', hash);
    return row === undefined ? undefined : bytes(row.bytes);
  }

  lines({ states, entry, host, since, before, where, after, limit }: LineFilter): ProcessLine[] {
    const rows = this.#statement('lines').all({
      states: states === undefined ? null : JSON.stringify(states),
      entry: entry ?? null,
      host: host ?? null,
      since: since ?? null,
      before: before ?? null,
      where: JSON.stringify(where ?? {}),
      after: after?.startedAt ?? null,
      pid: after?.pid ?? null,
      limit,
    });
    return rows.map(lineOf);
  }

  /** A process by its pid, the unique part of it, or a name; of several the newest that lives, or the newest. */
  line(id: string): ProcessLine | undefined {
    const row = this.#get('linesOf', id, id, id, momentOf(id) ?? -1, `%|${id}}`);
    return row === undefined ? undefined : lineOf(row);
  }

  exit(pid: string): Bytes | undefined {
    const exit = this.#get('process', pid)?.exit;
    return exit === null || exit === undefined ? undefined : bytes(exit);
  }

  /** Holds a process, or lets a held one go on; false when it was not in the other state (K3). */
  hold(pid: string, state: 'running' | 'held', at: number, problem: string): boolean {
    const other = state === 'held' ? 'running' : 'held';
    return this.#transaction(() => this.#run('hold', state, at, problem, pid, other) > 0);
  }

  /** Forgets those that ended before that moment; gives how many. */
  prune(before: number): number {
    return this.#transaction(() => this.#run('prune', before));
  }

  /** Lets go of the file as if the machine were gone, for tests. */
  abandon(): void {
    this.#database.close();
  }

  /** Ended in order: the next start owes nobody an attempt. */
  close(): void {
    this.#run('setNode', 'open', 'no');
    this.#database.close();
  }

  #write(write: Write): Written {
    switch (write.type) {
      case 'input':
        return [this.#input(write.input)];
      case 'start':
        for (const code of write.code) this.#code(code);
        this.#start(write.start);
        return [];
      case 'step':
        return this.#step(write.step);
    }
  }

  #step(step: StepRecord): Written {
    const { pid, number, at, layer, end } = step;
    if (this.#run('step', number, at, at, pid, number - 1) !== 1) return null;
    for (const code of step.code) this.#code(code);
    const { identity, attributes } = step;
    if (identity !== undefined)
      this.#run('identity', identity.entry, identity.program, identity.context, pid);
    if (attributes !== undefined) this.#run('attributes', attributes, pid);
    if (end === undefined) {
      if (step.isFull) this.#run('dropLayers', pid);
      if (layer !== undefined) this.#run('layer', pid, number, step.isFull ? 1 : 0, layer);
      for (const id of step.consumed) this.#run('consume', id);
    } else {
      this.#run('dropLayers', pid);
      this.#run('dropInputs', pid);
      this.#run('dropNames', pid);
      this.#run('end', end.state, end.exit, pid);
    }
    for (const start of step.starts) this.#start(start);
    for (const name of step.names) this.#name(name);
    return step.inputs.map((input) => this.#input(input));
  }

  #input({ to, kind, from, body }: InputRecord): number {
    const done = this.#statement('input').run(to, kind, from, body, to);
    return Number(done.changes) === 0 ? 0 : Number(done.lastInsertRowid);
  }

  #start(start: StartRecord): void {
    const { pid, host, entry, program, parent, request, startedAt, name } = start;
    this.#run('start', pid, host, entry, program, parent, request, startedAt, startedAt, name ?? null);
    if (name !== undefined) this.#name({ name, pid });
  }

  #name({ name, pid }: NameRecord): void {
    if (pid === '') this.#run('dropName', name);
    else this.#run('name', name, pid);
  }

  #code({ hash, bytes }: CodeRecord): void {
    this.#run('code', hash, bytes);
  }

  #namesOf(pid: string): string[] {
    return this.#all('names', pid).map(({ name }) => String(name));
  }

  #transaction<T>(act: () => T): T {
    this.#run('begin');
    try {
      const result = act();
      this.#run('commit');
      return result;
    } catch (thrown) {
      // A commit that failed may have ended the transaction by itself.
      if (this.#database.isTransaction) this.#run('rollback');
      throw thrown;
    }
  }

  #statement(name: keyof typeof sql): StatementSync {
    let statement = this.#statements.get(name);
    if (statement === undefined) {
      statement = this.#database.prepare(sql[name]);
      this.#statements.set(name, statement);
    }
    return statement;
  }

  #run(name: keyof typeof sql, ...values: (string | number | null | Uint8Array)[]): number {
    return Number(this.#statement(name).run(...values).changes);
  }

  #get(name: keyof typeof sql, ...values: (string | number)[]): Row | undefined {
    return this.#statement(name).get(...values);
  }

  #all(name: keyof typeof sql, ...values: (string | number)[]): Row[] {
    return this.#statement(name).all(...values);
  }
}

function lineOf(row: Row): ProcessLine {
  return {
    pid: String(row.pid),
    startedAs: row.started_as === null ? undefined : String(row.started_as),
    entry: String(row.entry),
    host: String(row.host),
    state: String(row.state) as StoredState, // as above
    step: Number(row.step),
    attempts: Number(row.attempts),
    startedAt: Number(row.started_at),
    changedAt: Number(row.changed_at),
    names: JSON.parse(String(row.names)) as string[], // the query makes it so
    problem: String(row.problem),
    attributes: String(row.attributes),
  };
}

function inputOf(pid: string, row: Row): StoredInput {
  return {
    id: Number(row.id),
    to: pid,
    kind: String(row.kind),
    from: String(row.sender),
    body: bytes(row.body),
  };
}

function bytes(value: unknown): Bytes {
  return new Uint8Array(value as Uint8Array); // the columns are blobs, which SQLite gives so
}
