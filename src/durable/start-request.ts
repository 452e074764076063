/** What a durable process was started with, read from its stored form. */
import { type Program, readList, readSpawn, type SpawnRequest } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import type { KeptFacts } from './kept-facts.ts';
import { lateTime } from './runs.ts';
import { scheduledAt } from './scheduled.ts';
import { takeTerms } from './start-options.ts';
import { readAttributes } from './step.ts';
import type { Bytes, StoredProcess } from './store/records.ts';

export type StoredRequest = { readonly request: SpawnRequest } & Pick<KeptFacts, 'answer' | 'terms'>;

/** Behind who waits for its end, and by which operation. */
const TERMS = 2;

/**
 * Reads what processes were started with. Those of a crowd that go on were mostly started with the same: what was read last is
 * given again for the same bytes, so whoever hands on arguments or messages hands on copies.
 */
export class StoredRequests {
  readonly #codec: ValueCodec;
  #last: { readonly bytes: Bytes; readonly program: Program; readonly read: StoredRequest } | undefined;

  constructor(codec: ValueCodec) {
    this.#codec = codec;
  }

  of(bytes: Bytes, program: Program): StoredRequest {
    const last = this.#last;
    if (last !== undefined && last.program === program && Buffer.compare(last.bytes, bytes) === 0)
      return last.read;
    const read = readRequest(this.#codec, bytes, program);
    this.#last = { bytes, program, read };
    return read;
  }
}

function readRequest(codec: ValueCodec, bytes: Bytes, program: Program): StoredRequest {
  const start = readList(codec.decode(bytes));
  const { terms, next } = takeTerms(start, TERMS);
  const [pid, operation] = start;
  return {
    request: readSpawn(start, { byHash: () => program }, next),
    terms,
    answer: pid === '' ? undefined : { pid: String(pid), operation: Number(operation) },
  };
}

type Beginning = Pick<StoredProcess, 'request' | 'startedAt' | 'beginAt' | 'attributes'>;

/** When a stored process begins; one whose time has passed, as its terms say. */
export function beginningOf(
  { request, startedAt, beginAt, attributes }: Beginning,
  codec: ValueCodec,
  now: number,
): number {
  if (beginAt > now || beginAt === startedAt) return beginAt;
  const times = { beginAt, scheduledAt: scheduledAt(readAttributes(attributes), beginAt) };
  return lateTime(takeTerms(readList(codec.decode(request)), TERMS).terms, times, now);
}
