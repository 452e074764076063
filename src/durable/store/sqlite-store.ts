/**
 * A store in SQLite, as one thread has it: everything here waits for the disk, so no scheduler may call it.
 *
 *   Sq1  A batch is one transaction: all of it or nothing. It is on the disk when `write` returns (WAL, synchronous full).
 *   Sq2  A step is written only upon the step before it. Whoever is behind loses it, and nobody else in the batch does.
 *   Sq3  An input for a process that does not live is dropped, and its id is 0.
 *   Sq7  An input for a process of another store is there until it is said to be sent. Of inputs from other stores those are
 *        dropped that are not counted higher than the last one of their sender (D4).
 *   Sq4  What ends takes its inputs and names with it, also those of its last step; the line and the kept steps stay until retention removes them.
 *   Sq5  A kept step can be made again: there is a full form at or before it, all that lies between, and the program and
 *        context that were the process's then (`former` has those before a change).
 *   Sq6  Retention removes in the order of writes, so that no start that came before loses its code.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type {
  Bytes,
  CameLine,
  CodeRecord,
  ForkRecord,
  Former,
  HoldRecord,
  InputRecord,
  LineFilter,
  NameRecord,
  ProcessLine,
  PruneRecord,
  RestingProcess,
  StartRecord,
  StepLine,
  StepRecord,
  StoredInput,
  StoredProcess,
  StoredState,
  StoredStep,
  Write,
  Written,
} from './records.ts';
import { KNOWN } from './records.ts';
import { maybe, processLine, type Row } from './rows.ts';
import { SqliteFaults } from './sqlite-faults.ts';
import { openSchema } from './sqlite-schema.ts';
import { sql } from './sqlite-statements.ts';
import { ALONE, momentOf, type StoreMethods } from './store-methods.ts';

export class SqliteStore implements StoreMethods {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<keyof typeof sql, StatementSync>();
  /** The node that had it last was lost; the processes that had something to do have one attempt more (K1). */
  readonly wasLost: boolean;

  readonly faults: SqliteFaults;

  /** Throws a failure when the file is no store, is damaged, or one of a newer version. */
  constructor(path: string) {
    this.faults = new SqliteFaults(path);
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path);
      this.#database = database;
      openSchema(database, path);
      this.wasLost = this.#get('getNode', 'open')?.value === 'yes';
      this.#transaction(() => {
        this.#run('setNode', 'open', 'yes');
      });
    } catch (thrown) {
      database?.close();
      throw this.faults.of(thrown);
    }
  }

  /** Sq1. Throws what SQLite throws; then nothing of the batch is written. */
  write(batch: readonly Write[]): Written[] {
    return this.#transaction(() => batch.map((one) => this.#write(one)));
  }

  /** Pids of all that live, the oldest first. */
  living(): string[] {
    return this.#all('living').map(({ pid }) => String(pid));
  }

  names(): NameRecord[] {
    return this.#all('allNames').map(({ name, pid }) => ({ name: String(name), pid: String(pid) }));
  }

  attempted(pids: readonly string[], isAlone: boolean): void {
    if (!this.wasLost) return;
    this.faults.check();
    const before = isAlone ? Number.MAX_SAFE_INTEGER : ALONE;
    this.#transaction(() => this.#run('attempt', JSON.stringify(pids), before));
  }

  resting(pids: readonly string[]): RestingProcess[] {
    return this.#of('resting', pids).map(({ pid, wake_at, layer_at }) => ({
      pid: String(pid),
      wakeAt: Number(wake_at),
      at: Number(layer_at),
    }));
  }

  away(): StoredInput[] {
    return this.#all('allAway').map((row) => inputOf(String(row.pid), row));
  }

  /** Few questions for many: each takes a thread as long as half a process. */
  processes(pids: readonly string[]): StoredProcess[] {
    const rows = byPid(this.#of('processes', pids));
    const layers = byPid(this.#of('layersOf', pids));
    const inputs = byPid(this.#of('inputsOf', pids));
    const names = byPid(this.#of('namesOf', pids));
    return pids.flatMap((pid) =>
      (rows.get(pid) ?? []).map((row) => ({
        ...fieldsOf(pid, row),
        layers: layers.get(pid)?.map((layer) => bytes(layer.bytes)) ?? [],
        inputs: inputs.get(pid)?.map((input) => inputOf(pid, input)) ?? [],
        names: names.get(pid)?.map(({ name }) => String(name)) ?? [],
      })),
    );
  }

  process(pid: string): StoredProcess | undefined {
    return this.processes([pid])[0];
  }

  /** A process as it was at a step; undefined when that is not kept. */
  state(pid: string, step: number): StoredStep | undefined {
    const row = this.#get('process', pid);
    const layer = this.#get('layerAt', pid, step);
    if (row === undefined || layer === undefined || Number(layer.size) === 0) return undefined;
    const layers = this.#layers(pid, step);
    if (layers.length === 0) return undefined;
    const { entry, program, context } = this.#get('formerAt', pid, step) ?? row;
    return {
      pid,
      host: String(row.host),
      entry: String(entry),
      program: String(program),
      fence: 1,
      parent: String(row.parent),
      request: bytes(row.request),
      startedAt: Number(row.started_at),
      context: context === null ? undefined : bytes(context),
      attributes: String(row.attributes),
      state: String(row.state) as StoredState, // as above
      step,
      // Those of a store of the first version have no time of their own.
      at: Number(layer.at) || Number(row.layer_at),
      layers,
    };
  }

  /** From the last full form up to the step. */
  #layers(pid: string, step: number): Bytes[] {
    const full = this.#get('full', pid, step)?.step;
    if (full === undefined) return [];
    const layers = this.#all('layers', pid, Number(full), step).map((layer) => bytes(layer.bytes));
    // The step with which a process ends has no state.
    return layers.filter(({ length }) => length > 0);
  }

  /** Kept steps before that one, the latest first. */
  steps(pid: string, before: number, limit: number): StepLine[] {
    return this.#all('steps', pid, before, limit).map(({ step, is_full, size, at, facts }) => ({
      number: Number(step),
      at: Number(at),
      isFull: is_full === 1,
      bytes: Number(size),
      facts: String(facts),
    }));
  }

  /** What came in with the kept steps after that one, in order. */
  came(pid: string, after: number): CameLine[] {
    return this.#all('came', pid, after).map(({ step, facts, came }) => ({
      number: Number(step),
      facts: String(facts),
      bodies: bytes(came),
    }));
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
  hold(pid: string, { state, at, problem, retryAt, failures }: HoldRecord): boolean {
    const other = state === 'held' ? 'running' : 'held';
    const values = [state, at, problem, retryAt ?? null, failures, pid, other];
    return this.#transaction(() => this.#run('hold', ...values) > 0);
  }

  /** Lets go of the file as if the machine were gone, for tests. */
  abandon(): void {
    this.#database.close();
  }

  /** Ended in order: the next start owes nobody an attempt. */
  close(): void {
    try {
      this.faults.check();
      this.#run('setNode', 'open', 'no');
    } finally {
      this.#database.close();
    }
  }

  #write(write: Write): Written {
    switch (write.type) {
      case 'input':
        return { inputs: [this.#input(write.input)] };
      case 'start': {
        const former = this.#formerOf(write.start);
        if (former !== undefined) return { inputs: [], former };
        for (const code of write.code) this.#code(code);
        if (!this.#start(write.start)) return { inputs: [], isKnown: true };
        if (write.fork !== undefined) this.#fork(write.start.pid, write.fork);
        return { inputs: [] };
      }
      case 'step':
        return this.#step(write.step);
      case 'sent':
        for (const id of write.ids) this.#run('consume', id);
        return { inputs: [] };
      case 'prune':
        return { inputs: [this.#prune(write.prune)] };
    }
  }

  /** Sq6. */
  #prune({ host, before, limit }: PruneRecord): number {
    this.#run('pruneHeard');
    const programs = new Set<string>();
    const ended = this.#all('ended', host, before, limit);
    for (const row of ended) {
      const pid = String(row.pid);
      for (const { program } of [row, ...this.#all('formerPrograms', pid)]) programs.add(String(program));
      this.#run('dropLayers', pid, Number.MAX_SAFE_INTEGER);
      this.#run('dropFormer', pid, Number.MAX_SAFE_INTEGER);
      this.#run('dropProcess', pid);
    }
    for (const program of programs) this.#dropCode(program);
    return ended.length;
  }

  /** Of a program that no process names any more. */
  #dropCode(program: string): void {
    if (this.#get('named', program, program) !== undefined) return;
    const hashes = this.#all('parts', program).map(({ hash }) => String(hash));
    this.#run('dropParts', program);
    for (const hash of hashes) this.#run('dropCode', hash);
  }

  #fork(pid: string, { layer, at, context, inputs, ...of }: ForkRecord): void {
    this.#run('fork', at, context, of.pid, of.step, pid);
    this.#run('layer', pid, 1, 1, layer, at, '', null);
    for (const input of inputs) this.#input(input);
  }

  #step(step: StepRecord): Written {
    const { pid, number, at, layer, end, again, wakeAt } = step;
    const isNext = this.#run('step', number, at, at, wakeAt ?? null, pid, number - 1) === 1;
    if (!isNext) return null;
    for (const code of step.code) this.#code(code);
    const { identity, attributes } = step;
    if (identity !== undefined) {
      this.#run('former', number, pid);
      this.#run('identity', identity.entry, identity.program, identity.context, pid);
    }
    if (attributes !== undefined) this.#run('attributes', attributes, pid);
    const { isFull, facts, came, dropBefore } = step;
    if (dropBefore === undefined || number >= dropBefore)
      this.#run('layer', pid, number, isFull ? 1 : 0, layer ?? nothing, at, facts, came ?? null);
    if (dropBefore !== undefined) {
      this.#run('dropLayers', pid, dropBefore);
      this.#run('dropFormer', pid, dropBefore);
    }
    if (end === undefined) {
      if (again !== undefined) this.#run('again', again.run, again.at, pid);
      for (const id of step.consumed) this.#run('consume', id);
    } else {
      this.#run('dropInputs', pid);
      this.#run('dropHeard', pid);
      this.#run('dropNames', pid);
      this.#run('end', end.state, end.exit, pid);
    }
    for (const start of step.starts)
      if (!this.#start(start)) throw new Error(`a step starts what is there: ${start.pid}`);
    for (const name of step.names) this.#name(name);
    return { inputs: step.inputs.map((input) => this.#input(input)) };
  }

  #input({ to, kind, from, body, isAway, number }: InputRecord): number {
    if (isAway === true && this.#get('lives', to) === undefined)
      return Number(this.#statement('away').run(to, kind, from, body).lastInsertRowid);
    if (number !== undefined) {
      if (this.#get('lives', to) === undefined) return 0;
      if (this.#run('heard', to, from, number) === 0) return KNOWN;
    }
    const done = this.#statement('input').run(to, kind, from, body, to);
    return Number(done.changes) === 0 ? 0 : Number(done.lastInsertRowid);
  }

  /** False: it was written before. */
  #start(start: StartRecord): boolean {
    const { pid, host, entry, program, parent, request, startedAt, name } = start;
    const isNew = this.#run(
      'start',
      pid,
      host,
      entry,
      program,
      parent,
      request,
      startedAt,
      startedAt,
      name ?? null,
      start.beginAt,
      start.attributes,
    );
    if (isNew === 1 && name !== undefined) this.#name({ name, pid });
    return isNew === 1;
  }

  /** Why it does not begin; undefined when it does. */
  #formerOf({ name, reuse }: StartRecord): Former | undefined {
    const row = name === undefined || reuse === undefined ? undefined : this.#get('formerOf', name);
    if (row === undefined || (reuse === 'failed' && row.state === 'failed')) return undefined;
    return { pid: String(row.pid), state: String(row.state) };
  }

  #name({ name, pid, holder }: NameRecord): void {
    if (pid === '') this.#run('dropName', name, holder ?? null);
    else this.#run('name', name, pid, pid);
  }

  #code({ hash, program, bytes }: CodeRecord): void {
    this.#run('code', hash, bytes);
    this.#run('part', program, hash);
  }

  #transaction<T>(act: () => T): T {
    this.#run('begin');
    try {
      const result = act();
      this.#run('commit');
      return result;
    } catch (thrown) {
      // A commit that failed may have ended the transaction by itself.
      try {
        if (this.#database.isTransaction) this.#run('rollback');
      } catch {
        // What went wrong first says more.
      }
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

  #of(name: keyof typeof sql, pids: readonly string[]): Row[] {
    return this.#statement(name).all(JSON.stringify(pids));
  }
}

function lineOf(row: Row): ProcessLine {
  return processLine(row, JSON.parse(String(row.names)) as string[]); // the query makes it so
}

function byPid(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ pid }) => String(pid));
}

/** Of a process, what its own row has. */
function fieldsOf(pid: string, row: Row): Omit<StoredProcess, 'layers' | 'inputs' | 'names'> {
  return {
    pid,
    host: String(row.host),
    entry: String(row.entry),
    program: String(row.program),
    parent: String(row.parent),
    request: bytes(row.request),
    startedAt: Number(row.started_at),
    beginAt: Number(row.begin_at),
    run: Number(row.run),
    attributes: String(row.attributes),
    context: row.context === null ? undefined : bytes(row.context),
    state: String(row.state) as StoredState, // only `write` puts one there
    step: Number(row.step),
    fence: 1,
    isOurs: true,
    attempts: Number(row.attempts),
    at: Number(row.layer_at),
    failures: Number(row.failures),
    retryAt: maybe(row.retry_at),
    fulls: row.fulls === null ? [] : String(row.fulls).split(',').map(Number),
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

const nothing = new Uint8Array(0);

function bytes(value: unknown): Bytes {
  return value as Bytes; // the columns are blobs, which SQLite gives so
}
