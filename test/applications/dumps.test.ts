/** Dumps of an application that crashes, as processes of the shell write and read them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { StoredDump } from '../../src/runtime/index.ts';

const wippy = join(import.meta.dirname, '../../bin/wippy');

/** The application in a folder of its own, and what runs in there. */
function application(context: TestContext) {
  const directory = mkdtempSync(join(tmpdir(), 'wippy-crashing-'));
  context.after(() => rmSync(directory, { recursive: true, force: true }));
  cpSync(join(import.meta.dirname, 'crashing'), directory, { recursive: true });
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(wippy, words, { cwd: directory, encoding: 'utf8' });
    return { status, out: stdout, err: stderr };
  };
  const folder = join(directory, '.wippy/state/dumps');
  return { run, folder };
}

test('a process that crashes leaves a dump that tells what it was doing, without secrets', (context) => {
  const { run, folder } = application(context);
  assert.equal(run('run', '-x', 'app:checkout').status, 1);
  const files = readdirSync(folder);
  assert.equal(files.length, 1);
  const path = join(folder, files[0] ?? '');
  assert.deepEqual([statSync(folder).mode & 0o777, statSync(path).mode & 0o777], [0o700, 0o600]);
  const written = readFileSync(path, 'utf8');
  for (const secret of ['LIC-2044-7', 'sk_live_77', 'hunter2']) assert.ok(!written.includes(secret), secret);

  const id = files[0]?.replace('.json', '') ?? '';
  assert.match(
    run('dump', 'list').out,
    new RegExp(`^ID +ENTRY +ERROR\n${id} +app:checkout +app:checkout:9: attempt`),
  );
  const { out: text } = run('dump', 'show', id);
  for (const line of [
    "error: app:checkout:9: attempt to index a nil value (field 'discount')",
    'stack traceback:',
    'coroutine main: failed',
    "  app:checkout:9: in function 'total'",
    '      order = { id = 7, card = { number = "4111", password = *** }, items = {',
    '      sum = 6',
    '      item = { price = 5 }',
    '      price = 10',
    '      rate = 2',
    "  app:checkout:34: in function 'main'",
    '      licence = "***"',
    '      key = "***"',
    '      region = "north"',
    '      url = "https://pay.example/north?k=***&licence=***"',
    'coroutine spawned 1: waits for a value from the topic stop',
    '      seen = 0',
    'mailbox: 2 messages (job 2)',
  ]) {
    assert.ok(text.includes(line), `${line}\nis not in\n${text}`);
  }
  const dump: StoredDump = JSON.parse(run('dump', 'show', '--json').out);
  assert.deepEqual([dump.id, dump.format, dump.version], [id, 'wippy.dump', 1]);
  assert.equal(run('dump', 'show', 'nonsense').err, 'wippy: there is no dump nonsense\n');
});

test('calls that fail leave dumps, each place one, and no more are kept than shall be', (context) => {
  const { run } = application(context);
  assert.equal(run('run', '-x', 'app:calls').status, 0);
  const listed: { entry: string; message: string }[] = JSON.parse(run('dump', 'list', '--json').out);
  assert.deepEqual(
    listed.map(({ entry, message }) => `${entry} ${message}`),
    ['app:charge app:charge:3: too much', 'app:charge app:charge:4: much'],
  );
});

test('without full dumps code is compiled as ever, and says what it can', (context) => {
  const { run } = application(context);
  run('run', '-x', 'app:checkout', '--set', 'dumps.full=false');
  const { out } = run('dump', 'show');
  assert.match(
    out,
    /\n {2}app:checkout:9: in function 'total'\n {4}\(its locals were lost with an exception of the host\)\n/,
  );
});

test('without the setting nothing is kept', (context) => {
  const { run } = application(context);
  assert.equal(run('run', '-x', 'app:checkout', '--set', 'dumps.enabled=false').status, 1);
  const { out, err, status } = run('dump', 'list');
  assert.deepEqual([out, status], ['', 0]);
  assert.match(err, /there are no dumps; they are kept when/);
});
