/** What the thread of a store runs: one question after the other, so that no scheduler waits for the disk. */
import { parentPort, workerData } from 'node:worker_threads';
import { failureToData, toFailure } from '#base';
import { answerPacked, type Reply, type Request } from './backend.ts';
import { LogSpace } from './log-space.ts';
import { SqliteStore } from './sqlite-store.ts';
import type { Packed } from './wire.ts';

const { path } = workerData as { path: string }; // backend.ts gives it so

let store: SqliteStore | undefined;
const space = new LogSpace(path);

function opened(): SqliteStore {
  store ??= new SqliteStore(path);
  return store;
}

function reply(request: Request): void {
  const [id] = request;
  try {
    const { value, handed } = answerPacked(opened(), request);
    send([id, value], handed === undefined ? [] : [handed.buffer]);
  } catch (thrown) {
    send([id, undefined, failureToData(toFailure(thrown))]);
  }
  if (request[1] === 'write') space.wrote(countOf(request));
}

/** Writes of a batch. */
function countOf([, , [packed]]: Request): number {
  return (packed as Packed<unknown>).lists.length; // `ask` gives it so
}

function send(answer: Reply, handed: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, handed);
}

try {
  // Before it is asked anything: whoever starts a node reads its application meanwhile.
  opened();
} catch {
  // The first question tries again, and is told.
}
parentPort?.on('message', reply);
