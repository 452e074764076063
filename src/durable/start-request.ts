/** What a durable process was started with, read from its stored form. */
import { type Program, readList, readSpawn, type SpawnRequest } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import type { KeptFacts } from './kept-facts.ts';
import { lateTime } from './runs.ts';
import { takeTerms } from './start-options.ts';
import type { Bytes, StoredProcess } from './store/records.ts';

export type StoredRequest = { readonly request: SpawnRequest } & Pick<KeptFacts, 'answer' | 'terms'>;

export function readRequest(codec: ValueCodec, bytes: Bytes, program: Program): StoredRequest {
  const [pid, operation, ...start] = readList(codec.decode(bytes));
  const { terms, content } = takeTerms(start);
  return {
    request: readSpawn(content, { byHash: () => program }),
    terms,
    answer: pid === '' ? undefined : { pid: String(pid), operation: Number(operation) },
  };
}

/** When a stored process begins; one whose time has passed, as its terms say. */
export function beginningOf(
  { request, startedAt, beginAt }: Pick<StoredProcess, 'request' | 'startedAt' | 'beginAt'>,
  codec: ValueCodec,
  now: number,
): number {
  if (beginAt > now || beginAt === startedAt) return beginAt;
  const [, , ...start] = readList(codec.decode(request));
  return lateTime(takeTerms(start).terms, beginAt, now);
}
