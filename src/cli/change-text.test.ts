import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Data } from '#base';
import { changeHeads, changeLines, countsText } from './change-text.ts';
import { paintFor } from './paint.ts';
import type { ToldChange, ToldEntry } from './registry-answers.ts';

const plain = paintFor({ out: { write: () => {}, isTerminal: false }, environment: {} });

const entry = (data: Data, meta: ToldEntry['meta'] = {}): ToldEntry => ({
  id: 'app:x',
  kind: 'k',
  meta,
  data,
});

const update = (before: Data, after: Data, rest: Partial<ToldChange> = {}): ToldChange => ({
  kind: 'entry.update',
  entry: entry(after),
  previous: entry(before),
  ...rest,
});

const shows = (change: ToldChange, ...lines: string[]) =>
  assert.deepEqual(changeLines([change], plain).slice(1), lines);

test('each entry has a line that says whether it came, changed or went', () => {
  const changes: ToldChange[] = [
    { kind: 'entry.create', entry: entry({}) },
    update({}, { a: 1 }),
    { kind: 'entry.delete', entry: entry({}) },
  ];
  assert.deepEqual(changeHeads(changes, plain), ['+ app:x  k', '~ app:x  k', '- app:x  k']);
  assert.equal(countsText(changes), '1 created, 1 updated, 1 deleted');
});

test('values that came, changed and went are told by their paths', () =>
  shows(
    update({ size: 5, old: 'x', deep: { a: [1] } }, { size: 10, deep: { a: [1, 2] }, fresh: { b: true } }),
    '    data.size: 5 -> 10',
    '    - data.old: "x"',
    '    data.deep.a: [1] -> [1,2]',
    '    + data.fresh.b: true',
  ));

test('of texts of several lines those that differ are shown, with what is around them', () =>
  shows(
    update({ source: 'a\nb\nc\nd\ne\nf\ng\n' }, { source: 'a\nb\nc\nd\nE\nf\ng\n' }),
    '    data.source:',
    '      ...',
    '        c',
    '        d',
    '      - e',
    '      + E',
    '        f',
    '        g',
  ));

test('what lies between two places that differ is left out', () =>
  shows(
    update({ source: 'A\nb\nc\nd\ne\nf\ng\nH' }, { source: 'a\nb\nc\nd\ne\nf\ng\nh' }),
    '    data.source:',
    '      - A',
    '      + a',
    '        b',
    '        c',
    '      ...',
    '        f',
    '        g',
    '      - H',
    '      + h',
  ));

test('an entry that came is shown with all that it has', () =>
  shows(
    { kind: 'entry.create', entry: entry({ text: 'hi', source: 'a\nb\n' }, { title: 'X' }) },
    '    + meta.title: "X"',
    '    + data.text: "hi"',
    '    data.source:',
    '      + a',
    '      + b',
  ));

test('a secret that changed is told without being shown', () =>
  shows(
    update({ token: '***' }, { token: '***' }, { secrets: ['token'] }),
    '    data.token: *** -> *** (another)',
  ));

test('colours are for terminals whose user wants them', () => {
  const terminal = { write: () => {}, isTerminal: true };
  const head = (environment: Record<string, string>) =>
    changeHeads([{ kind: 'entry.create', entry: entry({}) }], paintFor({ out: terminal, environment }))[0];
  assert.equal(head({}), '\u001b[32m+ app:x  k\u001b[0m');
  assert.equal(head({ NO_COLOR: '1' }), '+ app:x  k');
});
