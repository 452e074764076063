import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from './failure.ts';
import { createLog, type Log, type LogOptions } from './log.ts';

function logged(options: LogOptions, use: (log: Log) => void): string {
  let output = '';
  const write = (line: string) => {
    output += line;
  };
  use(createLog({ now: () => Date.UTC(2030, 0, 2, 12, 30, 1, 123), write, ...options }));
  return output;
}

function json(use: (log: Log) => void): Record<string, unknown> {
  return JSON.parse(logged({ format: 'json', level: 'debug' }, use));
}

test('a console line is readable', () => {
  const line = logged({}, (log) =>
    log
      .child({ logger: 'supervisor' })
      .info('service started', { id: 'app:web', attempt: 2, why: 'auto start' }),
  );
  assert.equal(
    line,
    '12:30:01.123 INFO  supervisor  service started id=app:web attempt=2 why="auto start"\n',
  );
});

test('a JSON line has time, level, message and fields', () => {
  assert.deepEqual(
    json((log) => log.child({ node: 'n1' }).warn('slow', { ms: 12 })),
    {
      level: 'warn',
      time: '2030-01-02T12:30:01.123Z',
      node: 'n1',
      ms: 12,
      message: 'slow',
    },
  );
});

test('lines below the level are not written', () => {
  const output = logged({ level: 'warn' }, (log) => {
    log.info('no');
    log.error('yes');
    assert.equal(log.isEnabled('info'), false);
  });
  assert.match(output, /ERROR yes/);
  assert.doesNotMatch(output, /no/);
  assert.equal(
    logged({ level: 'silent' }, (log) => log.error('x')),
    '',
  );
});

test('Lg1: secrets are hidden at any depth, and in children', () => {
  const output = logged({ format: 'json' }, (log) => {
    const fields = {
      password: 'p1',
      db: { API_KEY: 'p2', headers: [{ authorization: 'p3' }] },
      access_token: 'p4',
    };
    log.info('x', fields);
    log.child({ client_secret: 'p5' }).info('y');
  });
  assert.doesNotMatch(output, /p\d/);
  assert.match(output, /\*\*\*/);
});

test('Lg1: names that only sound like secrets are shown', () => {
  assert.equal(json((log) => log.info('x', { tokens: 12, primary_key: 'id' })).tokens, 12);
  assert.equal(json((log) => log.info('x', { primary_key: 'id' })).primary_key, 'id');
});

test('Lg2: failures are spelt out with their causes', () => {
  const bug = new TypeError('no function');
  const error = failure('Unavailable', 'call failed', { retryable: true, cause: bug });
  const written = json((log) => log.error('x', { error })).error;
  assert.deepEqual(written, {
    kind: 'Unavailable',
    message: 'call failed',
    retryable: true,
    cause: { kind: 'TypeError', message: 'no function', stack: bug.stack },
  });
});

test('Lg3: circles and odd values are written as text', () => {
  const circle: Record<string, unknown> = {
    big: 2n ** 60n,
    nan: Number.NaN,
    at: new Date(Number.NaN),
    run: Symbol('s'),
  };
  circle.self = circle;
  const fields = json((log) => log.debug('x', circle));
  assert.equal(fields.big, '1152921504606846976');
  assert.equal(fields.nan, 'NaN');
  assert.equal(fields.run, 'Symbol(s)');
  assert.match(JSON.stringify(fields.self), /\.\.\./);
});

test('Lg3: a net of circles is cut off', () => {
  const nodes = Array.from({ length: 20 }, (): Record<string, unknown> => ({}));
  for (const node of nodes) Object.assign(node, nodes);
  assert.ok(logged({ format: 'json' }, (log) => log.info('x', { nodes })).length < 300_000);
});

test('Lg3: no name of a field makes writing fail', () => {
  const odd: Record<string, unknown> = JSON.parse(
    '{"__proto__": {"x": 1}, "hasOwnProperty": "h", "toJSON": "j"}',
  );
  assert.equal(json((log) => log.child(odd).info('x')).hasOwnProperty, 'h');
  assert.equal(json((log) => log.info('x', { inner: odd })).message, 'x');
});

test('a message cannot forge a second line or drive the terminal', () => {
  const line = logged({}, (log) => log.info('a\n12:00 INFO b\x1b[2J', { name: 'x\ny' }));
  assert.equal(line.split('\n').length, 2);
  assert.ok(!line.includes('\x1b'));
});

test('fields do not replace what a line has already', () => {
  const fields = json((log) => log.info('real', { message: 'forged', level: 'x', time: 'y' }));
  assert.equal(fields.message, 'real');
  assert.equal(fields.level, 'info');
});
