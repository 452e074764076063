/** What builders write. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base';
import { Held } from '#plugin';
import { invoke, invokeMethod } from '#testing';
import { nullValue } from '../value.ts';
import { builder } from './builder-module.ts';

const { functions } = builder;

async function call(name: keyof typeof functions, ...args: unknown[]): Promise<unknown> {
  const [made, error] = await invoke(functions[name], args);
  if (error !== undefined) throw error;
  return made;
}

/** Steps of a builder: `['from', 'users'], ['where', {id = 1}]`. */
async function built(
  start: unknown,
  ...steps: readonly (readonly [string, ...unknown[]])[]
): Promise<unknown> {
  let query = start;
  for (const [name, ...args] of steps) {
    const [made, error] = await invokeMethod(query, name, args);
    if (error !== undefined) throw error;
    query = made;
  }
  return query;
}

async function sqlOf(query: unknown): Promise<readonly unknown[]> {
  const [sql, args] = await invokeMethod(query, 'to_sql');
  if (sql === undefined) throw args;
  return [sql, ...(args as unknown[])];
}

const select = (...columns: unknown[]) => call('select', ...columns);

/** `writes(query, 'SELECT ...', 1, 2)` */
async function writes(query: Promise<unknown>, ...expected: unknown[]): Promise<void> {
  assert.deepEqual(await sqlOf(await query), expected);
}

async function refuses(query: Promise<unknown>, message: RegExp): Promise<void> {
  await assert.rejects(
    async () => sqlOf(await query),
    (thrown) => isFailure(thrown, 'Invalid') && thrown.retryable === false && message.test(thrown.message),
  );
}

test('a select has its clauses in their order, whatever the order of the calls', async () => {
  await writes(
    built(
      await select('u.id', 'COUNT(*) AS n'),
      ['limit', 10],
      ['order_by', 'n DESC', 'u.id'],
      ['having', await call('gt', { 'COUNT(*)': 1 })],
      ['group_by', 'u.id'],
      ['where', { active: 1 }],
      ['where', 'u.age > ?', 18],
      ['left_join', 'orders o ON o.user_id = u.id AND o.state = ?', 'open'],
      ['from', 'users u'],
      ['offset', 20],
      ['distinct'],
      ['suffix', 'FOR UPDATE'],
    ),
    'SELECT DISTINCT u.id, COUNT(*) AS n FROM users u LEFT JOIN orders o ON o.user_id = u.id AND o.state = ? ' +
      'WHERE active = ? AND u.age > ? GROUP BY u.id HAVING COUNT(*) > ? ORDER BY n DESC, u.id LIMIT 10 OFFSET 20 FOR UPDATE',
    'open',
    1,
    18,
    1,
  );
  for (const [name, word] of [
    ['join', 'JOIN'],
    ['right_join', 'RIGHT JOIN'],
    ['inner_join', 'INNER JOIN'],
  ] as const) {
    await writes(
      built(await select(), ['columns', 'a', 'b'], ['from', 't'], [name, 'u ON u.a = t.a']),
      `SELECT a, b FROM t ${word} u ON u.a = t.a`,
    );
  }
});

test('a step gives another builder and leaves the one it is called on', async () => {
  const base = await built(await select('*'), ['from', 't']);
  await built(base, ['where', { id: 1 }]);
  await writes(Promise.resolve(base), 'SELECT * FROM t');
});

test('what does not fit breaks no chain, and is told when the text is asked for', async () => {
  const from = async () => built(await select('*'), ['from', 't']);
  await refuses(built(await from(), ['where', 'a = ? AND b = ?', 1], ['limit', 1]), /has 2 places/);
  await refuses(
    built(await from(), ['where', await call('lt', { a: nullValue })], ['distinct']),
    /a cannot be/,
  );
  await refuses(built(await from(), ['where', 5], ['where', 'x = ?']), /conditions are a table/);
  await refuses(call('and_', [await call('expr', '?')]), /has 1 place for values/);
  const nested = await built(await from(), ['where', 'a = ?']);
  await refuses(
    built(await call('insert', 'u'), ['columns', 'a'], ['select', nested]),
    /has 1 place for values/,
  );
  await refuses(
    built(await call('update', 'u'), ['set', 'a', nested], ['where', 'b']),
    /has 1 place for values/,
  );
});

test('an insert takes rows, a table of one row, or a select', async () => {
  await writes(
    built(
      await call('insert', 'users'),
      ['columns', 'name', 'age'],
      ['values', 'ann', 1],
      ['values', 'bob', nullValue],
    ),
    'INSERT INTO users (name,age) VALUES (?,?),(?,?)',
    'ann',
    1,
    'bob',
    nullValue,
  );
  await writes(
    built(
      await call('insert'),
      ['into', 'users'],
      ['set_map', { b: 2, a: await call('expr', 'NOW()') }],
      ['suffix', 'RETURNING id'],
    ),
    'INSERT INTO users (a,b) VALUES (NOW(),?) RETURNING id',
    2,
  );
  await writes(
    built(
      await call('insert', 'users'),
      ['prefix', 'WITH old AS (SELECT ?)', 1],
      ['options', 'OR', 'IGNORE'],
      ['columns', 'name'],
      ['select', await built(await select('name'), ['from', 'old'], ['where', { id: 5 }])],
    ),
    'WITH old AS (SELECT ?) INSERT OR IGNORE INTO users (name) SELECT name FROM old WHERE id = ?',
    1,
    5,
  );
});

test('an update sets columns to values and to what expressions give', async () => {
  await writes(
    built(
      await call('update', 'users'),
      ['set', 'n', await call('expr', 'n + ?', 1)],
      ['set_map', { b: 'x', a: nullValue }],
      ['where', { id: 7 }],
      ['order_by', 'id'],
      ['limit', 1],
      ['offset', 2],
      ['suffix', 'RETURNING n'],
    ),
    'UPDATE users SET n = n + ?, a = ?, b = ? WHERE id = ? ORDER BY id LIMIT 1 OFFSET 2 RETURNING n',
    1,
    nullValue,
    'x',
    7,
  );
  await writes(
    built(await call('update'), ['table', 'a'], ['set', 'x', 1], ['from', 'b'], ['where', 'a.id = b.id']),
    'UPDATE a SET x = ? FROM b WHERE a.id = b.id',
    1,
  );
  const rows = await built(await select('id'), ['from', 'b'], ['where', { y: 2 }]);
  await writes(
    built(
      await call('update', 'a'),
      ['set', 'x', rows],
      ['from_select', rows, 't'],
      ['where', 'a.id = t.id'],
    ),
    'UPDATE a SET x = (SELECT id FROM b WHERE y = ?) FROM (SELECT id FROM b WHERE y = ?) AS t WHERE a.id = t.id',
    2,
    2,
  );
});

test('a delete has conditions, an order and a limit', async () => {
  await writes(
    built(
      await call('delete'),
      ['from', 't'],
      ['where', { a: 1 }],
      ['order_by', 'id'],
      ['limit', 5],
      ['offset', 1],
      ['suffix', 'RETURNING id'],
    ),
    'DELETE FROM t WHERE a = ? ORDER BY id LIMIT 5 OFFSET 1 RETURNING id',
    1,
  );
});

test('conditions compare columns in the order of their names; NULL and lists have forms of their own', async () => {
  await writes(call('eq', { b: 1, a: 'x' }), 'a = ? AND b = ?', 'x', 1);
  await writes(call('eq', { a: nullValue }), 'a IS NULL');
  await writes(call('eq', { a: [1, 2] }), 'a IN (?,?)', 1, 2);
  await writes(call('eq', { a: [] }), '(1=0)');
  await writes(call('eq', {}), '(1=1)');
  await writes(call('not_eq', { a: 1 }), 'a <> ?', 1);
  await writes(call('not_eq', { a: nullValue }), 'a IS NOT NULL');
  await writes(call('not_eq', { a: [1] }), 'a NOT IN (?)', 1);
  await writes(call('lt', { a: 1 }), 'a < ?', 1);
  await writes(call('lte', { a: 1 }), 'a <= ?', 1);
  await writes(call('gt', { a: 1 }), 'a > ?', 1);
  await writes(call('gte', { a: 1 }), 'a >= ?', 1);
  await writes(call('like', { a: 'x%' }), 'a LIKE ?', 'x%');
  await writes(call('not_like', { a: 'x%' }), 'a NOT LIKE ?', 'x%');
  await refuses(call('lt', { a: nullValue }), /a cannot be compared by < with NULL/);
  await refuses(call('like', { a: [1] }), /a cannot be compared by LIKE with a list/);
  await refuses(call('eq', 'a = 1'), /a table of columns and values/);
});

test('conditions are joined, and may be plain tables', async () => {
  await writes(
    call('or_', [{ a: 1, b: 2 }, await call('and_', [await call('gt', { c: 3 }), { d: 4 }])]),
    '(a = ? AND b = ? OR (c > ? AND d = ?))',
    1,
    2,
    3,
    4,
  );
  await writes(call('and_', []), '(1=1)');
  await writes(call('or_', []), '(1=0)');
});

test('Fr1, Fr2: a text has as many places as values, but for those in quotes; an expression takes a place as text', async () => {
  const recent = await built(await select('id'), ['from', 'b'], ['where', { y: 2 }]);
  await writes(
    call('expr', "a = '?' AND b ?? ? AND c IN (?)", 'k', recent),
    "a = '?' AND b ? ? AND c IN (SELECT id FROM b WHERE y = ?)",
    'k',
    2,
  );
  await refuses(call('expr', 'a = ?'), /has 1 place for values, and 0 are given/);
  await refuses(call('expr', 'a', 1), /has 0 places/);
});

test('Fr1: a quote behind a backslash ends a text, unless that cannot be meant', async () => {
  const text = String.raw;
  await writes(call('expr', text`a = 'it\'s ?'`), text`a = 'it\'s ?'`);
  await writes(call('expr', text`a = 'it\'s ?' AND b = ?`, 1), text`a = 'it\'s ?' AND b = ?`, 1);
  await writes(call('expr', text`a IN ('it\'s ?', 'it\'s', ?)`, 1), text`a IN ('it\'s ?', 'it\'s', ?)`, 1);
  await writes(call('expr', text`a = "\"?" AND b = ?`, 1), text`a = "\"?" AND b = ?`, 1);
  await writes(call('expr', text`a LIKE 'C:\' AND b = ?`, 1), text`a LIKE 'C:\' AND b = ?`, 1);
  await writes(
    call('expr', text`a LIKE ? ESCAPE '\' AND b = '?'`, 1),
    text`a LIKE ? ESCAPE '\' AND b = '?'`,
    1,
  );
  await refuses(call('expr', text`a = 'it\'s ?'`, 1), /has 0 places for values, and 1 is given/);
});

test('Fr4: an argument of a wrong type makes no hole in a chain; the first one is told when the text is asked for', async () => {
  const query = await built(await select('a'), ['from', {}], ['limit', 'many'], ['where', { a: 1 }]);
  await refuses(Promise.resolve(query), /table must be a text/);
  await refuses(built(await select('a'), ['from', 't'], ['limit', -1]), /n must be an integer of at least 0/);
  await refuses(built(await select('a'), ['join', true]), /clause must be a text/);
  await refuses(built(await call('insert', {}), ['columns', 'a'], ['values', 1]), /table must be a text/);
  await refuses(built(await call('update', true), ['set', 'a', 1]), /table must be a text/);
  await refuses(built(await call('delete', 5.5), ['where', { a: 1 }]), /table must be a text/);
  await refuses(call('expr', {}), /sql must be a text/);
  await refuses(call('and_', 'a = 1'), /conditions must be a list/);
  await refuses(built(await select('a'), ['from', 't'], ['where', await call('expr')]), /sql is required/);
});

test('Fr3: places are written as the format says, in the order in which they stand', async () => {
  const { values = {} } = builder as { values?: Record<string, unknown> };
  const query = await built(
    await select('*'),
    ['from', 't'],
    ['where', 'a = ? AND b ?? ?', 1, 2],
    ['where', { c: 3 }],
  );
  const written = async (format: string) =>
    (await sqlOf(await built(query, ['placeholder_format', values[format]])))[0];
  assert.equal(await written('dollar'), 'SELECT * FROM t WHERE a = $1 AND b ? $2 AND c = $3');
  assert.equal(await written('at'), 'SELECT * FROM t WHERE a = @p1 AND b ? @p2 AND c = @p3');
  assert.equal(await written('colon'), 'SELECT * FROM t WHERE a = :1 AND b ? :2 AND c = :3');
  assert.equal(await written('question'), 'SELECT * FROM t WHERE a = ? AND b ? ? AND c = ?');
  assert.equal(await written('default_placeholder'), await written('question'));
});

test('a statement without a part that it must have is refused', async () => {
  await refuses(select(), /needs columns/);
  await refuses(call('insert', 't'), /needs values or a select/);
  await refuses(built(await call('insert'), ['values', 1]), /needs a table/);
  await refuses(
    built(await call('insert', 't'), ['columns', 'a', 'b'], ['values', 1]),
    /2 columns, and 1 values/,
  );
  await refuses(call('update', 't'), /needs something to set/);
  await refuses(built(await call('update'), ['set', 'a', 1]), /needs a table/);
  await refuses(call('delete'), /needs a table/);
});

test('what is built can be saved and made again', async () => {
  const query = await built(
    await select('é', await call('expr', '?', '\xff\x00')),
    ['from', 't'],
    ['where', { a: [1, 2.5, true, 'x', nullValue], b: 12345678901234567890n }],
    ['limit', 1],
  );
  assert.ok(query instanceof Held);
  const { handle, live } = query;
  assert.deepEqual(
    handle.restore?.(handle.save?.(live), undefined as never),
    JSON.parse(JSON.stringify(live)),
  );
});
