/**
 * What goes between a node and the thread of its store: lists of plain values, and beside them one run of bytes that
 * changes hands. A copy of each record with its own small pieces of bytes takes the thread twice as long.
 *
 *   Wi1  Bytes lie one after the other in the order in which the lists name their lengths; what is read is a view of them.
 *   Wi2  What is rare in a step (starts, names, an end) goes as it is.
 *   Wi3  Texts that many processes have in common go once.
 */
import type {
  Bytes,
  CodeRecord,
  Identity,
  InputRecord,
  NameRecord,
  StartRecord,
  StepRecord,
  StoredProcess,
  Write,
  Written,
} from './records.ts';

/** The length of bytes; -1 where there are none. */
type Length = number;

export interface Packed<T> {
  readonly lists: readonly T[];
  readonly bytes: Bytes;
}

/** `number`: 0 for those that are away (D4). */
type PackedInput = readonly [
  to: string,
  kind: string,
  from: string,
  body: Length,
  number: number | undefined,
];

type PackedStep = readonly [
  pid: string,
  number: number,
  fence: number,
  at: number,
  isFull: boolean,
  facts: string,
  dropBefore: number | undefined,
  layer: Length,
  came: Length,
  wakeAt: number | undefined,
  consumed: readonly number[] | undefined,
  inputs: readonly PackedInput[] | undefined,
  rest: Rest | undefined,
];

/** Wi2. */
interface Rest {
  readonly starts: readonly StartRecord[];
  readonly code: readonly CodeRecord[];
  readonly names: readonly NameRecord[];
  readonly identity: Identity | undefined;
  readonly attributes: string | undefined;
  readonly end: StepRecord['end'];
  readonly again: StepRecord['again'];
}

/** A start or a prune is as it was. */
export type PackedWrite = PackedStep | PackedInput | Write;

/** Of a batch: null is a step that was lost; a number the id of its only input, or -1 for none. */
export type PackedWritten = number | null | NonNullable<Written>;

/** The place of a text that may be common (Wi3). */
type Place = number;

type PackedProcess = readonly [
  pid: string,
  host: Place,
  entry: Place,
  program: Place,
  parent: Place,
  attributes: Place,
  state: Place,
  startedAt: number,
  beginAt: number,
  isOurs: boolean,
  step: number,
  run: number,
  fence: number,
  attempts: number,
  at: number,
  failures: number,
  retryAt: number | undefined,
  fulls: Few<number>,
  request: Length,
  context: Length,
  layers: Few<Length>,
  names: Few<string>,
  inputs: readonly PackedReceived[] | undefined,
];

type PackedReceived = readonly [id: number, kind: string, from: string, body: Length];

/** A list that mostly has one or none: a list of its own takes as long as five numbers. */
type Few<T> = T | readonly T[] | undefined;

export interface PackedProcesses extends Packed<PackedProcess> {
  readonly texts: readonly string[];
}

export function packWrites(batch: readonly Write[]): Packed<PackedWrite> {
  const pieces = new Pieces();
  return pieces.with(batch.map((write) => packWrite(write, pieces)));
}

function packWrite(write: Write, pieces: Pieces): PackedWrite {
  switch (write.type) {
    case 'step':
      return packStep(write.step, pieces);
    case 'input':
      return packInput(write.input, pieces);
    default:
      return write;
  }
}

export function unpackWrites({ lists, bytes }: Packed<PackedWrite>): Write[] {
  const views = new Views(bytes);
  return lists.map((packed): Write => {
    if ('type' in packed) return packed;
    if (isInput(packed)) return { type: 'input', input: unpackInput(packed, views) };
    return { type: 'step', step: unpackStep(packed, views) };
  });
}

function isInput(packed: PackedStep | PackedInput): packed is PackedInput {
  return packed.length === 5;
}

function packInput({ to, kind, from, body, isAway, number }: InputRecord, pieces: Pieces): PackedInput {
  return [to, kind, from, pieces.add(body), isAway === true ? 0 : number];
}

function unpackInput([to, kind, from, length, number]: PackedInput, views: Views): InputRecord {
  const input = { to, kind, from, body: views.take(length) };
  if (number === undefined) return input;
  return number === 0 ? { ...input, isAway: true } : { ...input, number };
}

function packStep(step: StepRecord, pieces: Pieces): PackedStep {
  const { consumed, inputs, starts, code, names, identity, attributes, end, again } = step;
  const isPlain =
    end === undefined && attributes === undefined && identity === undefined && again === undefined;
  const hasRest = !isPlain || starts.length > 0 || code.length > 0 || names.length > 0;
  return [
    step.pid,
    step.number,
    step.fence,
    step.at,
    step.isFull,
    step.facts,
    step.dropBefore,
    pieces.maybe(step.layer),
    pieces.maybe(step.came),
    step.wakeAt,
    consumed.length === 0 ? undefined : consumed,
    inputs.length === 0 ? undefined : inputs.map((input) => packInput(input, pieces)),
    hasRest ? { starts, code, names, identity, attributes, end, again } : undefined,
  ];
}

const nothingElse: Rest = {
  starts: [],
  code: [],
  names: [],
  identity: undefined,
  attributes: undefined,
  end: undefined,
  again: undefined,
};

function unpackStep(packed: PackedStep, views: Views): StepRecord {
  const [pid, number, fence, at, isFull, facts, dropBefore, layer, came, wakeAt, ...lists] = packed;
  const [consumed, inputs, rest] = lists;
  const { starts, code, names, identity, attributes, end, again } = rest ?? nothingElse;
  return {
    pid,
    number,
    fence,
    at,
    isFull,
    facts,
    dropBefore,
    layer: views.maybe(layer),
    came: views.maybe(came),
    wakeAt,
    consumed: consumed ?? [],
    inputs: inputs?.map((input) => unpackInput(input, views)) ?? [],
    starts,
    code,
    names,
    identity,
    attributes,
    end,
    again,
  };
}

export function packWritten(written: readonly Written[]): PackedWritten[] {
  return written.map((one) => {
    if (one === null) return one;
    const { inputs, decided, holder, former, isKnown } = one;
    const isPlain = decided === undefined && holder === undefined && former === undefined && isKnown !== true;
    if (inputs.length > 1 || !isPlain) return one;
    return inputs[0] ?? -1;
  });
}

export function unpackWritten(packed: readonly PackedWritten[]): Written[] {
  return packed.map((one) => (typeof one === 'number' ? { inputs: one === -1 ? [] : [one] } : one));
}

export function packProcesses(processes: readonly StoredProcess[]): PackedProcesses {
  const pieces = new Pieces();
  const texts = new Texts();
  const lists = processes.map((process) => packProcess(process, pieces, texts));
  return { ...pieces.with(lists), texts: texts.all };
}

function packProcess(process: StoredProcess, pieces: Pieces, texts: Texts): PackedProcess {
  const { pid, host, entry, program, parent, attributes, state } = process;
  const { startedAt, beginAt, isOurs, step, run, fence, attempts, at, failures, retryAt } = process;
  return [
    pid,
    texts.place(host),
    texts.place(entry),
    texts.place(program),
    texts.place(parent),
    texts.place(attributes),
    texts.place(state),
    startedAt,
    beginAt,
    isOurs,
    step,
    run,
    fence,
    attempts,
    at,
    failures,
    retryAt,
    few(process.fulls),
    pieces.add(process.request),
    pieces.maybe(process.context),
    few(process.layers.map((layer) => pieces.add(layer))),
    few(process.names),
    process.inputs.length === 0
      ? undefined
      : process.inputs.map(({ id, kind, from, body }) => [id, kind, from, pieces.add(body)]),
  ];
}

export function unpackProcesses({ lists, bytes, texts }: PackedProcesses): StoredProcess[] {
  const views = new Views(bytes);
  return lists.map((packed) => unpackProcess(packed, views, texts));
}

function unpackProcess(packed: PackedProcess, views: Views, texts: readonly string[]): StoredProcess {
  // All at once: what is left of a list would be a list.
  const [
    pid,
    host,
    entry,
    program,
    parent,
    attributes,
    state,
    startedAt,
    beginAt,
    isOurs,
    step,
    run,
    fence,
    attempts,
    at,
    failures,
    retryAt,
    fulls,
    request,
    context,
    layers,
    names,
    inputs,
  ] = packed;
  const text = (place: Place) => texts[place] ?? '';
  return {
    pid,
    host: text(host),
    entry: text(entry),
    program: text(program),
    parent: text(parent),
    attributes: text(attributes),
    state: text(state) as StoredProcess['state'], // as it was packed
    startedAt,
    beginAt,
    isOurs,
    step,
    run,
    fence,
    attempts,
    at,
    failures,
    retryAt,
    fulls: all(fulls),
    request: views.take(request),
    context: views.maybe(context),
    layers: all(layers).map((layer) => views.take(layer)),
    names: all(names),
    inputs:
      inputs?.map(([id, kind, from, body]) => ({ id, to: pid, kind, from, body: views.take(body) })) ?? [],
  };
}

function few<T extends number | string>(list: readonly T[]): Few<T> {
  return list.length > 1 ? list : list[0];
}

function all<T extends number | string>(list: Few<T>): readonly T[] {
  if (list === undefined) return [];
  return typeof list === 'object' ? list : [list];
}

/** Wi3. */
class Texts {
  readonly all: string[] = [];
  readonly #places = new Map<string, Place>();

  place(text: string): Place {
    const known = this.#places.get(text);
    if (known !== undefined) return known;
    this.#places.set(text, this.all.length);
    return this.all.push(text) - 1;
  }
}

/** Bytes that are put one after the other. */
class Pieces {
  readonly #all: Bytes[] = [];
  #length = 0;

  add(piece: Bytes): Length {
    this.#all.push(piece);
    this.#length += piece.length;
    return piece.length;
  }

  maybe(piece: Bytes | undefined): Length {
    return piece === undefined ? -1 : this.add(piece);
  }

  /** To be asked once, after all lists are made. */
  with<T>(lists: readonly T[]): Packed<T> {
    const bytes = new Uint8Array(this.#length);
    let at = 0;
    for (const piece of this.#all) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { lists, bytes };
  }
}

class Views {
  readonly #bytes: Bytes;
  #at = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
  }

  take(length: Length): Bytes {
    const begin = this.#at;
    this.#at += length;
    return this.#bytes.subarray(begin, this.#at);
  }

  maybe(length: Length): Bytes | undefined {
    return length < 0 ? undefined : this.take(length);
  }
}
