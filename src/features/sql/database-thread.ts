/** The thread of an SQLite database: it does one thing after the other, so that no scheduler waits for a disk. */
import { parentPort, workerData } from 'node:worker_threads';
import { failureToData, toFailure } from '#base';
import type { Asked, Reply, Request } from './sqlite-connection.ts';
import { SqliteSession } from './sqlite-session.ts';

const { path } = workerData as { path: string }; // sqlite-connection.ts gives it so

let session: SqliteSession | undefined;

function done(asked: Asked, on: SqliteSession): unknown {
  switch (asked.type) {
    case 'open':
      return undefined;
    case 'run':
      return on.run(asked.statement, asked.room);
    case 'check':
      return on.check(asked.text);
    case 'begin':
      return on.begin(asked.isolation, asked.isReadOnly);
    case 'end':
      return on.end(asked.how);
    case 'close':
      return on.close();
  }
}

function answer({ id, asked }: Request): Reply {
  try {
    session ??= new SqliteSession(path);
    const value = done(asked, session);
    return { id, value, isInTransaction: asked.type !== 'close' && session.isInTransaction };
  } catch (thrown) {
    const isInTransaction = session?.isInTransaction === true;
    return { id, failure: failureToData(toFailure(thrown)), isInTransaction };
  }
}

parentPort?.on('message', (request: Request) => parentPort?.postMessage(answer(request)));
