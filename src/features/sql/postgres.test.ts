/** Kind `db.sql.postgres` beside a real server. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Data, isFailure } from '#base';
import { PostgresServer, startKind } from '#testing';
import { postgres } from './postgres.ts';

const server = await PostgresServer.start();
const skip = server === undefined ? 'PostgreSQL is not installed' : false;
after(() => server?.remove());

async function started(fields: Record<string, Data>) {
  const given = { host: '127.0.0.1', port: 1, database: 'postgres', username: 'postgres', ...fields };
  const live = await startKind(postgres, given);
  after(() => live.close());
  return live;
}

test('a database that answers is where its entry says, with secrets for those who ask for it alone', {
  skip,
}, async () => {
  const port = server?.port ?? 0;
  const live = await started({ port, password: 'hidden', options: { sslmode: 'disable' } });
  const { connectTimeout, ...where } = live.server();
  assert.deepEqual(where, {
    host: '127.0.0.1',
    port,
    database: 'postgres',
    user: 'postgres',
    password: 'hidden',
    ssl: false,
    application_name: 'wippy',
  });
  assert.equal(connectTimeout, 5000);
});

test('a server that does not answer, and a database that is not there, are failures that are tried again', {
  skip,
}, async () => {
  const isTold = (pattern: RegExp) => (thrown: unknown) =>
    isFailure(thrown, 'Unavailable') && thrown.retryable === true && pattern.test(thrown.message);
  await assert.rejects(
    started({ port: 1, password: 'hidden' }),
    isTold(/^app:test does not answer: .*ECONNREFUSED/),
  );
  await assert.rejects(
    started({ port: server?.port ?? 0, database: 'nowhere' }),
    isTold(/^app:test does not answer: database "nowhere" does not exist$/),
  );
});
