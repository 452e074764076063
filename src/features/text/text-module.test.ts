import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeUtf8, isFailure } from '#base';
import type { Held, Module } from '#plugin';
import { invoke, invokeMethod, TestCall } from '#testing';
import { differHandle } from './diff-module.ts';
import type { Regexp } from './regexp.ts';
import { regexpHandle } from './regexp-module.ts';
import { lengthOf } from './splitter.ts';
import { splitterHandle } from './splitter-module.ts';
import { text } from './text-module.ts';

const [regexp, diff, splitter] = text.modules;

async function compile(pattern: string): Promise<unknown> {
  const [compiled, error] = await invoke(regexp.functions.compile, [encodeUtf8(pattern)]);
  assert.equal(error, undefined);
  return compiled;
}

/** Calls a method of an expression. */
async function gives(pattern: string, name: string, given: unknown[], ...results: unknown[]): Promise<void> {
  assert.deepEqual(await invokeMethod(await compile(pattern), name, given), results, `${pattern} ${name}`);
}

test('the module has all its functions and methods', () => {
  const names = (of: object) => Object.keys(of).sort();
  const functions = text.modules.flatMap((module: Module) =>
    names(module.functions).map((each) => `${module.name}.${each}`),
  );
  assert.deepEqual(functions, ['regexp.compile', 'diff.new', 'splitter.markdown', 'splitter.recursive']);
  assert.deepEqual(names(regexpHandle.methods), [
    ...[
      'find_all_string',
      'find_all_string_index',
      'find_all_string_submatch',
      'find_string',
      'find_string_index',
    ],
    ...['find_string_submatch', 'match_string', 'num_subexp', 'replace_all_string', 'split', 'string'],
    'subexp_names',
  ]);
  assert.deepEqual(names(differHandle.methods), [
    ...['compare', 'patch_apply', 'patch_make', 'pretty_html', 'pretty_text', 'summarize'],
  ]);
  assert.deepEqual(names(splitterHandle.methods), ['split_batch', 'split_text']);
});

test('expressions find texts, groups and places', async () => {
  await gives('[0-9]+', 'match_string', ['abc123'], true);
  await gives('^[0-9]+$', 'match_string', ['abc123'], false);
  await gives('[0-9]+', 'find_string', ['abc123def'], '123');
  await gives('[0-9]+', 'find_string', ['abc'], undefined);
  await gives('[0-9]', 'find_all_string', ['a1b2c3'], ['1', '2', '3']);
  await gives('[0-9]', 'find_all_string', ['abc'], []);
  await gives(
    '(\\w+)@(\\w+)\\.com',
    'find_string_submatch',
    ['user@example.com'],
    ['user@example.com', 'user', 'example'],
  );
  await gives('(a)|(b)', 'find_string_submatch', ['b'], ['b', '', 'b']);
  await gives('x', 'find_string_submatch', ['b'], undefined);
  await gives(
    '(\\w)=(\\d)',
    'find_all_string_submatch',
    ['a=1 b=2'],
    [
      ['a=1', 'a', '1'],
      ['b=2', 'b', '2'],
    ],
  );
  await gives('[0-9]+', 'find_string_index', ['abc123'], [4, 6]);
  await gives('x*', 'find_string_index', ['abc'], [1, 0]);
  await gives(
    '[0-9]',
    'find_all_string_index',
    ['a1b2'],
    [
      [2, 2],
      [4, 4],
    ],
  );
  await gives('[0-9]', 'find_all_string_index', ['ab'], undefined);
});

test('Rx1: places are bytes, whatever the characters', async () => {
  await gives('ö', 'find_string_index', ['K\xc3\xb6ln'], [2, 3]);
  await gives('.', 'find_all_string', ['\xc3\xb6x'], ['\xc3\xb6', 'x']);
  await gives(
    'l',
    'find_all_string_index',
    ['\xc3\xb6l\xffl'],
    [
      [3, 3],
      [5, 5],
    ],
  );
});

test('Rx2: an empty match does not follow another at once', async () => {
  await gives('a*', 'find_all_string', ['baaac'], ['', 'aaa', '']);
  await gives(
    'a*',
    'find_all_string_index',
    ['baaac'],
    [
      [1, 0],
      [2, 4],
      [6, 5],
    ],
  );
  await gives('', 'find_all_string', ['\xc3\xb6b'], ['', '', '']);
  await gives('a*', 'replace_all_string', ['baaac', 'x'], 'xbxcx');
});

test('matches are replaced, with groups by number and name', async () => {
  await gives('\\d', 'replace_all_string', ['a1b2', 'X'], 'aXbX');
  await gives('(\\w+) (\\w+)', 'replace_all_string', ['hello world', '$2 $1'], 'world hello');
  await gives(
    '(?P<first>\\w+) (?P<last>\\w+)',
    'replace_all_string',
    ['ann lee', '\x24{last}, $first'],
    'lee, ann',
  );
  await gives('a', 'replace_all_string', ['cab', '$$1 $9 $x ${1'], 'c$1   ${1b');
  await gives('(a)', 'replace_all_string', ['cab', '$1x'], 'cb');
});

test('texts are split at matches', async () => {
  await gives(',', 'split', ['a,b,c', -1], ['a', 'b', 'c']);
  await gives(',', 'split', ['a,b,c'], ['a', 'b', 'c']);
  await gives(',', 'split', ['a,b,c', 2], ['a', 'b,c']);
  await gives(',', 'split', ['a,b,c', 0], []);
  await gives(',', 'split', ['', -1], ['']);
  await gives('a*', 'split', ['abaabaccadaaae', 5], ['', 'b', 'b', 'c', 'cadaaae']);
  await gives('z+', 'split', ['pizza', -1], ['pi', 'a']);
  await gives('', 'split', ['abc', -1], ['a', 'b', 'c']);
});

test('expressions tell of themselves, also after they were saved', async () => {
  await gives('(?P<year>\\d{4})-(\\d\\d)', 'num_subexp', [], 2);
  await gives('(?P<year>\\d{4})-(\\d\\d)', 'subexp_names', [], ['', 'year', '']);
  await gives('(?i)a|b', 'string', [], '(?i)a|b');
  const { live } = (await compile('a+')) as Held<Regexp>;
  const again = await regexpHandle.restore?.(regexpHandle.save?.(live) ?? '', new TestCall());
  assert.equal(again?.matches('caat'), true);
});

test('bad expressions are Invalid', async () => {
  for (const bad of ['(', '[a', 'a**', '(?=a)', '(a)\\1', undefined, 5]) {
    const [value, error] = await invoke(regexp.functions.compile, [bad]);
    assert.equal(value, undefined);
    assert.ok(isFailure(error, 'Invalid') && error.retryable === false, String(bad));
  }
});

test('no expression takes for ever', async () => {
  await gives('(a+)+$', 'match_string', [`${'a'.repeat(5000)}!`], false);
});

async function differ(): Promise<unknown> {
  const [made, error] = await invoke(diff.functions.new, []);
  assert.equal(error, undefined);
  return made;
}

test('differences are compared, counted and shown', async () => {
  const held = await differ();
  const [parts] = await invokeMethod(held, 'compare', ['hello w\xc3\xb6rld', 'hello there']);
  assert.deepEqual(parts, [
    { operation: 'equal', text: 'hello ' },
    { operation: 'delete', text: 'w\xc3\xb6rld' },
    { operation: 'insert', text: 'there' },
  ]);
  assert.deepEqual(await invokeMethod(held, 'summarize', [parts]), [
    { equals: 6, deletions: 5, insertions: 5 },
  ]);
  assert.deepEqual(await invokeMethod(held, 'pretty_html', [parts]), [
    'hello <del>w\xc3\xb6rld</del><ins>there</ins>',
  ]);
  const [shown] = await invokeMethod(held, 'pretty_text', [parts]);
  assert.equal(shown, 'hello \x1b[31mw\xc3\xb6rld\x1b[0m\x1b[32mthere\x1b[0m');
  const [escaped] = await invokeMethod(held, 'pretty_html', [[{ operation: 'insert', text: '<a>&\n' }]]);
  assert.equal(escaped, '<ins>&lt;a&gt;&amp;<br>\n</ins>');
});

test('patches are made and applied', async () => {
  const held = await differ();
  const before = 'The quick brown fox jumps over the lazy dog';
  const after = 'The quick red fox jumps over the lazy cat';
  const [patches] = await invokeMethod(held, 'patch_make', [before, after]);
  assert.deepEqual(await invokeMethod(held, 'patch_apply', [patches, before]), [after, true]);
  const [, isWhole] = await invokeMethod(held, 'patch_apply', [patches, 'something else altogether']);
  assert.equal(isWhole, false);
  const [, error] = await invokeMethod(held, 'patch_apply', [[{ text: 'no patch' }], before]);
  assert.ok(isFailure(error, 'Invalid'));
});

async function chunks(kind: 'recursive' | 'markdown', options: unknown, given: string): Promise<unknown> {
  const [made, error] = await invoke(splitter.functions[kind], [options]);
  assert.equal(error, undefined);
  return (await invokeMethod(made, 'split_text', [given]))[0];
}

test('texts are split where sense does', async () => {
  const plain = (chunk_size: number, chunk_overlap: number) => ({ chunk_size, chunk_overlap });
  assert.deepEqual(await chunks('recursive', undefined, 'short'), ['short']);
  assert.deepEqual(await chunks('recursive', plain(10, 0), 'one two\n\nthree four five'), [
    'one two',
    'three four',
    'five',
  ]);
  assert.deepEqual(await chunks('recursive', plain(10, 5), 'aa bb cc dd ee'), [
    'aa bb cc',
    'bb cc dd',
    'cc dd ee',
  ]);
  assert.deepEqual(await chunks('recursive', plain(4, 0), 'abcdefghij'), ['abcd', 'efgh', 'ij']);
  assert.deepEqual(await chunks('recursive', { ...plain(6, 0), separators: [','] }, 'ab,cd,efghijkl,m'), [
    'ab,cd',
    'efghijkl',
    'm',
  ]);
  assert.deepEqual(
    await chunks('recursive', { ...plain(6, 0), separators: [','], keep_separator: true }, 'ab,cd,ef,gh'),
    ['ab,cd', ',ef,gh'],
  );
  assert.deepEqual(await chunks('recursive', undefined, ''), []);
});

test('Sp1: no chunk is larger than allowed, and no word is lost', async () => {
  const words = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', 'é', '😀'), minLength: 1, maxLength: 9 }),
  );
  await fc.assert(
    fc.asyncProperty(
      words,
      fc.integer({ min: 10, max: 40 }),
      fc.integer({ min: 0, max: 9 }),
      async (all, size, overlap) => {
        const given = all
          .map((word, index) => `${word}${index % 5 === 4 ? '\n\n' : index % 3 === 2 ? '\n' : ' '}`)
          .join('');
        const made = await chunks(
          'recursive',
          { chunk_size: size, chunk_overlap: overlap },
          encodeUtf8(given),
        );
        const texts = (made as string[]).map((chunk) => Buffer.from(chunk, 'latin1').toString());
        assert.ok(texts.every((chunk) => lengthOf(chunk) <= size));
        const found = new Set(texts.flatMap((chunk) => chunk.split(/\s+/)));
        assert.ok(all.every((word) => found.has(word)));
      },
    ),
  );
});

test('several texts keep their metadata', async () => {
  const [made] = await invoke(splitter.functions.recursive, [{ chunk_size: 6, chunk_overlap: 0 }]);
  const pages = [
    { content: 'one two', metadata: { page: 1 } },
    { content: 'three', metadata: { page: 2 } },
    { content: 'x' },
  ];
  assert.deepEqual(await invokeMethod(made, 'split_batch', [pages]), [
    [
      { content: 'one', metadata: { page: 1 } },
      { content: 'two', metadata: { page: 1 } },
      { content: 'three', metadata: { page: 2 } },
      { content: 'x' },
    ],
  ]);
});

const markdown = `Intro.

# Guide

First paragraph.

## Code

\`\`\`lua
local a = 1

local b = 2
\`\`\`

## Table

| k | v |
|---|---|
| a | 1 |
| b | 2 |

See [docs][d].

[d]: https://example.com/docs
`;

test('Md1: chunks of Markdown begin with their heading', async () => {
  const code = '```lua\nlocal a = 1\n\nlocal b = 2\n```';
  const rows = ['| k | v |\n|---|---|\n| a | 1 |', '| k | v |\n|---|---|\n| b | 2 |'];
  assert.deepEqual(await chunks('markdown', {}, markdown), [
    'Intro.',
    '# Guide\nFirst paragraph.',
    `## Code\n${code}`,
    `## Table\n${rows[0]}`,
    `## Table\n${rows[1]}`,
    '## Table\nSee [docs][d].\n\n[d]: https://example.com/docs',
  ]);
  const options = { heading_hierarchy: true, join_table_rows: true, reference_links: true };
  assert.deepEqual(await chunks('markdown', options, markdown), [
    'Intro.',
    '# Guide\nFirst paragraph.',
    `# Guide\n## Code\n${code}`,
    '# Guide\n## Table\n| k | v |\n|---|---|\n| a | 1 |\n| b | 2 |\n\nSee [docs](https://example.com/docs).',
  ]);
});

test('Md2: code stays whole when asked', async () => {
  const code = '```\nlocal a = 1\nlocal b = 2\n```';
  const options = { chunk_size: 20, chunk_overlap: 0 };
  assert.deepEqual(await chunks('markdown', { ...options, code_blocks: true }, `Text\n\n${code}\n\nMore`), [
    'Text',
    code,
    'More',
  ]);
  const made = (await chunks('markdown', options, code)) as string[];
  assert.ok(made.length > 1 && made.every((chunk) => chunk.length <= 20));
});

test('Md3: long tables are cut between rows, each part with the head', async () => {
  const options = { chunk_size: 40, chunk_overlap: 0, join_table_rows: true };
  const table = '|k|v|\n|-|-|\n|a|1|\n|b|2|\n|c|3|\n|d|4|\n|e|5|\n|f|6|';
  assert.deepEqual(await chunks('markdown', options, table), [
    '|k|v|\n|-|-|\n|a|1|\n|b|2|\n|c|3|\n|d|4|',
    '|k|v|\n|-|-|\n|e|5|\n|f|6|',
  ]);
});

test('headings without a text are kept', async () => {
  assert.deepEqual(await chunks('markdown', {}, '# One\n## Two\ntext\n# Three'), [
    '# One',
    '## Two\ntext',
    '# Three',
  ]);
  const options = { heading_hierarchy: true };
  assert.deepEqual(await chunks('markdown', options, 'One\n===\n## Two\ntext\n# Three'), [
    '# One\n## Two\ntext',
    '# Three',
  ]);
});
