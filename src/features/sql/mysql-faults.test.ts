import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAnswer, mysqlFailure } from './mysql-faults.ts';

/** As the library tells it, with MySQL's name. */
const told = (errno: number, code?: string) =>
  Object.assign(new Error('what is wrong'), {
    errno,
    sqlState: 'HY000',
    ...(code !== undefined && { code }),
  });

function meaning(errno: number, isMariaDb: boolean, code?: string) {
  const { kind, retryable, details } = mysqlFailure(told(errno, code), isMariaDb);
  return [kind, retryable, (details as { code: string }).code];
}

test('one number means one thing to MySQL and another one to MariaDB', () => {
  const name = 'ER_CLIENT_INTERACTION_TIMEOUT';
  assert.deepEqual(meaning(4031, false, name), ['Unavailable', true, name]);
  assert.deepEqual(meaning(4031, true, name), ['Invalid', false, 'ER_REFERENCED_TRG_DOES_NOT_EXIST']);
  assert.deepEqual([isAnswer(told(4031), false), isAnswer(told(4031), true)], [false, true]);
});

test('an error of MariaDB alone has its name, or its number where that is not known here', () => {
  assert.deepEqual(meaning(1969, true), ['Timeout', true, 'ER_STATEMENT_TIMEOUT']);
  assert.deepEqual(meaning(4151, true, 'ER_BULK_PARSER'), [
    'PermissionDenied',
    false,
    'ER_ACCOUNT_HAS_BEEN_LOCKED',
  ]);
  assert.deepEqual(meaning(4999, true, 'ER_OF_MYSQL'), ['Invalid', false, '4999']);
  assert.deepEqual(meaning(1062, true, 'ER_DUP_ENTRY'), ['AlreadyExists', false, 'ER_DUP_ENTRY']);
  assert.equal(isAnswer(told(1927), true), false, 'the connection is gone');
});
