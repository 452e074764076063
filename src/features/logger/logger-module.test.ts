import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base';
import { host, LuaTable, recordOf, tableOf } from '#lua';
import { ErrorValue, guestError } from '#process';
import { invoke, invokeMethod, TestCall } from '#testing';
import { type GuestLevel, type GuestLine, logSink, logSinkId } from './log-sink.ts';
import { loggerHandle } from './logger-handle.ts';
import { logger } from './logger-module.ts';

const { functions } = logger;

/** The module as guests have it: a table of functions. */
const module = recordOf({ named: host('logger.named', () => undefined) });

function recording(hidden?: GuestLevel): { call: TestCall; lines: GuestLine[] } {
  const lines: GuestLine[] = [];
  const call = new TestCall().provide(logSink, logSinkId, {
    isEnabled: (level) => level !== hidden,
    write: (line) => void lines.push(line),
  });
  return { call, lines };
}

const from = { pid: '{app:test|1}', entry: 'app:test', logger: undefined };

test('the module and its loggers have all methods', () => {
  const names = ['debug', 'error', 'info', 'named', 'warn', 'with'];
  assert.deepEqual(Object.keys(functions).sort(), names);
  assert.deepEqual(Object.keys(loggerHandle.methods).sort(), names);
});

test('a level that nobody wants to see writes nothing', async () => {
  const { call, lines } = recording('debug');
  await invoke(functions.debug, ['hidden'], call);
  await invoke(functions.info, ['seen'], call);
  assert.deepEqual(
    lines.map(({ message }) => message),
    ['seen'],
  );
});

test('the module writes with a colon and with a dot', async () => {
  const { call, lines } = recording();
  const fields = recordOf({ user: 'K\xc3\xb6ln', n: 2n ** 60n });
  assert.deepEqual(await invoke(functions.info, [module, 'hello', fields], call), []);
  assert.deepEqual(await invoke(functions.warn, ['hello', fields], call), []);
  assert.deepEqual(await invoke(functions.error, [module, 'alone'], call), []);
  assert.deepEqual(lines, [
    { level: 'info', message: 'hello', fields: { user: 'Köln', n: 2n ** 60n }, ...from },
    { level: 'warn', message: 'hello', fields: { user: 'Köln', n: 2n ** 60n }, ...from },
    { level: 'error', message: 'alone', fields: {}, ...from },
  ]);
});

test('loggers add names and fields, and stay as they were', async () => {
  const { call, lines } = recording();
  const [one] = await invoke(functions.with, [module, recordOf({ a: 1, b: 1 })], call);
  const [two] = await invokeMethod(one, 'named', ['first'], call);
  const [three] = await invokeMethod(two, 'named', ['second'], call);
  const [four] = await invokeMethod(three, 'with', [recordOf({ b: 2 })], call);
  await invokeMethod(four, 'debug', ['deep', recordOf({ c: 3 })], call);
  await invokeMethod(one, 'info', ['flat'], call);
  const [named] = await invoke(functions.named, ['dotted'], call);
  await invokeMethod(named, 'info', ['x'], call);
  assert.deepEqual(
    lines.map(({ logger: name, fields }) => [name, fields]),
    [
      ['first.second', { a: 1, b: 2, c: 3 }],
      [undefined, { a: 1, b: 1 }],
      ['dotted', {}],
    ],
  );
});

test('anything at all can be a field or the message', async () => {
  const { call, lines } = recording();
  const circle = new LuaTable();
  circle.set('self', circle);
  const fields = recordOf({
    error: guestError(new ErrorValue('NotFound', 'no key', false)),
    list: tableOf([1, tableOf(['x'])]),
    circle,
    run: host('f', () => undefined),
    nothing: undefined,
    yes: true,
  });
  fields.set(5, 'five');
  fields.set(true, 'true');
  await invoke(functions.info, [module, guestError(new ErrorValue('', 'boom')), fields], call);
  for (const message of [5, true, undefined]) await invoke(functions.info, [module, message], call);
  await invoke(functions.info, [module, recordOf({ a: 1 })], call);
  assert.deepEqual(
    lines.map(({ message }) => message),
    ['boom', '5', 'true', 'nil', '(a table)'],
  );
  assert.deepEqual(lines[0]?.fields, {
    error: { kind: 'NotFound', message: 'no key', retryable: false },
    list: [1, ['x']],
    circle: { self: '(the table itself)' },
    run: '(a function)',
    yes: true,
    5: 'five',
    true: 'true',
  });
});

test('an empty name is Invalid', async () => {
  const { call } = recording();
  for (const given of [[module, ''], [module], ['']]) {
    const [value, error] = await invoke(functions.named, given, call);
    assert.equal(value, undefined);
    assert.ok(isFailure(error, 'Invalid') && error.retryable === false);
  }
});
