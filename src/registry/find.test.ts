import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isFailure } from '#base';
import { type Filter, Finder } from './find.ts';
import { entriesOf, entry } from './registry.testing.ts';

const entries = entriesOf(
  entry('app:one', 'function.lua', {}, { type: 'tool', tags: ['a', 'b'], size: 1, graph: { rule: 'x.y' } }),
  entry('app:two', 'function.lua.bc', {}, { type: 'tools', tags: ['b'], size: 2, on: true }),
  entry('app.sub:one', 'process.lua', {}, { type: 'test', 'dotted.key': 'yes', size: '1' }),
  entry('other:three', 'registry.entry'),
);

function finds(filter: Filter, ...ids: string[]): void {
  const { entries: found, ignored } = new Finder().find(entries, filter);
  assert.deepEqual(
    found.map(({ id }) => id),
    ids,
  );
  assert.deepEqual(ignored, []);
}

test('Q1: root fields and metadata are compared, and all keys must fit', () => {
  finds({ '.id': 'app:one' }, 'app:one');
  finds({ '.ns': 'app' }, 'app:one', 'app:two');
  finds({ '.name': 'one' }, 'app:one', 'app.sub:one');
  finds({ '.kind': 'function.lua' }, 'app:one');
  finds({ '.name': 'one', 'meta.type': 'tool' }, 'app:one');
  finds({ 'meta.graph.rule': 'x.y' }, 'app:one');
  finds({ 'meta.dotted.key': 'yes' }, 'app.sub:one');
  finds({ 'meta.size': 1 }, 'app:one');
  finds({ 'meta.on': true }, 'app:two');
  finds({ 'meta.on': 'true' }, 'app:two');
  finds({ 'meta.size': '1' }, 'app:one', 'app.sub:one');
  finds({ 'meta.nothing': 'x' });
  finds({}, 'app:one', 'app:two', 'app.sub:one', 'other:three');
});

test('Q2: operators, and * as any characters', () => {
  finds({ '.kind': 'function.*' }, 'app:one', 'app:two');
  finds({ '.ns': '*.sub' }, 'app.sub:one');
  finds({ 'meta.type': 'tool*' }, 'app:one', 'app:two');
  finds({ '~meta.type': '^t(ool|est)$' }, 'app:one', 'app.sub:one');
  finds({ '*meta.type': 'oo' }, 'app:one', 'app:two');
  finds({ '^meta.type': 'te' }, 'app.sub:one');
  finds({ '$meta.type': 's' }, 'app:two');
  finds({ '~.id': '^app[:.]' }, 'app:one', 'app:two', 'app.sub:one');
  finds({ '^meta.size': '1' }, 'app:one', 'app.sub:one');
});

test('Q3: a list fits by one of its items, a list asked for by all of its own', () => {
  finds({ 'meta.tags': 'b' }, 'app:one', 'app:two');
  finds({ 'meta.tags': ['b', 'a'] }, 'app:one');
  finds({ '^meta.tags': 'a' }, 'app:one');
  finds({ 'meta.type': ['tool'] }, 'app:one');
});

test('Q4: other keys are ignored and named', () => {
  const { entries: found, ignored } = new Finder().find(entries, {
    kind: 'x',
    type: 'y',
    meta: { type: 'z' },
    '.size': 1,
  });
  assert.equal(found.length, 4);
  assert.deepEqual(ignored, ['kind', 'type', 'meta', '.size']);
});

test('what is no regular expression is refused', () => {
  assert.throws(
    () => new Finder().find(entries, { '~meta.type': '(' }),
    (thrown) => isFailure(thrown, 'Invalid'),
  );
});

test('a regular expression takes no longer than its text is long', () => {
  const long = entriesOf(entry('a:b', 'registry.entry', {}, { text: 'a'.repeat(5000) }));
  assert.deepEqual(new Finder().find(long, { '~meta.text': '(a*)*b' }).entries, []);
});

test('the same question to the same state is answered from memory, to another state anew', () => {
  const finder = new Finder({ queryCacheSize: 2, regexCacheSize: 1 });
  const first = finder.find(entries, { '.ns': 'app', '~meta.type': 'tool' });
  assert.equal(finder.find(entries, { '~meta.type': 'tool', '.ns': 'app' }), first);
  assert.equal(finder.find(new Map(), { '.ns': 'app' }).entries.length, 0);
  finder.find(entries, { '~meta.type': 'x' });
  finder.find(entries, { '~meta.type': 'y' });
  assert.notEqual(finder.find(entries, { '.ns': 'app', '~meta.type': 'tool' }), first);
});

test('find gives what a plain look at every entry gives', () => {
  const text = fc.constantFrom('', 'a', 'ab', 'b*', 'a.b', '*');
  const one = fc.record({ ns: fc.constantFrom('a', 'b'), name: fc.constantFrom('x', 'y', 'z'), type: text });
  const operator = fc.constantFrom('', '*', '^', '$');
  fc.assert(
    fc.property(fc.array(one), operator, text, (list, sign, wanted) => {
      const all = entriesOf(...list.map(({ ns, name, type }) => entry(`${ns}:${name}`, 'k', {}, { type })));
      const found = new Finder().find(all, { [`${sign}meta.type`]: wanted }).entries;
      const expected = [...all.values()].filter(({ meta }) => {
        const type = String(meta.type);
        if (sign === '*') return type.includes(wanted);
        if (sign === '^') return type.startsWith(wanted);
        if (sign === '$') return type.endsWith(wanted);
        const [before = '', behind] = wanted.split('*');
        if (behind === undefined) return type === wanted;
        return (
          type.length >= before.length + behind.length && type.startsWith(before) && type.endsWith(behind)
        );
      });
      assert.deepEqual(found, expected);
    }),
  );
});
