/**
 * Starts of processes in other stores (D4): a row of the spawner's store, handed on until the other store has the process. Its
 * pid is decided by the spawner, so what is handed on again is known there.
 *
 * Only starts without a name are such rows. Whether one under a name begins, and who gets its messages instead, is decided by
 * what the other store knows at that moment. Handed on again after a lost answer it would be decided anew, perhaps otherwise,
 * and its messages could come twice. So it is asked for once, after the commit, and the spawner is told when the answer is lost.
 */
import { type Data, failure, isRecord } from '#base';
import { type Programs, readList, readSpawn, type SpawnRequest, writeList, writeSpawn } from '#process';
import type { ValueCodec } from './checked-codec.ts';
import type { Bytes } from './store/records.ts';

/** The kind of such a row. */
export const AWAY_START = 'start';

export interface AwayStart {
  readonly request: SpawnRequest;
  /** The operation that waits for its result. */
  readonly operation: number | undefined;
}

export function writeAwayStart(codec: ValueCodec, { request, operation }: AwayStart): Bytes {
  const options = request.options === undefined ? '' : JSON.stringify(request.options);
  return codec.encode(writeList([operation, options, ...writeSpawn(request)]));
}

/** Throws a failure for bytes that are damaged, and for an entry that is there no more; one whose code has changed starts with that of now. */
export function readAwayStart(codec: ValueCodec, body: Bytes, programs: Programs): AwayStart {
  const [operation, options, ...content] = readList(codec.decode(body));
  const byHash: Programs['byHash'] = (hash, entry, view) =>
    programs.byHash(hash, entry, view) ?? programs.process(entry, view);
  const request = readSpawn(content, { byHash });
  const given: unknown = options === '' ? undefined : JSON.parse(String(options));
  if (given !== undefined && !isRecord(given))
    throw failure('Internal', 'the options of a start are no record');
  return {
    request: given === undefined ? request : { ...request, options: given as Readonly<Record<string, Data>> }, // it was JSON
    operation: typeof operation === 'number' ? operation : undefined,
  };
}

/** Who waits for it. */
export function waitersOf(codec: ValueCodec, body: Bytes) {
  const [operation, , , , , , , isMonitored, isLinked] = readList(codec.decode(body));
  return {
    operation: typeof operation === 'number' ? operation : undefined,
    isMonitored: isMonitored === true,
    isLinked: isLinked === true,
  };
}
