import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Registry } from '#registry';
import { SecretTexts } from './secret-texts.ts';

/** A registry with variables by public name, and the metadata of their entries. `password` in data is a secret. */
function secrets(variables: Readonly<Record<string, object>> = {}): SecretTexts {
  const entries = new Map(
    Object.entries(variables).map(([name, meta]) => [`app:${name}`, { meta, data: meta }]),
  );
  const kinds = { read: () => ({ secrets: [['login', 'password']] }) };
  const variable = (name: string) => (entries.has(`app:${name}`) ? `app:${name}` : undefined);
  return new SecretTexts({ graph: { entries, kinds, variable } } as unknown as Registry); // all that is asked of it
}

test('St1: names speak of secrets', () => {
  const { isSecret } = secrets();
  for (const name of ['password', 'dbPassword', 'api_key', 'apiKey', 'ACCESS_TOKEN', 'authorization', 'DSN'])
    assert.equal(isSecret(name), true, name);
  for (const name of ['order', 'key', 'total', 'pinned', 'author']) assert.equal(isSecret(name), false, name);
});

test('St2: values of secret variables are hidden wherever they stand', () => {
  const texts = secrets({ PLAIN: {}, MARKED: { secret: true }, HINTED: { private: true } });
  texts.given('PLAIN', 'harmless');
  texts.given('MARKED', 'marked-value');
  texts.given('HINTED', 'hinted-value');
  texts.given('STRIPE_API_KEY', 'sk_live_1');
  assert.equal(texts.hide('harmless, marked-value/hinted-value+sk_live_1!'), 'harmless, ***/***+***!');
});

test('St2: a text that is cut within a secret hides what is left of it', () => {
  const texts = secrets({ MARKED: { secret: true } });
  texts.given('MARKED', 'correct horse battery');
  assert.equal(texts.hide('say correct hor'), 'say ***');
});

test('St2: what a schema calls secret is hidden, but for placeholders', () => {
  const placeholder = ['$', '{env:X}'].join('');
  const texts = secrets({
    db: { login: { password: 'of the entry' } },
    other: { login: { password: placeholder } },
  });
  assert.equal(texts.hide(`of the entry, ${placeholder}`), `***, ${placeholder}`);
});

test('St2: very short values are hidden where they are all', () => {
  const texts = secrets({ MARKED: { secret: true } });
  texts.given('MARKED', 'abc');
  assert.deepEqual([texts.hide('abc'), texts.hide('abcdef')], ['***', 'abcdef']);
});

test('St2: however many values there were, a bounded number is remembered', () => {
  const texts = secrets({ MARKED: { secret: true } });
  for (let i = 0; i < 2000; i++) texts.given('MARKED', `value-${i}-`);
  assert.deepEqual([texts.hide('value-0-'), texts.hide('value-1999-')], ['value-0-', '***']);
});

for (const [text, shown] of [
  ['Authorization: Bearer abc.def', 'Authorization: *** ***'],
  ['postgres://me:hunter2@db/app', 'postgres://me:***@db/app'],
  ['{"password":"hunter2","user":"me"}', '{"password":"***","user":"me"}'],
  ['?api_key=123&x=1', '?api_key=***&x=1'],
  ['jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.abc_1', 'jwt ***'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n', '***'],
] as const) {
  test(`St3: ${shown}`, () => assert.equal(secrets().hide(text), shown));
}
