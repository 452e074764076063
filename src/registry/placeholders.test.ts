import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFailure } from '#base';
import { decodeEntry } from './decode-entry.ts';
import { hideEntrySecrets } from './entry-secrets.ts';
import { hasPlaceholder, namesIn, resolvePlaceholders } from './placeholders.ts';
import { entry, testTable } from './registry.testing.ts';

const known: Readonly<Record<string, string>> = {
  PORT: '8080',
  NAME: 'box',
  EMPTY: '',
  ON: 'yes',
  'app:id': 'by id',
};
const variables = (name: string) => known[name];

function resolves(text: string, expected: unknown): void {
  const { value, missing } = resolvePlaceholders(text, variables);
  assert.deepEqual(value, expected);
  assert.deepEqual(missing, []);
}

test('Ph1: a variable is named by its public name or its id', () => {
  resolves(`\${env:NAME}`, 'box');
  resolves(`http://\${env:NAME}:\${env:PORT}/\${env:app:id}`, 'http://box:8080/by id');
});

test('Ph2: the value wins over the default, and without either it is missing', () => {
  resolves(`\${env:NAME|other}`, 'box');
  resolves(`\${env:NONE|other}`, 'other');
  resolves(`\${NONE|a} and \${NAME|b}`, 'a and box');
  resolves(`\${env:EMPTY|full}`, 'full');
  resolves(`\${env:EMPTY}`, '');
  resolves(`\${env:NONE|}`, '');
  const { missing } = resolvePlaceholders([`\${env:A}`, { x: `a \${env:B}` }], variables);
  assert.deepEqual(missing, ['A', 'B']);
});

test('Ph3: alone in a text it takes the type of its default, within a text it is text', () => {
  resolves(`\${env:PORT|80}`, 8080);
  resolves(`\${PORT|80}`, 8080);
  resolves(`\${env:NONE|80}`, 80);
  resolves(`\${env:NONE|true}`, true);
  resolves(`\${env:NONE|2.5}`, 2.5);
  resolves(`\${env:NAME|80}`, 'box');
  resolves(`\${env:PORT|any}`, '8080');
  resolves(`:\${env:PORT|80}`, ':8080');
});

test('Ph4: what has no default and no env: is left alone, and $$ makes a plain one', () => {
  resolves(`echo \${HOME} \${name|x} $NAME`, `echo \${HOME} \${name|x} $NAME`);
  resolves(`$\${env:NAME} \${env:NAME}`, `\${env:NAME} box`);
  assert.equal(hasPlaceholder(`\${HOME}`), false);
  assert.equal(hasPlaceholder(`$\${env:X}`), false);
  assert.deepEqual(namesIn(`\${env:A} \${B|c} \${env:d:e|}`), [
    { name: 'A', hasDefault: false },
    { name: 'B', hasDefault: true },
    { name: 'd:e', hasDefault: true },
  ]);
});

test('Ph7: a default may name variables, which count when it does', () => {
  resolves(`\${env:NAME|\${env:PORT}}`, 'box');
  resolves(`\${env:NONE|\${env:NAME}}`, 'box');
  resolves(`\${NONE|\${env:ALSO|\${env:NAME}}}`, 'box');
  resolves(`http://\${env:NONE|\${NAME|x}:\${env:PORT}}/`, 'http://box:8080/');
  resolves(`\${env:NONE|a \${ALSO|b} c}`, 'a b c');
  resolves(`\${env:EMPTY|\${env:EMPTY}}`, '');
  const { missing } = resolvePlaceholders([`\${env:A|\${env:B}}`, `\${env:NAME|\${env:C}}`], variables);
  assert.deepEqual(missing, ['B']);
  assert.deepEqual(namesIn(`\${env:A|x \${B|\${env:C}}}`), [
    { name: 'A', hasDefault: true },
    { name: 'B', hasDefault: true },
    { name: 'C', hasDefault: false },
  ]);
});

test('Ph7: alone in the text it takes the type of the last default', () => {
  resolves(`\${env:NONE|\${env:PORT|80}}`, 8080);
  resolves(`\${env:NONE|\${env:ALSO|80}}`, 80);
  resolves(`\${env:PORT|\${env:NONE|true}}`, '8080');
  resolves(`\${env:NONE|\${env:PORT}}`, '8080');
  resolves(`\${env:NONE|1\${env:PORT|80}}`, '18080');
});

test('Ph7: plain braces of a default end within it', () => {
  resolves(`\${env:NAME|\${HOME}}`, 'box');
  resolves(`\${env:NONE|\${HOME}/x}y`, `\${HOME}/xy`);
  resolves(`\${env:NONE|$\${env:NAME}}`, `\${env:NAME}`);
  resolves(`\${env:NONE|a{b}c}`, 'a{bc}');
});

test('Pt3: a placeholder without its end is a mistake', () => {
  for (const text of [
    `\${env:A`,
    `\${env:A|b`,
    `\${env:A|\${env:B}`,
    `\${A|\${B|c}`,
    `\${env:A|\${HOME}`,
    `${`\${env:A|`.repeat(100)}x${'}'.repeat(100)}`,
  ])
    assert.deepEqual(namesIn(`x ${text}`), [{ unclosed: text }]);
  assert.deepEqual(namesIn(`\${HOME \${env: \${A`), [{ unclosed: `\${env: \${A` }]);
  assert.deepEqual(namesIn(`\${HOME \${A`), []);
});

const kinds = testTable();

test('an entry is decoded with its variables, defaults and full ids', () => {
  const stored = entry('app:x', 'store.memory', { max_size: `\${env:PORT|5}`, token: 's3cret' });
  assert.deepEqual(decodeEntry(stored, kinds, variables).entry, {
    id: 'app:x',
    kind: 'store.memory',
    meta: {},
    data: { max_size: 8080, ttl: 300_000, token: 's3cret' },
  });
  const cache = decodeEntry(entry('app:c', 'cache', { store: 'x' }), kinds, variables);
  assert.deepEqual(cache.entry.data, { store: 'app:x' });
});

test('a variable without a typed default still gives a number where one is needed', () => {
  const stored = entry('app:x', 'store.memory', { max_size: `\${env:PORT}`, token: `\${env:PORT}` });
  assert.deepEqual(decodeEntry(stored, kinds, variables).entry.data, {
    max_size: 8080,
    ttl: 300_000,
    token: '8080',
  });
});

test('the lifecycle of a supervised kind is read beside its data', () => {
  const stored = entry('app:h', 'process.host', { host: { workers: 2 }, lifecycle: { requires: ['x'] } });
  const { entry: decoded, lifecycle } = decodeEntry(stored, kinds, variables);
  assert.deepEqual(decoded.data, { host: { workers: 2 } });
  assert.deepEqual(lifecycle, { auto_start: false, requires: ['app:x'], depends_on: [] });
});

test('decoding fails with everything that is wrong', () => {
  const fails = (data: Parameters<typeof entry>[2], message: RegExp) =>
    assert.throws(
      () => decodeEntry(entry('app:x', 'store.memory', data), kinds, variables),
      (thrown) => isFailure(thrown, 'Invalid') && message.test(thrown.message),
    );
  fails({ max_size: `\${env:A}`, ttl: `\${env:B}` }, /app:x: no value for A, B/);
  fails({ max_size: `\${env:NAME}`, ttl: 5 }, /app:x.max_size must be .*; app:x.ttl must be/);
});

test('Ph5: field_env gives the field the value of a variable', () => {
  const data = (given: Record<string, string | number>) =>
    decodeEntry(entry('app:x', 'store.memory', given), kinds, variables).entry.data;
  assert.deepEqual(data({ max_size_env: 'PORT' }), { max_size: 8080, ttl: 300_000, token: undefined });
  assert.deepEqual(data({ max_size: 5, max_size_env: 'PORT' }), {
    max_size: 8080,
    ttl: 300_000,
    token: undefined,
  });
  assert.deepEqual(data({ max_size: 5, max_size_env: 'EMPTY' }), {
    max_size: 5,
    ttl: 300_000,
    token: undefined,
  });
  assert.deepEqual(data({ max_size: 5, max_size_env: 'NONE' }), {
    max_size: 5,
    ttl: 300_000,
    token: undefined,
  });
  const read = kinds.read(entry('app:e', 'http.router', { prefix_env: 'X' }));
  assert.deepEqual(read.problems, []);
});

test('O6: what a schema calls secret is shown as stars', () => {
  const stored = entry('app:x', 'store.memory', { max_size: 5, token: 's3cret' }, { title: 'x' });
  const hidden = hideEntrySecrets(stored, kinds);
  assert.deepEqual(hidden.data, { max_size: 5, token: '***' });
  assert.deepEqual(stored.data, { max_size: 5, token: 's3cret' });
  const open = entry('app:y', 'store.memory', { max_size: 5 });
  assert.deepEqual(hideEntrySecrets(open, kinds).data, { max_size: 5 });
});

test('Ph6: the text of a program stays as it is', () => {
  const text = `print("\${env:NAME}", "$\${x}")`;
  const data = { source: text, title: `\${env:NAME}`, nested: { source: `\${env:NAME}` } };
  assert.deepEqual(resolvePlaceholders(data, variables).value, {
    source: text,
    title: 'box',
    nested: { source: 'box' },
  });
});
