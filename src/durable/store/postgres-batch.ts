/** A batch of writes as a function in PostgreSQL takes it: one JSON text, and one run of bytes that it points into. */
import { isDurable, parsePid } from '#process';
import type {
  Accepted,
  Bytes,
  CodeRecord,
  ForkRecord,
  Former,
  InputRecord,
  NameRecord,
  StartRecord,
  StepRecord,
  Write,
  Written,
} from './records.ts';

/** What a transaction does to the row of a process; the strongest is taken. */
type Lock = 'input' | 'step' | 'end';
const order: readonly Lock[] = ['input', 'step', 'end'];

const nothing: Bytes = new Uint8Array();

/** PostgreSQL's texts have no place for a NUL, nor for half a surrogate. */
function plain(text: string): string {
  return text.replaceAll('\0', '\u{2400}').toWellFormed();
}

/** The JSON of a batch and its bytes. */
export function encodeBatch(batch: readonly Write[]): [string, Buffer] {
  const encoding = new Encoding();
  const writes = batch.map((write) => encoding.write(write));
  return [JSON.stringify({ ...encoding.shared(), writes }), encoding.bytes()];
}

class Encoding {
  readonly #parts: Bytes[] = [];
  #length = 0;
  readonly #code = new Map<string, { readonly bytes: Bytes; readonly programs: Set<string> }>();
  readonly #names = new Set<string>();
  readonly #locks = new Map<string, Lock>();

  bytes(): Buffer {
    return Buffer.concat(this.#parts, this.#length);
  }

  /** What the whole batch touches, each in the order in which every transaction takes its locks. */
  shared() {
    return {
      code: sorted(this.#code).map(([hash, { bytes, programs }]) => ({
        hash,
        bytes: this.#part(bytes),
        programs: [...programs].sort(),
      })),
      names: [...this.#names].sort(),
      locks: sorted(this.#locks),
    };
  }

  write(write: Write): object {
    switch (write.type) {
      case 'input':
        return { input: this.#input(write.input) };
      case 'start':
        for (const code of write.code) this.#addCode(code);
        return {
          start: this.#start(write.start),
          ...(write.fork !== undefined && { fork: this.#fork(write.fork) }),
        };
      case 'sent':
        return { sent: write.ids };
      case 'prune':
        return { prune: { ...write.prune, before: Math.round(write.prune.before) } };
      case 'step':
        return { step: this.#step(write.step) };
    }
  }

  #step({ pid, number, fence, at, ...step }: StepRecord): object {
    const {
      layer = nothing,
      isFull,
      consumed,
      identity,
      attributes,
      facts,
      came,
      dropBefore,
      wakeAt,
      waiting,
      end,
      again,
    } = step;
    this.#lock(pid, end === undefined ? 'step' : 'end');
    for (const code of step.code) this.#addCode(code);
    return {
      pid,
      number,
      fence,
      at: Math.round(at),
      isFull,
      consumed,
      layer: this.#part(layer),
      facts: plain(facts),
      ...(came !== undefined && { came: this.#part(came) }),
      ...(dropBefore !== undefined && { dropBefore }),
      ...(wakeAt !== undefined && { wakeAt }),
      ...(waiting !== undefined && { waiting }),
      ...(identity !== undefined && { identity: { ...identity, context: this.#part(identity.context) } }),
      ...(attributes !== undefined && { attributes: attributesOf(attributes) }),
      ...(again !== undefined && { again: { run: again.run, at: Math.round(again.at) } }),
      ...(end !== undefined && { end: { state: end.state, exit: this.#part(end.exit) } }),
      starts: step.starts.map((start) => this.#start(start)),
      names: step.names.map((name) => this.#name(name)),
      inputs: step.inputs.map((input) => this.#input(input)),
    };
  }

  #addCode({ hash, program, bytes }: CodeRecord): void {
    const known = this.#code.get(hash);
    if (known === undefined) this.#code.set(hash, { bytes, programs: new Set([program]) });
    else known.programs.add(program);
  }

  #start({ claim, name, request, startedAt, beginAt, attributes, ...start }: StartRecord): object {
    if (name !== undefined) this.#names.add(plain(name));
    return {
      ...start,
      request: this.#part(request),
      startedAt: Math.round(startedAt),
      beginAt: Math.round(beginAt),
      attributes: attributesOf(attributes),
      name: name === undefined ? null : plain(name),
      conflict: claim?.conflict ?? 'fail',
      joining: claim?.joining.map((input) => this.#input(input)) ?? [],
      ...(claim !== undefined && { terminate: this.#input(claim.terminate) }),
      ...(claim?.most !== undefined && { most: claim.most }),
      ...(claim?.answer !== undefined && { answer: this.#part(claim.answer) }),
    };
  }

  #fork({ layer, at, context, inputs, ...of }: ForkRecord): object {
    return {
      ...of,
      at: Math.round(at),
      layer: this.#part(layer),
      context: this.#part(context),
      inputs: inputs.map((input) => this.#input(input)),
    };
  }

  #name({ name, pid, holder, answer }: NameRecord): object {
    this.#names.add(plain(name));
    return {
      name: plain(name),
      pid,
      ...(holder !== undefined && { holder }),
      ...(answer !== undefined && { answer: this.#part(answer) }),
    };
  }

  #input({ to, kind, from, body, isAway, most, number }: InputRecord): object {
    if (isAway === true) return { to, kind, from, body: this.#part(body), away: true };
    const parts = isDurable(to) ? undefined : parsePid(to);
    if (parts === undefined && to !== '') this.#lock(to, 'input');
    return {
      to,
      kind,
      from,
      body: this.#part(body),
      ...(most !== undefined && { most }),
      ...(number !== undefined && { number }),
      ...(parts !== undefined && { at: parts.incarnation }),
    };
  }

  #lock(pid: string, lock: Lock): void {
    const known = this.#locks.get(pid);
    if (known === undefined || order.indexOf(lock) > order.indexOf(known)) this.#locks.set(pid, lock);
  }

  #part(bytes: Bytes): [number, number] {
    const offset = this.#length;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return [offset, bytes.length];
  }
}

function attributesOf(json: string): string {
  if (!json.includes('\\u')) return json;
  return JSON.stringify(JSON.parse(json, (_, value) => (typeof value === 'string' ? plain(value) : value)));
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** As the schema's `write` answers; nothing at all when the node is none any more: then everything is lost. */
export function readWritten(answers: unknown, batch: readonly Write[]): Written[] {
  if (!Array.isArray(answers))
    return batch.map((write) => {
      // Who hands on what is counted does it again.
      if (write.type === 'input' && write.input.number !== undefined) return null;
      return write.type === 'input' || write.type === 'prune' ? { inputs: [0] } : null;
    });
  return (answers as (Answered | null)[]).map((one) => (one === null ? null : acceptedOf(one)));
}

interface Answered {
  readonly ids: readonly number[];
  readonly full?: readonly string[];
  readonly decided?: readonly (readonly [number, string])[];
  readonly holder?: string;
  readonly former?: Former;
  readonly known?: true;
}

function acceptedOf({ ids, full, decided, holder, former, known }: Answered): Accepted {
  return {
    inputs: ids,
    ...(full !== undefined && { full }),
    ...(decided !== undefined && { decided: decided.map(([id, by]) => ({ id, holder: by })) }),
    ...(holder !== undefined && { holder }),
    ...(former !== undefined && { former }),
    ...(known !== undefined && { isKnown: true }),
  };
}
