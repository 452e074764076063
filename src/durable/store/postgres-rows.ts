/** Rows of a store in PostgreSQL as records. Numbers of 64 bits come as texts. */
import type {
  Bytes,
  ProcessLine,
  StepLine,
  StoredInput,
  StoredProcess,
  StoredState,
  StoredStep,
} from './records.ts';
import { maybe, processLine, type Row } from './rows.ts';

export function bytes(value: unknown): Bytes | undefined {
  return value instanceof Uint8Array ? new Uint8Array(value) : undefined;
}

const kept = (value: unknown): Bytes => bytes(value) ?? new Uint8Array();

export function inputOf(row: Row): StoredInput {
  const { id, pid, kind, sender, body } = row;
  return { id: Number(id), to: String(pid), kind: String(kind), from: String(sender), body: kept(body) };
}

export function storedOf(row: Row, node: number): StoredProcess {
  const pid = String(row.pid);
  const bodies = row.bodies as Uint8Array[]; // as the statement selects them, here and below
  const heads = (row.inputs ?? []) as [number, string, string][];
  return {
    pid,
    isOurs: Number(row.owner) === node,
    fence: Number(row.fence),
    host: String(row.host),
    entry: String(row.entry),
    program: String(row.program),
    parent: String(row.parent),
    request: kept(row.request),
    startedAt: Number(row.started_at),
    context: bytes(row.context),
    state: String(row.state) as StoredState, // only the store's functions put one there
    step: Number(row.step),
    run: Number(row.run),
    beginAt: Number(row.begin_at),
    attributes: String(row.attributes),
    attempts: Number(row.attempts),
    at: Number(row.layer_at),
    failures: Number(row.failures),
    retryAt: maybe(row.retry_at),
    layers: (row.layers as Uint8Array[]).map(kept),
    fulls: (row.fulls as unknown[]).map(Number),
    inputs: heads.map(([id, kind, from], i) => ({ id, to: pid, kind, from, body: kept(bodies[i]) })),
    names: row.names as string[],
  };
}

/** A process as it was at a step. */
export function stateOf(row: Row, step: number): StoredStep {
  return {
    pid: String(row.pid),
    host: String(row.host),
    entry: String(row.entry),
    program: String(row.program),
    fence: Number(row.fence),
    parent: String(row.parent),
    request: kept(row.request),
    startedAt: Number(row.started_at),
    context: bytes(row.context),
    attributes: String(row.attributes),
    state: String(row.state) as StoredState, // as above
    step,
    at: Number(row.at),
    layers: (row.layers as Uint8Array[]).map(kept),
  };
}

export function stepOf({ step, is_full, size, at, facts }: Row): StepLine {
  return {
    number: Number(step),
    at: Number(at),
    isFull: is_full === true,
    bytes: Number(size),
    facts: String(facts),
  };
}

export function lineOf(row: Row): ProcessLine {
  return processLine(row, row.names as string[]); // as the statement selects them
}
