/**
 * The pages of the documentation hold what they say: every example runs and prints what stands beside it, every
 * application loads without a problem, every link leads somewhere. How blocks are marked stands in
 * documentation/page.ts.
 */
import assert from 'node:assert/strict';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { suite, test } from 'node:test';
import { loadProject } from '#runtime';
import { outputPattern, printedBy } from './documentation/expectation.ts';
import { LuaBlocks } from './documentation/lua-blocks.ts';
import { type Block, type Page, readPage } from './documentation/page.ts';
import { commandsOf, Shell } from './documentation/shell.ts';

const root = join(import.meta.dirname, '..');
const paths = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', ...globSync('docs/**/*.md', { cwd: root })];
const pages = new Map(paths.map((path) => [path, readPage(path, readFileSync(join(root, path), 'utf8'))]));

const languages = new Set(['lua', 'yaml', 'console', 'sh', 'text', 'ts']);

suite('documentation', { concurrency: 4 }, () => {
  for (const page of pages.values()) {
    const alone = page.blocks.filter(({ language, file }) => language === 'lua' && file === undefined);
    if (alone.length > 0) test(`${page.path}: its Lua prints what it says`, () => luaHolds(page, alone));
    for (const application of applicationsOf(page)) {
      const line = application[0]?.line;
      test(`${page.path}:${line}: the application does what it says`, () =>
        applicationHolds(page, application));
    }
  }
});

test('every block of code is of a known sort', () => {
  const unknown = [...pages.values()].flatMap(({ path, blocks }) =>
    blocks
      .filter((block) => !languages.has(block.language))
      .map(({ language, line }) => `${path}:${line} ${language}`),
  );
  assert.deepEqual(unknown, []);
  const nameless = [...pages.values()].flatMap(({ path, blocks }) =>
    blocks
      .filter((block) => block.language === 'yaml' && block.file === undefined)
      .map(({ line }) => `${path}:${line}`),
  );
  assert.deepEqual(nameless, [], 'a yaml block names its file, so that it is loaded');
});

test('every link leads to a page and a heading that are there', () => {
  const broken = [...pages.values()].flatMap((page) =>
    page.links
      .filter(({ target }) => !leadsSomewhere(page, target))
      .map(({ target, line }) => `${page.path}:${line} ${target}`),
  );
  assert.deepEqual(broken, []);
});

test('every file of the source that a page names is there', () => {
  const missing = [...pages.keys()].flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const named = [...text.matchAll(/`([\w.-]+\/[\w/.-]+\.(?:ts|sh))`/g)].map(([, file = '']) => file);
    const isThere = (file: string) => existsSync(join(root, file)) || existsSync(join(root, 'src', file));
    return named.filter((file) => !isThere(file)).map((file) => `${path}: ${file}`);
  });
  assert.deepEqual(missing, []);
});

test('every page of the documentation is reached from README.md', () => {
  const reached = new Set<string>();
  const follow = (path: string): void => {
    if (reached.has(path)) return;
    reached.add(path);
    const page = pages.get(path);
    for (const { target } of page?.links ?? []) if (!isElsewhere(target)) follow(targetOf(path, target).path);
  };
  follow('README.md');
  assert.deepEqual(
    paths.filter((path) => !reached.has(path)),
    [],
  );
});

async function luaHolds(page: Page, blocks: readonly Block[]): Promise<void> {
  const running = await LuaBlocks.start(blocks);
  try {
    for (const block of blocks) {
      const printed = await running.run(block);
      const expected = printedBy(block.text);
      // A block that says nothing of what it prints only has to run.
      if (expected !== '') assertPrinted(printed, expected, `${page.path}:${block.line}`);
    }
  } finally {
    await running.stop();
  }
}

/** The named files and the commands of each application, in their order. */
function applicationsOf({ blocks }: Page): Block[][] {
  const parts = blocks.filter(({ language, file }) => language === 'console' || file !== undefined);
  return [...Map.groupBy(parts, ({ application }) => application).values()];
}

async function applicationHolds(page: Page, blocks: readonly Block[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-docs-'));
  const commands = blocks.filter(({ language }) => language === 'console');
  try {
    if (!commands.some(({ text }) => text.includes('$ wippy init')))
      write(join(folder, 'wippy.lock'), 'directories:\n  src: ./src\n');
    const shell = new Shell(folder);
    try {
      for (const { language, file, text, line } of blocks) {
        if (file !== undefined) write(join(folder, file), text);
        else if (language === 'console') await commandsHold(text, shell, `${page.path}:${line}`);
      }
    } finally {
      await shell.end();
    }
    if (commands.length === 0) await loads(folder, page.path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function loads(folder: string, place: string): Promise<void> {
  const project = await loadProject({ directory: folder, environment: {} });
  assert.equal(project.report(), '', `${place}: the application has problems`);
}

async function commandsHold(text: string, shell: Shell, place: string): Promise<void> {
  for (const command of commandsOf(text)) {
    const printed = await shell.run(command);
    assertPrinted(printed, command.expected, `${place} $ ${command.line}`);
  }
}

function assertPrinted(printed: string, expected: string, place: string): void {
  if (outputPattern(expected).test(printed)) return;
  // Shows both, and the place.
  assert.equal(printed, expected, place);
  assert.fail(`${place}: the pattern does not fit its own text`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function isElsewhere(target: string): boolean {
  return /^[a-z]+:/.test(target);
}

function targetOf(
  from: string,
  target: string,
): { readonly path: string; readonly anchor: string | undefined } {
  const [file = '', anchor] = target.split('#');
  return { path: file === '' ? from : normalize(join(dirname(from), file)), anchor };
}

function leadsSomewhere(page: Page, target: string): boolean {
  if (isElsewhere(target)) return true;
  const { path, anchor } = targetOf(page.path, target);
  if (!existsSync(join(root, path))) return false;
  if (anchor === undefined) return true;
  return statSync(join(root, path)).isFile() && pages.get(path)?.anchors.has(anchor) === true;
}
