import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '#base';
import { levelOf, sharedLog } from './logging.ts';

test('the configured minimum holds, whatever the command line asks for', () => {
  assert.equal(levelOf('debug', -1), 'debug');
  assert.equal(levelOf('debug', 0), 'info');
  assert.equal(levelOf('info', 2), 'error');
  assert.equal(levelOf('error', -1), 'error');
});

test('each event of a shared log is told with all its fields, also what the log itself leaves out', () => {
  const lines: string[] = [];
  const told: string[] = [];
  const log = createLog({
    level: 'warn',
    format: 'json',
    write: (line) => lines.push(JSON.parse(line).message),
  });
  const shared = sharedLog(log, (level, message, fields) =>
    told.push(`${level} ${message} ${JSON.stringify(fields)}`),
  );
  const child = shared.child({ logger: 'app:a' });
  shared.debug('one');
  child.info('two', { x: 1 });
  child.warn('three');
  shared.error('four');
  assert.deepEqual(lines, ['three', 'four']);
  assert.deepEqual(told, [
    'debug one {}',
    'info two {"logger":"app:a","x":1}',
    'warn three {"logger":"app:a"}',
    'error four {}',
  ]);
  assert.equal(shared.isEnabled('debug'), true);
});
