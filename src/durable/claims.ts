/**
 * Names that the store decides, because several nodes share it (D6): what a process asks for, and how it is told.
 *
 * The one who asks waits. The store's answer is an input from whoever has the name.
 */
import { type Exit, readList, taken, writeList } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import type { Accepted, Bytes, Claim, Decided, StepRecord } from './store/records.ts';

export interface Asking {
  /** `exec`: the result of the process answers the operation, unless it does not begin. */
  readonly mode: 'spawn' | 'exec' | 'register';
  readonly operation: number;
  readonly name: string;
  /** Who is to have it. */
  readonly pid: string;
  readonly conflict: Claim['conflict'];
  readonly isMonitored: boolean;
  readonly isLinked: boolean;
}

/** What the store has decided. */
export interface Decision {
  readonly type: 'decided';
  /** Who has the name. */
  readonly from: string;
  readonly operation: number;
  /** Undefined: the operation goes on. */
  readonly outcome: Exit | undefined;
  readonly isMonitored: boolean;
  readonly isLinked: boolean;
}

export function writeAsking(codec: ValueCodec, asking: Asking): Bytes {
  const { mode, operation, name, pid, conflict, isMonitored, isLinked } = asking;
  return codec.encode(writeList([mode, operation, name, pid, conflict, isMonitored, isLinked]));
}

export function readDecision(codec: ValueCodec, holder: string, body: Bytes): Decision {
  const [mode, operation, name, pid, conflict, isMonitored, isLinked] = readList(codec.decode(body));
  const isOwn = holder === pid;
  const isHad = isOwn || (mode === 'spawn' && conflict === 'use');
  return {
    type: 'decided',
    from: holder,
    operation: Number(operation),
    outcome: outcomeOf(),
    isMonitored: isHad && isMonitored === true,
    isLinked: isHad && isLinked === true,
  };

  function outcomeOf(): Exit | undefined {
    if (!isHad) return { type: 'failed', error: taken(String(name), holder) };
    if (mode === 'exec') return undefined;
    return { type: 'normal', value: mode === 'register' ? true : holder };
  }
}

const nothingDecided: ReadonlyMap<Bytes, Decided> = new Map();

/** What the store decided, by what asked for it. */
export function decidedOf(
  { starts, names }: Pick<StepRecord, 'starts' | 'names'>,
  { decided = [] }: Accepted,
): ReadonlyMap<Bytes, Decided> {
  if (decided.length === 0) return nothingDecided;
  const asked = [...starts.map(({ claim }) => claim?.answer), ...names.map(({ answer }) => answer)];
  const made = new Map<Bytes, Decided>();
  for (const body of asked) {
    const one = decided[made.size];
    if (body !== undefined && one !== undefined) made.set(body, one);
  }
  return made;
}
