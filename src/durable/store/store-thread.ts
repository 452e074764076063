/** What the thread of a store runs: one question after the other, so that no scheduler waits for the disk. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { failureToData, toFailure } from '#base';
import { answerPacked, type Reply, type Request } from './backend.ts';
import { LogSpace } from './log-space.ts';
import { SqliteStore } from './sqlite-store.ts';
import { Wakefulness } from './wakefulness.ts';
import type { Packed } from './wire.ts';

if (parentPort === null) throw new Error('a store has a thread of its own');
const port = parentPort;
const { path } = workerData as { path: string }; // backend.ts gives it so

let store: SqliteStore | undefined;
const space = new LogSpace(path);

/** So many writes in a batch are no crowd. */
const FEW = 4;
const wakefulness = new Wakefulness<Request>({
  now: () => performance.now(),
  // Only requests come.
  poll: () => (receiveMessageOnPort(port) as { message: Request } | undefined)?.message,
});

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

/** What is asked next, if it is worth staying awake for: steps that follow one another are few at a time. */
function following(request: Request): Request | undefined {
  return request[1] === 'write' && countOf(request) <= FEW ? wakefulness.next() : undefined;
}

function send(answer: Reply, handed: ArrayBuffer[] = []): void {
  port.postMessage(answer, handed);
}

try {
  // Before it is asked anything: whoever starts a node reads its application meanwhile.
  opened();
} catch {
  // The first question tries again, and is told.
}
port.on('message', (first: Request) => {
  for (let request: Request | undefined = first; request !== undefined; request = following(request)) {
    wakefulness.came();
    reply(request);
  }
});
