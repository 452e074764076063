/** The functions by which a store in PostgreSQL is written to (src/durable/store/postgres-schema.ts), in memory. */
import { DatabaseError } from 'pg';
import { KNOWN } from '../../../src/durable/store/records.ts';
import {
  type Bytes,
  byText,
  type InputRow,
  isLiving,
  type ProcessRow,
  stepKey,
  type Tables,
} from './model-rows.ts';

/** `[offset, length]` in the bytes that go with a batch. */
type Part = readonly [number, number];

interface InputJson {
  readonly to: string;
  readonly kind: string;
  readonly from: string;
  readonly body: Part;
  readonly at?: string;
  readonly told?: true;
  readonly away?: true;
  readonly most?: number;
  readonly number?: number;
}

interface StartJson {
  readonly pid: string;
  readonly host: string;
  readonly entry: string;
  readonly program: string;
  readonly parent: string;
  readonly request: Part;
  readonly startedAt: number;
  readonly beginAt: number;
  readonly attributes: string;
  readonly name: string | null;
  readonly reuse?: 'never' | 'failed';
  readonly conflict: 'use' | 'fail' | 'terminate';
  readonly joining: readonly InputJson[];
  readonly most?: number;
  readonly terminate: InputJson;
  readonly answer?: Part;
}

interface ForkJson {
  readonly pid: string;
  readonly step: number;
  readonly at: number;
  readonly layer: Part;
  readonly context: Part;
  readonly inputs: readonly InputJson[];
}

interface NameJson {
  readonly name: string;
  readonly pid: string;
  readonly holder?: string;
  readonly answer?: Part;
}

interface StepJson {
  readonly pid: string;
  readonly number: number;
  readonly fence: number;
  readonly at: number;
  readonly isFull: boolean;
  readonly consumed: readonly number[];
  readonly layer: Part;
  readonly facts: string;
  readonly came?: Part;
  readonly dropBefore?: number;
  readonly wakeAt?: number;
  readonly waiting?: number;
  readonly identity?: { readonly entry: string; readonly program: string; readonly context: Part };
  readonly attributes?: string;
  readonly again?: { readonly run: number; readonly at: number };
  readonly end?: { readonly state: string; readonly exit: Part };
  readonly starts: readonly StartJson[];
  readonly names: readonly NameJson[];
  readonly inputs: readonly InputJson[];
}

export interface WorkJson {
  readonly code: readonly { readonly hash: string; readonly bytes: Part }[];
  readonly writes: readonly {
    readonly step?: StepJson;
    readonly input?: InputJson;
    readonly sent?: readonly number[];
    readonly prune?: { readonly host: string; readonly before: number; readonly limit: number };
    readonly start?: StartJson;
    readonly fork?: ForkJson;
  }[];
}

/** What a transaction did that rules are about. */
export type Deed =
  | {
      readonly type: 'step';
      readonly pid: string;
      readonly number: number;
      readonly fence: number;
      readonly node: number;
    }
  | {
      readonly type: 'lost';
      readonly pid: string;
      readonly number: number;
      readonly fence: number;
      readonly node: number;
    }
  | {
      readonly type: 'consumed';
      readonly id: number;
      /** Undefined when it was consumed before. */
      readonly input: InputRow | undefined;
      readonly by: string;
    }
  | { readonly type: 'started'; readonly pid: string; readonly as: string | null }
  | { readonly type: 'ended'; readonly pid: string; readonly state: string; readonly exit: string };

/** One transaction of a node: what it writes, tells others, and did. */
export class Writing {
  readonly #tables: Tables;
  readonly #me: number;
  readonly #blob: Uint8Array;
  readonly #now: number;
  readonly #nextInput: () => number;
  readonly told: string[] = [];
  readonly deeds: Deed[] = [];

  constructor(tables: Tables, me: number, blob: Uint8Array, now: number, nextInput: () => number) {
    this.#tables = tables;
    this.#me = me;
    this.#blob = blob;
    this.#now = now;
    this.#nextInput = nextInput;
  }

  /** Answers as the function `write` does. */
  work({ code, writes }: WorkJson): unknown[] {
    for (const { hash, bytes } of code)
      if (!this.#tables.code.has(hash)) this.#tables.code.set(hash, this.#part(bytes));
    return writes.map(({ step, input, sent, prune, start, fork }) => {
      if (step !== undefined) return this.#step(step);
      if (input !== undefined) {
        const full = this.#full(input.most, input.to);
        const isTaken = full.length === 0 || input.number !== undefined;
        return { ids: [isTaken ? this.#enter(input, this.#part(input.body), input.to) : 0], ...filled(full) };
      }
      if (sent !== undefined) return this.#drop(sent);
      if (prune !== undefined) return { ids: [this.#prune(prune.host, prune.before, prune.limit)] };
      if (start !== undefined) {
        const former = this.#formerOf(start);
        if (former !== undefined) return { ids: [], former };
        const holder = this.#admit(start, fork);
        if (holder === undefined) return { ids: [], known: true };
        return { ids: [], holder, ...filled(this.#full(start.most, holder)) };
      }
      throw new Error('a write of an unknown kind');
    });
  }

  #part([offset, length]: Part): Bytes {
    return this.#blob.slice(offset, offset + length);
  }

  #drop(ids: readonly number[]): unknown {
    const { inputs } = this.#tables;
    for (const id of ids) if (inputs.get(id)?.node === this.#me) inputs.delete(id);
    return { ids: [] };
  }

  #enter(
    { kind, from, at, told, away, number }: Omit<InputJson, 'to' | 'body'>,
    body: Bytes,
    receiver: string,
  ): number {
    const { nodes, processes, inputs, heard } = this.#tables;
    if (away === true && !processes.has(receiver)) {
      const id = this.#nextInput();
      inputs.set(id, { id, pid: receiver, node: this.#me, source: this.#me, kind, sender: from, body });
      return id;
    }
    let reached: number | undefined;
    if (at !== undefined)
      reached = nodes
        .all()
        .find(({ incarnation, leaseUntil }) => incarnation === at && leaseUntil > this.#now)?.id;
    else {
      const process = processes.get(receiver);
      if (process !== undefined && isLiving(process)) reached = process.owner;
    }
    if (reached === undefined) return 0;
    if (number !== undefined) {
      const key = `${receiver} ${from}`;
      if ((heard.get(key)?.number ?? 0) >= number) return KNOWN;
      heard.set(key, { pid: receiver, sender: from, number });
    }
    const isTold = reached !== this.#me || at !== undefined || told === true;
    const id = this.#nextInput();
    const node = isTold ? reached : null;
    inputs.set(id, { id, pid: receiver, node, source: this.#me, kind, sender: from, body });
    if (isTold) this.told.push(`w${reached}`);
    return id;
  }

  #full(most: number | undefined, receiver: string): readonly string[] {
    if (most === undefined) return [];
    const waiting = this.#tables.inputs.of(receiver).filter(({ kind }) => kind === 'message');
    const inState = this.#tables.processes.get(receiver)?.waiting ?? 0;
    return waiting.length + inState >= most ? [receiver] : [];
  }

  #tellName(name: string, pid: string, isSet: boolean): void {
    this.told.push(`n${JSON.stringify([name, pid, isSet])}`);
  }

  #claim(name: string, owner: string): string {
    const holder = this.#tables.names.get(name)?.pid;
    if (holder !== undefined) return holder;
    this.#tables.names.set(name, { name, pid: owner });
    this.#tellName(name, owner, true);
    return owner;
  }

  /** Undefined: it was written before. */
  #admit(start: StartJson, fork?: ForkJson): string | undefined {
    const { pid: own, name, conflict } = start;
    if (this.#tables.processes.has(own)) return undefined;
    if (name !== null) {
      const holder = this.#claim(name, own);
      if (holder !== own && conflict === 'terminate') {
        this.#enter({ ...start.terminate, told: true }, this.#part(start.terminate.body), holder);
        this.#tables.names.set(name, { name, pid: own });
        this.#tellName(name, own, true);
      } else if (holder !== own) {
        if (conflict === 'use')
          for (const one of start.joining) this.#enter({ ...one, told: true }, this.#part(one.body), holder);
        return holder;
      }
    }
    this.#tables.processes.set(own, this.#rowOf(start));
    this.deeds.push({ type: 'started', pid: own, as: name });
    if (fork !== undefined) this.#fork(own, fork);
    return own;
  }

  /** Who had the name before, when that keeps this one from beginning. */
  #formerOf({ name, reuse }: StartJson): { pid: string; state: string } | undefined {
    if (reuse === undefined) return undefined;
    const [last] = this.#tables.processes
      .all()
      .filter((one) => one.started_as === name && one.ended_at !== null)
      .sort((a, b) => b.started_at - a.started_at || byText(a.pid, b.pid));
    if (last === undefined || (reuse === 'failed' && last.state === 'failed')) return undefined;
    return { pid: last.pid, state: last.state };
  }

  #rowOf({
    pid,
    host,
    entry,
    program,
    parent,
    request,
    startedAt,
    beginAt,
    attributes,
    name,
  }: StartJson): ProcessRow {
    return {
      pid,
      host,
      entry,
      program,
      parent,
      request: this.#part(request),
      started_at: startedAt,
      changed_at: startedAt,
      state: 'running',
      step: 0,
      owner: this.#me,
      fence: 1,
      attempts: 0,
      layer_at: 0,
      problem: '',
      attributes,
      context: null,
      exit: null,
      started_as: name,
      failures: 0,
      retry_at: null,
      fork_pid: null,
      fork_step: null,
      run: 1,
      begin_at: beginAt,
      waiting: 0,
      wake_at: null,
      wake_step: null,
      ended_at: null,
    };
  }

  #fork(own: string, { pid, step, at, layer, context, inputs }: ForkJson): void {
    this.#change(own, {
      step: 1,
      layer_at: at,
      context: this.#part(context),
      fork_pid: pid,
      fork_step: step,
    });
    const bytes = this.#part(layer);
    this.#tables.layers.set(stepKey(own, 1), {
      pid: own,
      step: 1,
      is_full: true,
      bytes,
      at,
      facts: '',
      came: null,
    });
    for (const one of inputs) this.#enter(one, this.#part(one.body), own);
  }

  #change(pid: string, what: Partial<ProcessRow>): void {
    const row = this.#tables.processes.get(pid);
    if (row !== undefined) this.#tables.processes.set(pid, { ...row, ...what });
  }

  #finish(own: string, state: string, exit: Bytes): void {
    const { heard, inputs, names, processes } = this.#tables;
    const mine = inputs.of(own).toSorted((a, b) => a.id - b.id);
    for (const { kind, sender } of mine) {
      if (kind !== 'monitor' && kind !== 'link') continue;
      const at = /\|0x([0-9a-f]+)[0-9a-f]{14}\}$/.exec(sender)?.[1];
      const type = kind === 'monitor' ? 'exit' : 'link-down';
      const isAway = at === undefined && !processes.has(sender);
      const place = at === undefined ? isAway && { away: true as const } : { at };
      this.#enter({ kind: type, from: own, told: true, ...place }, exit, sender);
    }
    for (const { id } of mine) inputs.delete(id);
    for (const { sender } of heard.of(own)) heard.delete(`${own} ${sender}`);
    for (const { name } of names.of(own)) {
      names.delete(name);
      this.#tellName(name, own, false);
    }
    this.#change(own, { state, exit, ended_at: processes.get(own)?.changed_at ?? null });
    this.deeds.push({ type: 'ended', pid: own, state, exit: Buffer.from(exit).toString('latin1') });
  }

  #answer(own: string, asked: Part, holder: string): number {
    return this.#enter({ kind: 'decided', from: holder }, this.#part(asked), own);
  }

  #step(step: StepJson): unknown {
    const { pid: own, number, fence, at } = step;
    const row = this.#tables.processes.get(own);
    const isNext =
      row !== undefined &&
      row.step === number - 1 &&
      row.owner === this.#me &&
      row.fence === fence &&
      isLiving(row);
    const deed = { pid: own, number, fence, node: this.#me };
    this.deeds.push({ type: isNext ? 'step' : 'lost', ...deed });
    if (!isNext) return null;
    this.#change(own, {
      step: number,
      attempts: 0,
      failures: 0,
      changed_at: at,
      layer_at: at,
      ...(step.wakeAt !== undefined && { wake_at: step.wakeAt, wake_step: number }),
      waiting: step.waiting ?? row.waiting,
      attributes: step.attributes ?? row.attributes,
      run: step.again?.run ?? row.run,
      begin_at: step.again?.at ?? row.begin_at,
    });
    this.#keepState(step);
    if (step.end !== undefined) this.#finish(own, step.end.state, this.#part(step.end.exit));
    const decided: unknown[] = [];
    const full: string[] = [];
    for (const one of step.names) if (one.pid === '') this.#free(one);
    for (const one of step.starts) {
      const holder = this.#admit(one);
      if (holder === undefined) throw duplicate('process_pkey');
      full.push(...this.#full(one.most, holder));
      if (one.answer !== undefined) decided.push([this.#answer(own, one.answer, holder), holder]);
    }
    for (const one of step.names.filter(({ pid }) => pid !== '')) {
      const wanted = this.#tables.processes.get(one.pid);
      // Whoever has ended with this step has no name.
      const isThere = wanted !== undefined && isLiving(wanted);
      const holder = isThere ? this.#claim(one.name, one.pid) : one.pid;
      if (one.answer !== undefined) decided.push([this.#answer(own, one.answer, holder), holder]);
    }
    const ids = step.inputs.map((one) => {
      const id = this.#enter(one, this.#part(one.body), one.to);
      full.push(...this.#full(one.most, one.to));
      return id;
    });
    return { ids, decided, ...filled(full) };
  }

  #free({ name, holder }: NameJson): void {
    const found = this.#tables.names.get(name);
    if (found === undefined || (holder !== undefined && found.pid !== holder)) return;
    this.#tables.names.delete(name);
    this.#tellName(name, holder ?? '', false);
  }

  #keepState({
    pid: own,
    number,
    at,
    identity,
    consumed,
    isFull,
    layer,
    facts,
    came,
    dropBefore,
  }: StepJson): void {
    const { layers, former, inputs, processes } = this.#tables;
    if (identity !== undefined) {
      const { entry = '', program = '', context = null } = processes.get(own) ?? {};
      former.set(stepKey(own, number), { pid: own, step: number, entry, program, context });
      this.#change(own, { ...identity, context: this.#part(identity.context) });
    }
    for (const id of consumed) {
      const input = inputs.get(id);
      this.deeds.push({ type: 'consumed', id, input, by: own });
      inputs.delete(id);
    }
    if (dropBefore === undefined || number >= dropBefore) {
      const key = stepKey(own, number);
      if (layers.has(key)) throw duplicate('layer_pkey');
      const kept = came === undefined ? null : this.#part(came);
      layers.set(key, {
        pid: own,
        step: number,
        is_full: isFull,
        bytes: this.#part(layer),
        at,
        facts,
        came: kept,
      });
    }
    if (dropBefore === undefined) return;
    for (const { step } of layers.of(own)) if (step < dropBefore) layers.delete(stepKey(own, step));
    for (const { step } of former.of(own)) if (step <= dropBefore) former.delete(stepKey(own, step));
  }

  #prune(host: string, before: number, most: number): number {
    const { processes, layers, former } = this.#tables;
    const gone = processes
      .all()
      .filter((one) => one.ended_at !== null && one.host === host && one.ended_at < before)
      .sort((a, b) => (a.ended_at ?? 0) - (b.ended_at ?? 0) || byText(a.pid, b.pid))
      .slice(0, most);
    for (const { pid } of gone) {
      for (const { step } of layers.of(pid)) layers.delete(stepKey(pid, step));
      for (const { step } of former.of(pid)) former.delete(stepKey(pid, step));
      processes.delete(pid);
    }
    return gone.length;
  }
}

const filled = (full: readonly string[]) => (full.length === 0 ? {} : { full });

function duplicate(key: string): DatabaseError {
  const error = new DatabaseError(`duplicate key value violates unique constraint "${key}"`, 0, 'error');
  error.code = '23505';
  return error;
}
