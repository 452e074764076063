import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeUtf8, isFailure } from '#base';
import { problemText, type ReadingOptions } from './reading.ts';
import { type AnySchema, decode, decodeOrThrow, hideSecrets, references } from './schema.ts';
import { defineService } from './service.ts';
import { t } from './t.ts';

/** Reads and returns the value, which has to be right. */
function reads(schema: AnySchema, value: unknown, options?: ReadingOptions): unknown {
  const decoded = decode(schema, value, options);
  assert.ok(decoded.ok, decoded.ok ? '' : decoded.problems.map((each) => problemText(each, '')).join('; '));
  return decoded.value;
}

/** Reads and compares all messages. */
function refuses(schema: AnySchema, value: unknown, ...messages: string[]): void {
  const decoded = decode(schema, value);
  assert.ok(!decoded.ok, 'was accepted');
  assert.deepEqual(
    decoded.problems.map((each) => problemText(each, '')),
    messages,
  );
}

test('Rd2: a guest’s string is read as UTF-8, text of an entry as it is', () => {
  assert.equal(reads(t.string, '\xc3\xa9', { guest: true }), 'é');
  assert.equal(reads(t.string, 'é'), 'é');
  assert.equal(t.string.write('é'), '\xc3\xa9');
});

test('Rd2: bytes are a guest’s string as it is, and the UTF-8 of text', () => {
  assert.equal(reads(t.bytes, '\xff\x00', { guest: true }), '\xff\x00');
  assert.equal(reads(t.bytes, 'é'), '\xc3\xa9');
  assert.equal(t.bytes.write('\xff'), '\xff');
});

test('scalars are read or refused', () => {
  assert.equal(reads(t.boolean, false), false);
  assert.equal(reads(t.integer(), -0), -0);
  assert.equal(reads(t.integer({ min: 1 }), 5), 5);
  assert.equal(reads(t.number(), 1.5), 1.5);
  assert.equal(reads(t.number(), 2n ** 60n), 2 ** 60);
  refuses(t.boolean, 'true', 'must be true or false, not the text "true"');
  refuses(t.integer(), 1.5, 'must be an integer, not the number 1.5');
  refuses(t.integer({ min: 1, max: 3 }), 4, 'must be an integer from 1 to 3, not the number 4');
  refuses(t.integer(), 2n ** 60n, `must be an integer, not the number ${2n ** 60n}`);
  refuses(t.number({ min: 0 }), -1, 'must be a number of at least 0, not the number -1');
  refuses(t.number(), Number.NaN, 'must be a number, not the number NaN');
  refuses(t.string, 5, 'must be a text, not the number 5');
  refuses(t.string, undefined, 'is required: a text');
  refuses(t.string, null, 'is required: a text');
  refuses(t.string, ['a'], 'must be a text, not a list');
});

test('64-bit integers are bigints only beyond 2^53', () => {
  assert.equal(reads(t.int64, 5n), 5);
  assert.equal(reads(t.int64, 2n ** 60n), 2n ** 60n);
  refuses(t.int64, 2n ** 63n, `must be an integer, not the number ${2n ** 63n}`);
  refuses(t.int64, 2 ** 60, `must be an integer, not the number ${2 ** 60}`);
  assert.equal(t.int64.write(7n), 7);
});

test('durations are read as milliseconds', () => {
  assert.equal(reads(t.duration('5m'), undefined), 300_000);
  assert.equal(reads(t.duration(), '250ms'), 250);
  assert.equal(reads(t.duration(), 0), 0);
  assert.equal(reads(t.duration(undefined, { number: 's' }), 2), 2000);
  assert.equal(reads(t.duration(undefined, { number: 'ns' }), 5_000_000n), 5);
  refuses(t.duration(), 30, "must be a duration such as '30s', not the number 30");
  refuses(t.duration(), 'soon', 'must be a duration such as \'30s\', not the text "soon"');
  refuses(t.duration(), '-1s', 'must not be negative');
  assert.equal(reads(t.duration(undefined, { negative: true }), '-1s'), -1000);
});

test('text of one form is checked as text', () => {
  const name = t.text('a name of four letters', (text) => [...text].length === 4);
  assert.equal(reads(name, encodeUtf8('Käte'), { guest: true }), 'Käte');
  refuses(name, 'Jo', 'must be a name of four letters, not the text "Jo"');
});

test('choices take the first form that fits', () => {
  const level = t.oneOf('low', 'high', 3);
  assert.equal(reads(level, 'low'), 'low');
  assert.equal(reads(level, 3), 3);
  refuses(level, 'mid', "must be 'low', 'high' or 3, not the text \"mid\"");
  const size = t.oneOf('auto', t.integer({ min: 1 }), t.object({ share: t.number() }));
  assert.equal(reads(size, 'auto'), 'auto');
  assert.equal(reads(size, 4), 4);
  assert.deepEqual(reads(size, { share: 0.5 }), { share: 0.5 });
});

test('a choice reports the problems of the only form that was meant', () => {
  const size = t.oneOf('auto', t.integer({ min: 1 }), t.object({ share: t.number() }));
  refuses(size, { share: 'x' }, 'share must be a number, not the text "x"');
  refuses(size, 0, 'must be an integer of at least 1, not the number 0');
  refuses(size, true, "must be 'auto', an integer of at least 1 or a table, not true");
});

test('a choice among tables takes the one that has no problem', () => {
  const target = t.oneOf(t.object({ file: t.string }), t.object({ url: t.string }));
  assert.deepEqual(reads(target, { url: 'x' }), { url: 'x' });
});

test('lists and maps name the place of each problem, counted as guests count', () => {
  assert.deepEqual(reads(t.list(t.integer()), [1, 2]), [1, 2]);
  refuses(
    t.list(t.integer()),
    [1, 'a', true],
    '[2] must be an integer, not the text "a"',
    '[3] must be an integer, not true',
  );
  refuses(t.map(t.list(t.boolean)), { a: [1] }, 'a[1] must be true or false, not the number 1');
  refuses(t.list(t.any, { min: 2 }), [1], 'must be a list of at least 2, not of 1');
});

test('an empty table is a list and a map', () => {
  assert.deepEqual(reads(t.list(t.any), {}), []);
  assert.deepEqual(Object.keys(reads(t.map(t.any), []) as object), []);
  assert.deepEqual(reads(t.object({ a: t.optional(t.string) }), []), { a: undefined });
  refuses(t.object({}), [1], 'must be a table, not a list');
});

test('any name is a key like any other', () => {
  const read = reads(t.map(t.integer()), JSON.parse('{"__proto__": 1, "constructor": 2}')) as Record<
    string,
    number
  >;
  assert.deepEqual(Object.entries(read), [
    ['__proto__', 1],
    ['constructor', 2],
  ]);
  refuses(t.object({ constructor: t.string }), {}, 'constructor is required: a text');
});

test('objects complete what is missing', () => {
  const schema = t.object({
    size: t.integer({ default: 10 }),
    name: t.optional(t.string),
    restart: t.object({ delay: t.duration('1s') }).default({}),
  });
  assert.deepEqual(reads(schema, {}), { size: 10, name: undefined, restart: { delay: 1000 } });
  const one = decodeOrThrow(schema, {}, '');
  const other = decodeOrThrow(schema, {}, '');
  assert.notEqual(one.restart, other.restart);
});

test('Rd1: all problems of a value are reported at once', () => {
  refuses(
    t.object({ port: t.integer({ min: 1 }), host: t.string, tls: t.object({ cert: t.string }) }),
    { port: 0, tls: {} },
    'port must be an integer of at least 1, not the number 0',
    'host is required: a text',
    'tls.cert is required: a text',
  );
});

test('an unknown field is a warning with a suggestion, unless the schema says otherwise', () => {
  const warned = decode(t.object({ max_size: t.integer({ default: 1 }) }), { max_sise: 5 });
  assert.ok(warned.ok);
  assert.deepEqual(
    warned.warnings.map((each) => problemText(each, 'data')),
    ["data.max_sise is not known; did you mean 'max_size'?"],
  );
  refuses(t.object({ a: t.any }, { unknown: 'refuse' }), { zzz: 1 }, 'zzz is not known; known: a');
  refuses(
    t.object({ name: t.any, port: t.any }, { unknown: 'refuse' }),
    { prot: 1 },
    "prot is not known; did you mean 'port'? Known: name, port",
  );
  assert.deepEqual(reads(t.object({}, { unknown: 'keep' }), { b: 1 }), { b: 1 });
  const ignored = decode(t.object({}, { unknown: 'ignore' }), { b: 1 });
  assert.ok(ignored.ok && ignored.warnings.length === 0);
});

test('a rule about the whole is asked only when the parts are right', () => {
  const range = t
    .object({ min: t.integer(), max: t.integer() })
    .check(({ min, max }) => (min <= max ? undefined : 'must have min below max'));
  assert.deepEqual(reads(range, { min: 1, max: 2 }), { min: 1, max: 2 });
  refuses(range, { min: 3, max: 2 }, 'must have min below max');
  refuses(range, { min: 3 }, 'max is required: an integer');
});

const stores = defineService<{ get(key: string): unknown }>({
  name: 'store',
  summary: 'Keys and values.',
  methods: ['get'],
});

test('references are found with their place and target', () => {
  const schema = t.object({ store: t.ref(stores), dbs: t.list(t.ref('db.sql.*')), any: t.optional(t.ref()) });
  const value = { store: 'cache', dbs: ['app.data:main'], any: 'x:y' };
  assert.deepEqual(references(schema, value, { namespace: 'app' }), [
    { path: ['store'], id: 'app:cache', targets: ['store'] },
    { path: ['dbs', 0], id: 'app.data:main', targets: ['db.sql.*'] },
    { path: ['any'], id: 'x:y', targets: [] },
  ]);
  refuses(t.ref(), 'bare', 'must be the id of an entry, such as \'app:name\', not the text "bare"');
  refuses(t.ref(), 'a:b:c', 'must be the id of an entry, such as \'app:name\', not the text "a:b:c"');
});

test('only the form that was taken gives references', () => {
  const schema = t.oneOf(t.object({ a: t.ref(), b: t.string }), t.object({ a: t.string }));
  assert.deepEqual(references(schema, { a: 'x:y' }), []);
});

test('a value that comes later is not checked and not a reference', () => {
  const schema = t.object({ port: t.integer(), host: t.string, store: t.ref(stores) });
  const defer = (text: string) => text.startsWith('later:');
  const decoded = decode(schema, { port: 'later:PORT', host: 'x', store: 'later:STORE' }, { defer });
  assert.ok(decoded.ok);
  assert.deepEqual(decoded.deferred, [['port'], ['store']]);
  assert.deepEqual(decoded.references, []);
});

test('secrets are hidden and never named in messages', () => {
  const schema = t.object({ user: t.string, password: t.secret, keys: t.list(t.secret) });
  const value = { user: 'u', password: 'p', keys: ['k1', 'k2'] };
  assert.deepEqual(hideSecrets(schema, value), { user: 'u', password: '***', keys: ['***', '***'] });
  assert.deepEqual(value.keys, ['k1', 'k2']);
  refuses(t.secret, 1234, 'must be a text');
});

test('data is read as text to any depth, any value as it is', () => {
  const value = { '\xc3\xa9': ['\xc3\xa9', 1, true, null] };
  assert.deepEqual(Object.entries(reads(t.data, value, { guest: true }) as object), [
    ['é', ['é', 1, true, null]],
  ]);
  assert.equal(reads(t.any, value, { guest: true }), value);
  assert.deepEqual(Object.entries(t.data.write({ é: 'é' }) as object), [['\xc3\xa9', '\xc3\xa9']]);
});

test('data that is nested without end is refused', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  assert.throws(() => decode(t.data, circle, { guest: true }), /nested deeper/);
});

test('what is wrong is thrown as one Invalid that names every place', () => {
  assert.throws(
    () => decodeOrThrow(t.object({ a: t.string, b: t.boolean }), { a: 1 }, 'app:x data'),
    (thrown) =>
      isFailure(thrown, 'Invalid') &&
      thrown.retryable === false &&
      thrown.message ===
        'app:x data.a must be a text, not the number 1; app:x data.b is required: true or false',
  );
});

test('a schema becomes JSON Schema', () => {
  const schema = t
    .object({
      port: t.integer({ min: 1, max: 65_535, default: 8080 }),
      mode: t.oneOf('a', 'b').describe('How it works.'),
      store: t.ref(stores),
      key: t.optional(t.secret),
    })
    .describe('A server.');
  assert.deepEqual(schema.toJsonSchema(), {
    description: 'A server.',
    type: 'object',
    properties: {
      port: { type: 'integer', minimum: 1, maximum: 65_535, default: 8080 },
      mode: { description: 'How it works.', enum: ['a', 'b'] },
      store: { type: 'string', 'x-entry': ['store'] },
      key: { type: 'string', writeOnly: true },
    },
    required: ['mode', 'store'],
  });
});

test('what is written is read back', () => {
  const schema = t.object({
    name: t.string,
    raw: t.bytes,
    size: t.optional(t.int64),
    tags: t.list(t.string),
    more: t.map(t.data),
    wait: t.duration(),
  });
  const value = fc.record(
    {
      name: fc.string({ unit: 'binary' }),
      raw: fc.uint8Array().map((bytes) => String.fromCharCode(...bytes)),
      size: fc.option(fc.maxSafeInteger(), { nil: undefined }),
      tags: fc.array(fc.string({ unit: 'binary' })),
      more: fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
      wait: fc.nat(1e9),
    },
    { requiredKeys: ['name', 'raw', 'tags', 'more', 'wait'] },
  );
  const plain = (each: unknown) => JSON.stringify(each);
  fc.assert(
    fc.property(value, (each) => {
      const back = reads(schema, schema.write(each), { guest: true });
      assert.equal(
        plain(back),
        plain({
          name: each.name,
          raw: each.raw,
          size: each.size,
          tags: each.tags,
          more: each.more,
          wait: each.wait,
        }),
      );
    }),
  );
});

test('a default that cannot be read shows with its first use and with the documentation', () => {
  const wrong = t.object({ count: t.integer({ min: 1 }).default(0) });
  assert.throws(() => decode(wrong, {}), /the default of a schema must be an integer of at least 1/);
  assert.throws(() => wrong.toJsonSchema(), /the default of a schema/);
  assert.ok(decode(wrong, { count: 2 }).ok);
});
