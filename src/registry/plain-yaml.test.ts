import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { readLibraryYaml } from './library-yaml.ts';
import { readPlainYaml } from './plain-yaml.ts';
import type { Positions } from './positions.ts';
import { SourceText } from './source-text.ts';

function allPositions(positions: Positions, value: unknown, path: (string | number)[] = []): unknown[] {
  const here = [path.join('/'), positions.key(path), positions.value(path)];
  if (typeof value !== 'object' || value === null) return [here];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [here, ...entries.flatMap(([key, inner]) => allPositions(positions, inner, [...path, key]))];
}

function byLibrary(text: string) {
  const result = readLibraryYaml(new SourceText('x.yaml', text));
  return result.type === 'read' ? result.document : undefined;
}

/** Both readers give this value, at the same places. */
function reads(text: string, expected: unknown): void {
  const plain = readPlainYaml(new SourceText('x.yaml', text));
  assert.ok(plain, `the plain reader gave up on ${JSON.stringify(text)}`);
  assert.deepEqual(plain.value, expected);
  agrees(text);
}

/** Y2: where the plain reader reads, the library reads the same. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(new SourceText('x.yaml', text));
  if (plain === undefined) return false;
  const library = byLibrary(text);
  assert.ok(library, `the library refuses ${JSON.stringify(text)}`);
  assert.deepEqual(plain.value, library.value, JSON.stringify(text));
  assert.deepEqual(
    allPositions(plain.positions, plain.value),
    allPositions(library.positions, library.value),
    text,
  );
  return true;
}

function leavesToLibrary(text: string): void {
  assert.equal(readPlainYaml(new SourceText('x.yaml', text)), undefined, text);
}

test('an entry file as people write it', () => {
  const text = `# the shop
---
version: "1.0"
namespace: app.shop   # dots

meta:
  owner: 'it''s us'
entries:
  # first
  - name: main
    kind: process.lua
    meta: {type: tool, tags: [a, "b c", 3]}
    source: |
      local x = 1   # no comment

        return x
    modules:
    - json
    - time
  - name: second
    kind: registry.entry
    empty:
    lifecycle:
      auto_start: true
      delays:
        - 1
        - -2.5
        - 1e3
        - 0x1F
        - 0644
  -
    name: third
    nested:
      - - a
        - b
      - []
      - {}
    text: >-
      one
      two

      three
`;
  reads(text, {
    version: '1.0',
    namespace: 'app.shop',
    meta: { owner: "it's us" },
    entries: [
      {
        name: 'main',
        kind: 'process.lua',
        meta: { type: 'tool', tags: ['a', 'b c', 3] },
        source: 'local x = 1   # no comment\n\n  return x\n',
        modules: ['json', 'time'],
      },
      {
        name: 'second',
        kind: 'registry.entry',
        empty: null,
        lifecycle: { auto_start: true, delays: [1, -2.5, 1000, 31, 420] },
      },
      { name: 'third', nested: [['a', 'b'], [], {}], text: 'one two\nthree' },
    ],
  });
});

test('scalars have the types of the core schema', () => {
  reads(
    'a: ~\nb: yes\nc: TRUE\nd: 1_000\ne: .5\nf: 0b11\ng: -.inf\nh: 09\ni: 2024-01-02\nj: 1.2.3\nk: 12e\n',
    {
      ...{ a: null, b: 'yes', c: true, d: 1000, e: 0.5, f: 3, g: -Infinity, h: 9, i: '2024-01-02' },
      ...{ j: '1.2.3', k: '12e' },
    },
  );
});

test('JSON is read with the place of every value', () => {
  const value = { a: [1, -2, { b: 'x\n"é\\' }], c: null, d: { e: [] }, 'f g': true };
  reads(JSON.stringify(value), value);
  reads(JSON.stringify(value, null, 2), value);
});

test('block texts keep or drop their last line ends', () => {
  reads('a: |\n  x\n\nb: |-\n  y\n\nc: |+\n  z\n\n\nd: |\n', { a: 'x\n', b: 'y', c: 'z\n\n\n', d: '' });
  reads('- |\n a\n  b\n- >\n c\n d', ['a\n b\n', 'c d\n']);
});

test('what a URL, a time, a placeholder or a pattern holds is text', () => {
  reads(`a: http://x:80/y#z\nb: 10:30\nc: \${env:X|y}\nd: file://a.lua\ne: app:db\nf: a ? b\ng: -x\n`, {
    ...{
      a: 'http://x:80/y#z',
      b: '10:30',
      c: `\${env:X|y}`,
      d: 'file://a.lua',
      e: 'app:db',
      f: 'a ? b',
      g: '-x',
    },
  });
});

test('Y1: what is not plain is left to the library', () => {
  for (const text of [
    ...['a: &x 1\nb: *x', '- !!str 1', '%YAML 1.2\n---\na: 1', 'a: 1\n---\nb: 2', '? a\n: b', 'a: "x\n  y"'],
    ...[
      'a: x\n  y',
      '<<: {a: 1}',
      'a: |2\n   x',
      'a: 1\r\nb: 2',
      '\ta: 1',
      'a:\tb',
      'just text',
      'a: 1\na: 2',
    ],
    ...['a: [1, 2', 'a: b: c', 'a: 1\n  b: 2', '- a\nb: 1', 'a: "x" y', "a: 'x", 'a: @x', '__proto__: 1'],
    ...['a:\n    b: 1\n  c: 2', 'a: [\n1]', 'a: {b}', 'a: [b: 1]', 'a: "\\q"'],
  ]) {
    leavesToLibrary(text);
  }
});

test('Y2: on files made by a program both readers agree', () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.string({
      unit: fc.constantFrom(...'ab \n:-#\'"[]{},&*!|>%@`~?0.1eExX_\t\\'.split('')),
      maxLength: 12,
    }),
    fc.constantFrom('true', 'null', '~', '1', '0x1', '- a', 'a: b', 'a #b', '---', '...', ''),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const key = fc.oneof(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.constantFrom('name', 'a b', '1', 'x:y', '.kind'),
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1 }), fc.constantFrom(0, 20, 80), (value, lineWidth) => {
      agrees(stringify(value, { lineWidth }));
      agrees(JSON.stringify(value));
      agrees(JSON.stringify(value, null, 1));
    }),
    { numRuns: 120 },
  );
});

test('Y2: on texts with changed characters both readers agree, or the plain one gives up', () => {
  const base =
    'a:\n  - b: 1\n    c: "x y"\n  - d # e\nf: {g: [1, h], i: "j"}\nk: |\n  l\n  m\nn: >-\n  o\n\n  p\nq:\n- r\n- s: t\n';
  const pieces = [
    ' ',
    '\n',
    ':',
    '-',
    '#',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
    '|',
    '>',
    '\t',
    'a',
    ': ',
    '- ',
    '\n  ',
  ];
  const change = fc.record({
    at: fc.nat(base.length),
    remove: fc.nat(3),
    insert: fc.constantFrom('', ...pieces),
  });
  let read = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
      let text = base;
      for (const { at, remove, insert } of changes)
        text = text.slice(0, at) + insert + text.slice(at + remove);
      if (agrees(text)) read++;
    }),
    { numRuns: 800 },
  );
  assert.ok(read > 50, `only ${read} texts were read`);
});
