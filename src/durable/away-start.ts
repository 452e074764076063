/**
 * Starts of processes by a row of the spawner's store (D4), which is handed on until the store of the host has the process: another
 * one, or the same where it says whether a name may be used. The pid is decided by the spawner, so what is handed on again is known
 * there.
 *
 * Who waits for the result (`exec`) may give a name: a start that is handed on again after a lost refusal is decided anew, and
 * nobody has heard of the first decision. Other starts under a name are no such rows: the messages for whoever has the name
 * could come twice then. They are asked for once, after the commit, and the spawner is told when the answer is lost.
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
  /** Its pid, when that is not the receiver of the row: rows of a store for one of its own processes are that one's inputs. */
  readonly pid: string | undefined;
}

export function writeAwayStart(codec: ValueCodec, { request, operation, pid }: AwayStart): Bytes {
  const options = request.options === undefined ? '' : JSON.stringify(request.options);
  const last = pid === undefined ? [] : [pid];
  return codec.encode(writeList([operation, options, ...writeSpawn(request), ...last]));
}

/** Throws a failure for bytes that are damaged, and for an entry that is there no more; one whose code has changed starts with that of now. */
export function readAwayStart(codec: ValueCodec, body: Bytes, programs: Programs): Omit<AwayStart, 'pid'> {
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

/** The pid of what begins by the row. Throws a failure for bytes that are damaged. */
export function pidOfAwayStart(codec: ValueCodec, to: string, body: Bytes): string {
  const pid = readList(codec.decode(body))[OWN_PID];
  return typeof pid === 'string' ? pid : to;
}

/** Behind what `writeSpawn` gives. */
const OWN_PID = 12;

/** Who waits for it. */
export function waitersOf(codec: ValueCodec, body: Bytes) {
  const [operation, , , , , , , isMonitored, isLinked] = readList(codec.decode(body));
  return {
    operation: typeof operation === 'number' ? operation : undefined,
    isMonitored: isMonitored === true,
    isLinked: isLinked === true,
  };
}
