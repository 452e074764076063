/** What the thread of a store runs: one question after the other, so that no scheduler waits for the disk. */
import { parentPort, workerData } from 'node:worker_threads';
import { failureToData, toFailure } from '#base';
import { answer, type Reply, type Request } from './backend.ts';
import { SqliteStore } from './sqlite-store.ts';

const { path } = workerData as { path: string }; // backend.ts gives it so

let store: SqliteStore | undefined;

function reply({ id, method, args }: Request): Reply {
  try {
    store ??= new SqliteStore(path);
    return { id, type: 'value', value: answer(store, method, args) };
  } catch (thrown) {
    return { id, type: 'failure', failure: failureToData(toFailure(thrown)) };
  }
}

parentPort?.on('message', (request: Request) => parentPort?.postMessage(reply(request)));
