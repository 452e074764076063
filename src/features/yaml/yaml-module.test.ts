import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeUtf8, isFailure } from '#base';
import { host, LuaTable, recordOf, tableOf, type Value } from '#lua';
import { fromData, toData } from '#process';
import { invoke } from '#testing';
import { yaml } from './yaml-module.ts';

const { encode, decode } = yaml.functions;

async function writes(table: LuaTable, text: string, options?: unknown): Promise<void> {
  assert.deepEqual(await invoke(encode, [table, options]), [text]);
}

async function reads(text: string, value: unknown): Promise<void> {
  const [read, error] = await invoke(decode, [text]);
  assert.equal(error, undefined);
  assert.deepEqual(toData(read), value);
}

async function refuses(results: Promise<readonly unknown[]>, kind: 'Invalid' | 'Internal', message: RegExp) {
  const [value, error] = await results;
  assert.equal(value, undefined);
  assert.ok(isFailure(error, kind) && error.retryable === false, String(error));
  assert.match(error.message, message);
}

const entry = () => recordOf({ zebra: 1, alpha: 2, name: 'test', kind: 'demo' });

test('the module has all its functions', () => {
  assert.deepEqual(Object.keys(yaml.functions).sort(), ['decode', 'encode']);
});

test('tables become mappings and lists in their order', async () => {
  await writes(entry(), 'zebra: 1\nalpha: 2\nname: test\nkind: demo\n');
  await writes(tableOf(['apple', 'banana']), '- apple\n- banana\n');
  await writes(
    recordOf({ http: recordOf({ address: ':8080', ports: tableOf([1, 2]) }) }),
    'http:\n  address: :8080\n  ports:\n    - 1\n    - 2\n',
  );
  await writes(new LuaTable(), '[]\n');
  await writes(
    recordOf({ id: 2n ** 60n, ok: true, x: 1.5, city: 'K\xc3\xb6ln' }),
    'id: 1152921504606846976\nok: true\nx: 1.5\ncity: K\xc3\xb6ln\n',
  );
});

test('fields are ordered as asked', async () => {
  await writes(entry(), 'name: test\nkind: demo\nalpha: 2\nzebra: 1\n', {
    field_order: ['name', 'kind', 'none'],
    sort_unordered: true,
  });
  await writes(entry(), 'alpha: 2\nkind: demo\nname: test\nzebra: 1\n', { sort_unordered: true });
  await writes(recordOf({ a: recordOf({ x: 1, name: 2 }) }), 'a:\n  name: 2\n  x: 1\n', {
    field_order: ['name'],
  });
});

test('styles are as asked', async () => {
  const table = recordOf({ a: tableOf([1, 2]), b: 'x' });
  await writes(table, 'a: [ 1, 2 ]\nb: x\n', { sequence_style: 'flow' });
  await writes(table, '{ a: [ 1, 2 ], b: x }\n', { mapping_style: 'flow' });
  await writes(table, "a:\n  - 1\n  - 2\nb: 'x'\n", { scalar_style: 'single' });
  await writes(recordOf({ a: recordOf({ b: 1 }) }), 'a:\n    b: 1\n', { indent: 4 });
  await writes(recordOf({ text: 'one\ntwo\n' }), 'text: |\n  one\n  two\n');
});

test('texts that look like something else are quoted', async () => {
  await writes(recordOf({ a: 'yes', b: '1', c: 'null', d: '' }), 'a: "yes"\nb: "1"\nc: "null"\nd: ""\n');
});

test('scalars are read as what they are', async () => {
  await reads('a: 1\nb: 1.5\nc: true\nd: text\ne: null\nf: 9007199254740993\ng: "5"\n', {
    ...{ a: 1, b: 1.5, c: true, d: 'text', f: 9007199254740993n, g: '5' },
  });
  await reads('- x\n- [1, {a: b}]\n', ['x', [1, { a: 'b' }]]);
  await reads('K\xc3\xb6ln', 'K\xc3\xb6ln');
  await reads('1: a\n2: b\n', ['a', 'b']);
  await reads('base: &b {x: 1}\nmore:\n  <<: *b\n  y: 2\n', { base: { x: 1 }, more: { x: 1, y: 2 } });
  await reads('a: 1\n---\nb: 2\n', { a: 1 });
  await reads('# nothing', undefined);
});

test('what is no table, no text or no YAML is refused', async () => {
  await refuses(invoke(encode, ['text']), 'Invalid', /data must be a table/);
  await refuses(invoke(encode, []), 'Invalid', /data must be a table/);
  await refuses(invoke(decode, ['']), 'Invalid', /must not be empty/);
  await refuses(invoke(decode, [5]), 'Invalid', /must be a string/);
  for (const bad of ['a: [1', 'a: b: c', '\t- x\n- y', '"', 'a: *nobody', 'a: 1\na: 2', '? [a]\n: 1']) {
    await refuses(invoke(decode, [bad]), 'Internal', /bad YAML/);
  }
  const bomb = Array.from(
    { length: 9 },
    (_, i) => `a${i}: &a${i} [${Array(9).fill(i === 0 ? 'x' : `*a${i - 1}`)}]`,
  );
  await refuses(invoke(decode, [bomb.join('\n')]), 'Internal', /bad YAML/);
  await refuses(invoke(decode, ['['.repeat(20_000)]), 'Internal', /bad YAML/);
});

test('what has no form is refused', async () => {
  const circle = new LuaTable();
  circle.set(1, circle);
  await refuses(invoke(encode, [circle]), 'Internal', /contains itself/);
  await refuses(
    invoke(encode, [recordOf({ f: host('f', () => undefined) })]),
    'Internal',
    /a function has no YAML form/,
  );
  const shared = tableOf([1]);
  await writes(recordOf({ a: shared, b: shared }), 'a:\n  - 1\nb:\n  - 1\n');
});

const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, min: -1e9, max: 1e9 }),
    fc.string(),
    tie('list'),
    tie('object'),
  ),
  list: fc.array(tie('value'), { minLength: 1 }),
  object: fc.dictionary(fc.string(), tie('value'), { minKeys: 1, noNullPrototype: true }),
}));

test('what is written is read back as the same', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(values, { minLength: 1 }), async (value) => {
      const table: Value = fromData(value, { text: encodeUtf8 });
      const [text] = await invoke(encode, [table]);
      const [again, error] = await invoke(decode, [text]);
      assert.equal(error, undefined, String(text));
      assert.deepEqual(toData(again), toData(table));
    }),
    { numRuns: 40 },
  );
});
