/**
 * What came in with a step of a durable process and what went out, in short: for people, and to find again what came.
 *
 *   Sf1  The bodies of what came are kept one after the other, in the order of the facts; a body without bytes (0) was not
 *        kept.
 *   Sf2  A step that changes the attributes of its process keeps those before it: the ones at a step are found in the first
 *        change after it.
 */
import { type Data, isRecord } from '#base';
import type { Operation } from '#process';
import type { Bytes, InputRecord } from './store/records.ts';

/** One thing that came in, or went out. */
export interface Passed {
  /** `message`, `result`, `call`, `start`... */
  readonly kind: string;
  /** From whom, or to whom: a pid, an entry, a function. */
  readonly who: string;
  /** A word more: the topic of a message, the number of a call. */
  readonly about: string;
  /** Of its stored form; 0 where there is none. */
  readonly bytes: number;
}

export interface StepFacts {
  readonly came: readonly Passed[];
  readonly went: readonly Passed[];
}

type Row = readonly [kind: string, who: string, about: string, bytes: number];

const rowOf = ({ kind, who, about, bytes }: Passed): Row => [kind, who, about, bytes];
const passedOf = ([kind, who, about, bytes]: Row): Passed => ({ kind, who, about, bytes });

export function writeFacts(
  { came, went }: StepFacts,
  attributesBefore?: Readonly<Record<string, Data>>,
): string {
  const passed = [came.map(rowOf), went.map(rowOf)];
  if (attributesBefore !== undefined) return JSON.stringify([...passed, attributesBefore]);
  return came.length === 0 && went.length === 0 ? '' : JSON.stringify(passed);
}

/** Sf2. */
export function attributesBefore(text: string): Readonly<Record<string, Data>> | undefined {
  const before = text === '' ? undefined : (JSON.parse(text) as Data[])[2]; // as `writeFacts` gives it
  return isRecord(before) ? (before as Readonly<Record<string, Data>>) : undefined;
}

export function readFacts(text: string): StepFacts {
  if (text === '') return { came: [], went: [] };
  const [came, went] = JSON.parse(text) as [Row[], Row[]]; // as `writeFacts` gives it
  return { came: came.map(passedOf), went: went.map(passedOf) };
}

/** What came, as it was stored, or would have been. */
export function readCame(pid: string, facts: string, bodies: Bytes): InputRecord[] {
  let at = 0;
  return readFacts(facts).came.flatMap(({ kind, who, bytes }) => {
    if (bytes === 0) return [];
    const body = bodies.slice(at, at + bytes);
    at += bytes;
    return [{ to: pid, kind, from: who, body }];
  });
}

/** That the process waits for the answer to. */
export function callOf(operation: Operation): Passed {
  return { kind: 'call', who: calleeOf(operation), about: String(operation.id), bytes: 0 };
}

const GONE_BACK = 'from step ';

/** That the process went on with other code, and from which step. */
export function wentBack(entry: string, step: number): Passed {
  return { kind: 'upgrade', who: entry, about: `${GONE_BACK}${step}`, bytes: 0 };
}

/** From which step it went on, of what went out with another one. */
export function backTo(went: readonly Passed[]): number | undefined {
  const upgrade = went.find(({ kind }) => kind === 'upgrade');
  return upgrade === undefined ? undefined : Number(upgrade.about.slice(GONE_BACK.length));
}

/** The function that is called, of the application or of a module. */
export function calleeOf({ module, function: name, arguments: given }: Operation): string {
  return module === 'funcs' && name === 'call' ? String(given[0]) : `${module}.${name}`;
}

/** Sf1. */
export function joined(bodies: readonly Bytes[]): Bytes {
  const [only] = bodies;
  if (bodies.length === 1 && only !== undefined) return only;
  return new Uint8Array(Buffer.concat(bodies));
}
