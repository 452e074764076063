/**
 * The rules of the house, checked on every run:
 *
 *   H1  A layer imports only layers before it.
 *   H2  Relative imports stay within a room; another room is entered by its index (`#room`), one's own never.
 *   H3  No circle of imports runs through files, types included.
 *   H4  A file has at most 500 lines, unless it is listed here with the reason.
 *   H5  What runs imports only packages that are installed with it.
 *   H6  Files are named for what they are.
 *   H7  An index only exports.
 */
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '..');

const layers = [
  'base',
  'plugin',
  'lua',
  'process',
  'registry',
  'supervisor',
  'durable',
  'cluster',
  'features',
  'runtime',
  'cli',
  'console',
];

/** Longer than 500 lines, and why. */
const longFiles: Readonly<Record<string, string>> = {};

const nameless = /(^|[-/])(utils?|helpers?|common|manager|misc)([-./]|$)/;

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file that is meant, when it is one of the house. */
  readonly to: string | undefined;
}

const files = globSync('src/**/*.ts', { cwd: root }).sort();
const imports = files.flatMap(importsOf);
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^;'"`]*\bfrom '([^']+)'/gm),
    ...text.matchAll(/^import '([^']+)'/gm),
    ...text.matchAll(/^(?!\s*(?:\*|\/[/*])).*\bimport\('([^']+)'\)/gm),
  ];
  return found.map(([, specifier = '']) => ({ from: file, specifier, to: target(file, specifier) }));
}

function target(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}/index.ts`;
  return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : undefined;
}

/** `src/lua/emit/calls.ts` stands in the room `lua`, `src/features/store/store.ts` in `features/store`. */
function roomOf(file: string): string {
  const [, layer = '', room, below] = file.split('/');
  return layer === 'features' && below !== undefined ? `features/${room}` : layer;
}

function layerOf(room: string): string {
  return room.split('/')[0] ?? '';
}

const isTest = (file: string) => /\.(test|testing)\.ts$/.test(file) || roomOf(file) === 'testing';

function broken(rule: (each: Import) => boolean): string[] {
  return imports.filter(rule).map(({ from, specifier }) => `${from} imports ${specifier}`);
}

test('H1: a layer imports only layers before it', () => {
  const isForbidden = ({ from, to }: Import) => {
    if (to === undefined || roomOf(from) === roomOf(to)) return false;
    const [own, other] = [layerOf(roomOf(from)), layerOf(roomOf(to))];
    if (other === 'testing') return !isTest(from);
    if (own === 'testing') return other !== 'base' && other !== 'plugin';
    return own === 'features'
      ? layers.indexOf(other) > layers.indexOf(own)
      : layers.indexOf(other) >= layers.indexOf(own);
  };
  assert.deepEqual(broken(isForbidden), []);
});

test('H1: every folder of the source is a layer', () => {
  const known = new Set([...layers, 'testing']);
  const unknown = new Set(files.map((file) => layerOf(roomOf(file))).filter((layer) => !known.has(layer)));
  assert.deepEqual([...unknown], []);
});

test('H2: relative imports stay within a room and name a file', () => {
  const leaves = ({ from, specifier, to }: Import) =>
    specifier.startsWith('.') &&
    (to === undefined || roomOf(from) !== roomOf(to) || !existsSync(join(root, to)));
  assert.deepEqual(broken(leaves), []);
});

test('H2: another room is entered by its index, one’s own never', () => {
  const isWrong = ({ from, specifier, to }: Import) => {
    if (to === undefined) return false;
    const isOwnIndex = to.endsWith('/index.ts') && roomOf(from) === roomOf(to);
    return isOwnIndex || (specifier.startsWith('#') && !existsSync(join(root, to)));
  };
  assert.deepEqual(broken(isWrong), []);
});

test('H3: no circle of imports runs through files', () => {
  const next = new Map<string, string[]>(files.map((file) => [file, []]));
  for (const { from, to } of imports) if (to !== undefined) next.get(from)?.push(to);
  assert.deepEqual(firstCircle(next), undefined);
});

/** Walks depth first; a file met again on the way there closes a circle. */
function firstCircle(next: ReadonlyMap<string, readonly string[]>): string | undefined {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): string | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file].join(' -> ');
    if (done.has(file)) return undefined;
    way.push(file);
    for (const other of next.get(file) ?? []) {
      const circle = visit(other);
      if (circle !== undefined) return circle;
    }
    way.pop();
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const circle = visit(file);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

test('H3: a circle would be seen', () => {
  const next = new Map([
    ['a', ['b']],
    ['b', ['c', 'd']],
    ['c', []],
    ['d', ['b']],
  ]);
  assert.equal(firstCircle(next), 'b -> d -> b');
});

test('H4: a file has at most 500 lines', () => {
  const lines = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length - 1;
  const long = files.filter((file) => lines(file) > 500 && !isTest(file));
  assert.deepEqual(long, Object.keys(longFiles).sort());
});

test('H5: what runs imports only packages that are installed with it', () => {
  const packageOf = (specifier: string) => specifier.match(/^(@[^/]+\/)?[^/]+/)?.[0] ?? '';
  const isMissing = ({ from, specifier, to }: Import) =>
    to === undefined &&
    !isTest(from) &&
    !(specifier.startsWith('node:') && isBuiltin(specifier)) &&
    !(packageOf(specifier) in dependencies);
  assert.deepEqual(broken(isMissing), []);
});

test('H6: files are named for what they are', () => {
  assert.deepEqual(
    files.filter((file) => nameless.test(file)),
    [],
  );
});

test('H7: an index only exports', () => {
  const isExport = /^\s*(?:export\s+(?:type\s+)?(?:\{[^}]*\}|\*(?:\s+as\s+\w+)?)\s+from\s+'[^']+';?\s*)*$/;
  const withoutComments = (file: string) =>
    readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const indexes = files.filter((file) => file.endsWith('/index.ts') && layerOf(roomOf(file)) !== 'features');
  assert.deepEqual(
    indexes.filter((file) => !isExport.test(withoutComments(file))),
    [],
  );
});
