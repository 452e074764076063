import assert from 'node:assert/strict';
import { test } from 'node:test';
import Ajv from 'ajv/dist/2020.js';
import { entryFileSchema } from './json-schema.ts';
import { testTable } from './registry.testing.ts';

const ajv = new Ajv.default({ strict: false, validateFormats: false });
const validate = ajv.compile(entryFileSchema(testTable()));

function isValid(...entries: object[]): boolean {
  return validate({ version: '1.0', namespace: 'app', entries });
}

test('editors accept what loads and mark what does not', () => {
  assert.ok(isValid({ name: 'x', kind: 'store.memory', max_size: 5 }));
  assert.ok(isValid({ name: 'x', kind: 'store.memory', max_size: `\${env:SIZE|5}` }));
  assert.ok(isValid({ name: 'x', kind: 'registry.entry', anything: [1] }));
  assert.ok(isValid({ name: 'x', kind: 'process.host', lifecycle: { auto_start: true } }));
  assert.ok(!isValid({ name: 'x', kind: 'store.memory', max_size: 'many' }));
  assert.ok(!isValid({ name: 'x', kind: 'store.memory', max_size: 0 }));
  assert.ok(!isValid({ name: 'x', kind: 'function.lua', source: '' }), 'method is missing');
  assert.ok(!isValid({ name: 'x', kind: 'store.memry' }));
  assert.ok(!isValid({ kind: 'registry.entry' }));
  assert.ok(!isValid({ name: 'x', kind: 'process.host', lifecycle: { auto_start: 'yes' } }));
});

test('kinds are listed and described', () => {
  const { properties, allOf } = entryFileSchema(testTable()).$defs.entry;
  assert.ok(properties?.kind?.enum?.includes('process.lua'));
  const store = allOf.find((each) => each.if.properties?.kind?.const === 'store.memory');
  assert.equal(store?.then.description, 'Keys and values in memory.');
});
