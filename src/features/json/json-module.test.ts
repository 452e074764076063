import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure, isFailure } from '#base';
import { LuaTable, recordOf, tableOf, type Value } from '#lua';
import { invoke } from '#testing';
import { decodeJson } from './decode.ts';
import { json } from './json-module.ts';

const { encode, decode, validate, validate_string } = json.functions;

async function fits(schema: Value, data: Value): Promise<void> {
  assert.deepEqual(await invoke(validate, [schema, data]), [true]);
}

async function failsWith(
  results: Promise<readonly unknown[]>,
  kind: 'Invalid' | 'Internal',
  message: RegExp,
) {
  const [value, error] = await results;
  assert.ok(value === undefined || value === false);
  assert.ok(error instanceof Failure && isFailure(error, kind) && error.retryable === false);
  assert.match(error.message, message);
  return error;
}

/** A table as a guest writes it. */
const lua = (text: string) => decodeJson(text);

const user = lua(`{
  "type": "object",
  "properties": {"name": {"type": "string", "minLength": 2}, "email": {"type": "string", "format": "email"},
                 "tags": {"type": "array"}, "extra": {"type": "object"}},
  "required": ["name"]
}`);

test('the module has all its functions', () => {
  assert.deepEqual(Object.keys(json.functions).sort(), ['decode', 'encode', 'validate', 'validate_string']);
});

test('encode and decode give values', async () => {
  assert.deepEqual(await invoke(encode, []), ['null']);
  assert.deepEqual(await invoke(encode, [tableOf([1, 2])]), ['[1,2]']);
  const [value] = await invoke(decode, ['{"a": [1]}']);
  assert.ok(value instanceof LuaTable);
  assert.deepEqual(await invoke(encode, [value]), ['{"a":[1]}']);
  assert.deepEqual(await invoke(decode, ['null']), [undefined]);
});

test('empty text is Invalid, bad text Internal', async () => {
  await failsWith(invoke(decode, ['']), 'Invalid', /text must not be empty/);
  await failsWith(invoke(decode, []), 'Invalid', /text is required/);
  await failsWith(invoke(decode, [5]), 'Invalid', /text must be a string/);
  await failsWith(invoke(decode, ['{']), 'Internal', /bad JSON at 1:2/);
});

test('values are checked by a schema that is a table or a text', async () => {
  await fits(user, lua('{"name": "Ann", "email": "ann@example.com"}'));
  await fits('{"type": "integer", "minimum": 3}', 3);
  await fits('{"type": "string", "maxLength": 1}', '\xc3\xa9');
  await fits('true', undefined);
  await fits(true, 5);
});

test('all that does not fit is told with its place', async () => {
  const bad = lua('{"name": "A", "email": "nobody", "tags": [1]}');
  const error = await failsWith(
    invoke(validate, [user, bad]),
    'Invalid',
    /^data\.name must NOT have fewer than 2 characters; data\.email must match format "email"$/,
  );
  assert.deepEqual(Object.keys(error.details as object), ['errors']);
  await failsWith(invoke(validate, [user, lua('{}')]), 'Invalid', /data must have required property 'name'/);
  await failsWith(
    invoke(validate, ['{"items": {"type": "string"}}', tableOf(['a', 2])]),
    'Invalid',
    /^data\[2\] must be string$/,
  );
});

test('an empty table is what the schema wants', async () => {
  const empty = () => new LuaTable();
  await fits('{"type": "object"}', empty());
  await fits('{"type": "array"}', empty());
  await fits(user, recordOf({ name: 'Ann', tags: empty(), extra: empty() }));
  await fits(recordOf({ type: 'object', properties: empty(), required: empty() }), empty());
  await fits(recordOf({ items: empty(), properties: recordOf({ required: empty() }) }), tableOf([1]));
  await failsWith(invoke(validate, ['{"type": "string"}', empty()]), 'Invalid', /must be string/);
});

test('what is no schema and what is no data is Invalid', async () => {
  await failsWith(invoke(validate, ['{"type": "nothing"}', 1]), 'Invalid', /schema does not compile/);
  await failsWith(invoke(validate, ['{', 1]), 'Invalid', /schema does not compile/);
  await failsWith(invoke(validate, ['5', 1]), 'Invalid', /must be an object/);
  await failsWith(invoke(validate, [undefined, 1]), 'Invalid', /must be an object/);
  await failsWith(invoke(validate, ['{"pattern": "(?=a)"}', 'a']), 'Invalid', /schema does not compile/);
  await failsWith(invoke(validate, ['{"$schema": "http://x/y"}', 'a']), 'Invalid', /not known/);
  const gap = tableOf([1, 2, 3]);
  gap.set(2, undefined);
  await failsWith(invoke(validate, ['{}', gap]), 'Invalid', /data: cannot encode/);
});

test('texts are checked as they are', async () => {
  assert.deepEqual(await invoke(validate_string, [user, '{"name": "Ann", "extra": {}}']), [true]);
  await failsWith(
    invoke(validate_string, [user, '{"name": "Ann", "extra": []}']),
    'Invalid',
    /data.extra must be object/,
  );
  await failsWith(invoke(validate_string, [user, '{"name"']), 'Invalid', /the data is no JSON/);
});

test('older drafts are read as what they say they are', async () => {
  const tuple =
    '{"$schema": "http://json-schema.org/draft-07/schema#", "items": [{"type": "string"}], "$id": "https://example.com/x"}';
  await fits(tuple, tableOf(['a', 5]));
  await failsWith(invoke(validate, [tuple, tableOf([5])]), 'Invalid', /data\[1\] must be string/);
  await fits('{"prefixItems": [{"type": "string"}], "$id": "https://example.com/x"}', tableOf(['a', 5]));
  await fits(
    '{"prefixItems": [{"type": "string"}], "$id": "https://example.com/x", "title": "another of this id"}',
    tableOf(['a']),
  );
});

test('a pattern that would take for ever takes no time', async () => {
  await failsWith(
    invoke(validate, ['{"pattern": "^(a+)+$"}', `${'a'.repeat(50)}!`]),
    'Invalid',
    /must match pattern/,
  );
  await fits('{"patternProperties": {"^\\\\u00e9": {"type": "integer"}}}', lua('{"\xc3\xa9t\xc3\xa9": 5}'));
});
