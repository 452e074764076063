/** Kind `db.sql.mysql` beside a real server. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Data, isFailure } from '#base';
import { MysqlServer, startKind } from '#testing';
import type { Parameter, Terms } from './database.ts';
import { mysql } from './mysql.ts';

const server = await MysqlServer.start();
const skip = server === undefined ? 'neither MariaDB nor MySQL is installed' : false;
after(() => server?.remove());

async function started(fields: Record<string, Data> = {}) {
  const given = { ...server?.fields, pool: { max_idle: 2 }, ...fields };
  const live = await startKind(mysql, given);
  after(() => live.close());
  return live;
}

type Live = Awaited<ReturnType<typeof started>>;

const never: Terms = { room: Number.POSITIVE_INFINITY, signal: new AbortController().signal };

function ask(live: Live, text: string, ...parameters: Parameter[]) {
  return live.run({ text, parameters }, never);
}

async function row(live: Live, text: string, ...parameters: Parameter[]) {
  return (await ask(live, text, ...parameters)).rows[0];
}

const fails = (kind: Parameters<typeof isFailure>[1], pattern = /./) =>
  function check(thrown: unknown) {
    return isFailure(thrown, kind) && pattern.test(thrown.message);
  };

test('a server that does not answer, a database that is not there and a wrong password are failures that are tried again', {
  skip,
}, async () => {
  const isTold = (pattern: RegExp) => (thrown: unknown) =>
    isFailure(thrown, 'Unavailable') &&
    thrown.retryable === true &&
    pattern.test(thrown.message) &&
    !thrown.message.includes('wrong-secret');
  await assert.rejects(started({ port: 1 }), isTold(/^app:test does not answer: .*ECONNREFUSED/));
  await assert.rejects(
    started({ database: 'nowhere' }),
    isTold(/^app:test does not answer: Unknown database 'nowhere'$/),
  );
  await assert.rejects(
    started({ password: 'wrong-secret' }),
    isTold(/^app:test does not answer: Access denied for user 'tester'/),
  );
  await assert.rejects(
    started({ options: { charset: 'klingon' } }),
    isTold(/^app:test does not answer: .*Unknown charset 'klingon'/),
  );
});

test('a server without encryption is refused, unless encryption is only preferred', { skip }, async () => {
  const live = await started({ options: { tls: 'preferred' } });
  assert.deepEqual(await row(live, 'SELECT 1'), [1]);
});

const columns = [
  ['big', 'BIGINT', '-9223372036854775808', -9223372036854775808n],
  ['huge', 'BIGINT UNSIGNED', '18446744073709551615', '18446744073709551615'],
  ['small', 'TINYINT', '-5', -5],
  ['flag', 'BOOLEAN', 'TRUE', 1],
  ['price', 'DECIMAL(30,4)', '12345678901234567890.1200', '12345678901234567890.1200'],
  ['single_', 'FLOAT', '1.1', 1.1],
  ['double_', 'DOUBLE', '0.1e-7', 1e-8],
  ['day', 'DATE', "'2024-02-29'", '2024-02-29'],
  ['at', 'DATETIME(3)', "'2024-02-29 12:30:00.500'", '2024-02-29 12:30:00.5'],
  ['since', 'TIMESTAMP', "'2024-02-29 12:30:00'", '2024-02-29 12:30:00'],
  ['lasts', 'TIME(3)', "'-25:00:01.250'", '-25:00:01.25'],
  ['year_', 'YEAR', '2024', 2024],
  ['doc', 'JSON', `'{"a": [1, 12345678901234567890]}'`, '{"a": [1, 12345678901234567890]}'],
  ['data', 'VARBINARY(4)', "x'FF00C3A9'", new Uint8Array([255, 0, 195, 169])],
  ['bits', 'BIT(9)', "b'100000001'", new Uint8Array([1, 1])],
  ['words', 'TEXT', "'é😀'", 'é😀'],
  ['choice', "ENUM('a', 'b')", "'b'", 'b'],
  ['nothing', 'INTEGER', 'NULL', null],
] as const;

test('Mv1, Mv2: values read the same with parameters and without, and lose nothing', { skip }, async () => {
  const live = await started();
  await ask(live, `CREATE TABLE kinds (${columns.map(([name, type]) => `${name} ${type} NULL`).join(', ')})`);
  await ask(live, `INSERT INTO kinds VALUES (${columns.map(([, , literal]) => literal).join(', ')})`);
  const expected = columns.map(([, , , value]) => value);
  assert.deepEqual(await row(live, 'SELECT * FROM kinds'), expected);
  assert.deepEqual(await row(live, 'SELECT * FROM kinds WHERE 1 = ?', 1n), expected);
});

test('parameters keep their types', { skip }, async () => {
  const live = await started();
  await ask(live, 'CREATE TABLE given (n BIGINT, x DOUBLE, t TEXT, b BLOB, f BOOLEAN)');
  const values = [9007199254740993n, 0.5, 'é', new Uint8Array([255, 0]), true] as const;
  await ask(live, 'INSERT INTO given VALUES (?, ?, ?, ?, ?)', ...values);
  assert.deepEqual(await row(live, 'SELECT * FROM given LIMIT ?', 1n), [...values.slice(0, 4), 1]);
  assert.deepEqual(await row(live, 'SELECT ?, ?, ?', 1n, null, 'x'), [1, null, 'x']);
  await assert.rejects(
    ask(live, 'SELECT ?, ?', 1n),
    fails('Invalid', /^the statement has 2 places for values, and 1 are given$/),
  );
});

test('Mv3: with parseTime moments are written as RFC 3339 has them, in their zone', { skip }, async () => {
  const text = "SELECT TIMESTAMP '2024-07-01 12:00:00.5', DATE '2024-07-01'";
  const utc = await started({ options: { parseTime: 'true' } });
  assert.deepEqual(await row(utc, text), ['2024-07-01T12:00:00.5Z', '2024-07-01']);
  const there = await started({ options: { parseTime: true, loc: 'Europe/Berlin' } });
  assert.deepEqual(await row(there, text), ['2024-07-01T12:00:00.5+02:00', '2024-07-01']);
});

test('what changed is counted, also by RETURNING and as clients ask for', { skip }, async () => {
  const live = await started();
  await ask(live, 'CREATE TABLE counted (id INTEGER AUTO_INCREMENT PRIMARY KEY, n INTEGER)');
  const made = await ask(live, 'INSERT INTO counted (n) VALUES (1), (2)');
  assert.deepEqual([made.lastInsertId, made.rowsAffected], [1, 2]);
  assert.equal((await ask(live, 'UPDATE counted SET n = 2')).rowsAffected, 1);
  const found = await started({ options: { clientFoundRows: 'true' } });
  assert.equal((await ask(found, 'UPDATE counted SET n = 2')).rowsAffected, 2);
  const isMariaDb = String(await row(live, 'SELECT VERSION()')).includes('MariaDB');
  if (!isMariaDb) return;
  const returned = await ask(live, 'INSERT INTO counted (n) VALUES (7) RETURNING id, n');
  assert.deepEqual([returned.rows, returned.lastInsertId, returned.rowsAffected], [[[3, 7]], 3, 1]);
});

test('a procedure gives the rows that it selects', { skip }, async () => {
  const live = await started();
  await ask(live, 'CREATE PROCEDURE gives(x INTEGER) SELECT x + 1 AS y');
  assert.deepEqual((await ask(live, 'CALL gives(?)', 4n)).rows, [[5]]);
  assert.deepEqual((await ask(live, 'CALL gives(4)')).columns, ['y']);
});

test('Pd2, Mc5: a transaction that a statement ends is over', { skip }, async () => {
  const live = await started();
  for (const text of ['CREATE TABLE ended (n INTEGER)', 'COMMIT', 'ANALYZE TABLE ended']) {
    const number = await live.begin('default', false, never);
    await live.runIn(number, { text, parameters: [] }, never);
    await assert.rejects(
      live.runIn(number, { text: 'SELECT 1', parameters: [] }, never),
      fails('Invalid', /over/),
      text,
    );
  }
  assert.equal(live.stats().in_use, 0);
});

test('Pd2: of two transactions in each other’s way one is over, rolled back, and can be tried again', {
  skip,
}, async () => {
  const live = await started();
  await ask(live, 'CREATE TABLE rivals (id INTEGER PRIMARY KEY, n INTEGER)');
  await ask(live, 'INSERT INTO rivals VALUES (1, 0), (2, 0)');
  const change = (number: number, id: number) =>
    live.runIn(number, { text: 'UPDATE rivals SET n = n + 1 WHERE id = ?', parameters: [BigInt(id)] }, never);
  const [one, two] = [
    await live.begin('repeatable_read', false, never),
    await live.begin('repeatable_read', false, never),
  ];
  await change(one, 1);
  await change(two, 2);
  const outcomes = await Promise.allSettled([change(one, 2), change(two, 1)]);
  const failed = outcomes.findIndex(({ status }) => status === 'rejected');
  const { reason } = outcomes[failed] as PromiseRejectedResult; // one of them must fail
  assert.ok(isFailure(reason, 'Conflict') && reason.retryable === true);
  const [lost, kept] = failed === 0 ? [one, two] : [two, one];
  await assert.rejects(change(lost, 1), fails('Invalid', /over/));
  await live.end(kept, 'commit', never);
  assert.deepEqual((await ask(live, 'SELECT n FROM rivals ORDER BY id')).rows, [[1], [1]]);
});

test('isolation, and transactions that only read', { skip }, async () => {
  const live = await started();
  await ask(live, 'CREATE TABLE seen (n INTEGER)');
  const counts = async (isolation: 'read_committed' | 'repeatable_read') => {
    const number = await live.begin(isolation, true, never);
    const count = async () =>
      (await live.runIn(number, { text: 'SELECT COUNT(*) FROM seen', parameters: [] }, never)).rows[0]?.[0];
    const before = Number(await count());
    await ask(live, 'INSERT INTO seen VALUES (1)');
    const more = Number(await count()) - before;
    await assert.rejects(
      live.runIn(number, { text: 'DELETE FROM seen', parameters: [] }, never),
      fails('PermissionDenied'),
    );
    await live.end(number, 'rollback', never);
    return more;
  };
  assert.deepEqual([await counts('read_committed'), await counts('repeatable_read')], [1, 0]);
  await assert.rejects(live.begin('write_committed', false, never), fails('Invalid'));
});

test('Pd3: a connection whose changes would not be kept at once is put in order', { skip }, async () => {
  const live = await started({ pool: { max_open: 1, max_idle: 1 } });
  await assert.rejects(ask(live, 'SET autocommit = 0'), fails('Invalid', /left a transaction open/));
  assert.deepEqual(await row(live, 'SELECT @@autocommit'), [1]);
});

test('Mc2: a statement that nobody waits for is stopped, and its connection goes on', { skip }, async () => {
  const live = await started({ pool: { max_open: 1, max_idle: 1 } });
  const stop = new AbortController();
  const long =
    'SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c';
  const before = await row(live, 'SELECT CONNECTION_ID()');
  const running = live.run({ text: long, parameters: [] }, { ...never, signal: stop.signal });
  setTimeout(() => stop.abort(), 50);
  await assert.rejects(running, fails('Canceled'));
  assert.deepEqual(await row(live, 'SELECT CONNECTION_ID()'), before);
});

test('a statement takes no longer than readTimeout', { skip }, async () => {
  const live = await started({ options: { readTimeout: '50ms' } });
  const long =
    'SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c';
  await assert.rejects(ask(live, long), fails('Timeout', /options\.readTimeout/));
  assert.deepEqual(await row(live, 'SELECT 1'), [1]);
});

test('Mc3: an answer that has no room is cut off, and others go on', { skip }, async () => {
  const live = await started();
  const text = 'SELECT REPEAT("x", 1000) FROM information_schema.columns a, information_schema.columns b';
  await assert.rejects(
    live.run({ text, parameters: [] }, { ...never, room: 100_000 }),
    fails('Invalid', /larger than the memory/),
  );
  assert.deepEqual(await row(live, 'SELECT 1'), [1]);
});

test('Mc6: no file of this machine is read', { skip }, async () => {
  const live = await started();
  await ask(live, 'CREATE TABLE lines_ (t TEXT)');
  await assert.rejects(
    ask(live, "LOAD DATA LOCAL INFILE '/etc/hostname' INTO TABLE lines_"),
    fails('Invalid'),
  );
});

test('a prepared statement says what values it lacks, and reads the same without any', { skip }, async () => {
  const live = await started();
  const prepared = (text: string) => live.run({ text, parameters: [], isPrepared: true }, never);
  await assert.rejects(
    prepared('SELECT ? + 1'),
    fails('Invalid', /^the statement has 1 place for values, and 0 are given$/),
  );
  assert.deepEqual((await prepared("SELECT 1.50, TIME '01:02:03.500'")).rows, [['1.50', '01:02:03.5']]);
});

test('an error has the name that the server of its kind gives it', { skip }, async () => {
  const live = await started();
  const isMariaDb = String(await row(live, 'SELECT VERSION()')).includes('MariaDB');
  await ask(live, 'CREATE TABLE checked (n INTEGER CHECK (n > 0))');
  const codeOf = async (text: string) => {
    const thrown: unknown = await ask(live, text).then(
      () => undefined,
      (reason) => reason,
    );
    assert.ok(isFailure(thrown));
    return [thrown.kind, (thrown.details as { code: string }).code];
  };
  const violated = isMariaDb ? 'ER_CONSTRAINT_FAILED' : 'ER_CHECK_CONSTRAINT_VIOLATED';
  assert.deepEqual(await codeOf('INSERT INTO checked VALUES (0)'), ['Invalid', violated]);
  assert.deepEqual(await codeOf('SELECT * FROM nowhere'), ['Invalid', 'ER_NO_SUCH_TABLE']);
  const trigger = 'CREATE TRIGGER t BEFORE INSERT ON checked FOR EACH ROW FOLLOWS nothing SET @x = 1';
  assert.deepEqual(await codeOf(trigger), ['Invalid', 'ER_REFERENCED_TRG_DOES_NOT_EXIST']);
});

test('what a user may not do is denied', { skip }, async () => {
  const live = await started({ username: 'reader' });
  await assert.rejects(ask(live, 'CREATE TABLE mine (n INTEGER)'), fails('PermissionDenied'));
  await assert.rejects(ask(live, 'SELECT * FROM mysql.user'), fails('PermissionDenied'));
});

test('Mc1: a connection that is lost is used no more, and the next one is good', { skip }, async () => {
  const live = await started({ pool: { max_open: 1, max_idle: 1 } });
  const number = await live.begin('default', false, never);
  await server?.stop();
  await assert.rejects(
    live.runIn(number, { text: 'SELECT 1', parameters: [] }, never),
    fails('Unavailable', /^the connection to the database is lost/),
  );
  await assert.rejects(live.end(number, 'commit', never), fails('Unavailable'));
  await assert.rejects(ask(live, 'SELECT 1'), fails('Unavailable'));
  await server?.resume();
  assert.deepEqual(await row(live, 'SELECT 1'), [1]);
  assert.equal(live.stats().open_connections, 1);
});
