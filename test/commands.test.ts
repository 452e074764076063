/** Commands, called as the shell calls them, in folders of their own. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import type { Surroundings } from '../src/cli/command.ts';
import { commands } from '../src/cli/commands.ts';
import { runCommandLine } from '../src/cli/shell.ts';

const applications = join(import.meta.dirname, 'applications');

function folder(context: TestContext, application?: string): string {
  const path = mkdtempSync(join(tmpdir(), 'wippy-command-'));
  context.after(() => rmSync(path, { recursive: true }));
  if (application !== undefined) cpSync(join(applications, application), path, { recursive: true });
  return path;
}

/** Calls a command in a folder; `interrupt` is what a Ctrl-C does. */
function call(directory: string, ...words: string[]) {
  const written = { out: '', err: '' };
  const output = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: false,
  });
  const stream = (name: 'out' | 'err') => {
    const made = new PassThrough();
    made.on('data', (chunk) => {
      written[name] += String(chunk);
    });
    return made;
  };
  let interrupt: () => void = () => {};
  const surroundings: Surroundings = {
    directory,
    environment: {},
    out: output('out'),
    err: output('err'),
    terminal: { input: () => new PassThrough().end('typed\n'), output: stream('out'), error: stream('err') },
    version: () => '1.2.3',
    onInterrupt: (run) => {
      interrupt = run;
      return () => {};
    },
  };
  const code = runCommandLine(words, commands, surroundings);
  return {
    ended: code.then((value) => ({ code: value, ...written })),
    interrupt: () => interrupt(),
    written,
  };
}

const run = (directory: string, ...words: string[]) => call(directory, ...words).ended;

test('O3: init writes a lock file and asks for a history that lasts; it says when there is nothing to do', async (context) => {
  const path = folder(context);
  assert.deepEqual(await run(path, 'init'), {
    code: 0,
    out: 'wrote .wippy.yaml\nwrote wippy.lock\n',
    err: '',
  });
  assert.equal(
    readFileSync(join(path, 'wippy.lock'), 'utf8'),
    'directories:\n  modules: .wippy\n  src: ./src\n',
  );
  const configuration = readFileSync(join(path, '.wippy.yaml'), 'utf8');
  assert.match(
    configuration,
    /^version: "1.0"\n\nregistry:\n {2}history_type: sqlite\n.*watch:\n {2}enabled: true\n/s,
  );
  assert.equal((await run(path, 'init')).out, 'wippy.lock is there already\n');
});

test('init changes the folders of a lock file and keeps the rest of it', async (context) => {
  const path = folder(context);
  const lock = join(path, 'wippy.lock');
  writeFileSync(lock, '# mine\ndirectories:\n  modules: .wippy\n  src: ./src\nmodules: []\n');
  assert.equal((await run(path, 'init', '--src-dir', './entries')).out, 'changed wippy.lock\n');
  const text = readFileSync(lock, 'utf8');
  assert.match(text, /^# mine\n/);
  assert.match(text, /src: \.\/entries/);
  assert.match(text, /modules: \[\]/);
});

test('version tells the version', async (context) => {
  const path = folder(context);
  assert.match((await run(path, 'version')).out, /^wippy 1\.2\.3 \(Node \d/);
  assert.equal((await run(path, 'version', '--short')).out, '1.2.3\n');
});

test('run -x runs one process and gives its exit code; the log is silent', async (context) => {
  const path = folder(context, 'hello');
  const { code, out, err } = await run(path, 'run', '-x', 'app:hello', 'Ada');
  assert.deepEqual([code, err], [7, '']);
  assert.match(out, /^hello Ada\nI am \{app:terminal\|\.\.\.\}\n/);
});

test('run takes a name alone when one process has it', async (context) => {
  const path = folder(context, 'hello');
  assert.equal((await run(path, 'run', '-x', 'hello')).code, 7);
  assert.match((await run(path, 'run', '-x', 'helo')).err, /there is no process helo/);
});

test('run with -v logs to the standard error only', async (context) => {
  const { out, err } = await run(folder(context, 'hello'), 'run', '-v', '-x', 'app:hello');
  assert.match(err, /runtime ready/);
  assert.doesNotMatch(out, /runtime ready/);
});

test('a named command runs with what follows it, input and all', async (context) => {
  const path = folder(context, 'hello');
  const { code, out } = await run(path, 'run', 'echo', 'a', '--flag');
  assert.deepEqual([code, out], [0, 'args: a|--flag\nline: typed\nend\ndone\n']);
});

test('run list shows the commands', async (context) => {
  assert.deepEqual(await run(folder(context, 'hello'), 'run', 'list'), {
    code: 0,
    out: 'Available commands:\n  echo   Repeats what it is given\n  fail   Ends with an error\n  hello  Says hello\n',
    err: '',
  });
});

test('an unknown command is refused with what was meant', async (context) => {
  const { code, err } = await run(folder(context, 'hello'), 'run', 'ecko');
  assert.equal(code, 1);
  assert.equal(err, "wippy: there is no command 'ecko'; did you mean 'echo'? ('wippy run list' shows all)\n");
});

test('a process that fails is told on the standard error, with 1', async (context) => {
  const { code, out, err } = await run(folder(context, 'hello'), 'run', 'fail');
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /^wippy: app:fail:1: it went wrong\n/);
});

test('without a terminal host, or with several, run says so', async (context) => {
  const path = folder(context, 'timers');
  assert.match((await run(path, 'run', '-x', 'app:second_code')).err, /there is no terminal\.host to run on/);
  const hello = folder(context, 'hello');
  writeFileSync(
    join(hello, 'src/more.yaml'),
    'namespace: more\nentries:\n  - {name: screen, kind: terminal.host}\n',
  );
  assert.match(
    (await run(hello, 'run', '-x', 'app:hello')).err,
    /there are several terminal hosts \(app:terminal, more:screen\); choose one with --host/,
  );
  assert.equal((await run(hello, 'run', '-x', 'app:hello', '--host', 'more:screen')).code, 7);
});

test('run -o and --set change entries and settings', async (context) => {
  const path = folder(context, 'hello');
  const changed = await run(path, 'run', '-o', 'app:hello:method=missing', '-x', 'app:hello');
  assert.match(
    changed.err,
    /^wippy: app:hello does not return a function 'missing'; its source returns 'main'\n$/,
  );
  assert.match(
    (await run(path, 'run', '--set', 'shutdown.timeout=soon')).err,
    /shutdown\.timeout must be a duration/,
  );
  assert.match(
    (await run(path, 'run', '-o', 'app:helo:x=1')).err,
    /names the entry app:helo, which does not exist/,
  );
});

test('what is wrong with an application keeps it from starting, with 1', async (context) => {
  const path = folder(context, 'hello');
  writeFileSync(join(path, 'src/hello.lua'), 'local function main(\n');
  const { code, err, out } = await run(path, 'run');
  assert.deepEqual([code, out], [1, '']);
  assert.match(err, /src\/hello\.lua:\d+:\d+: app:hello: [\s\S]*1 error\n$/);
});

test('run without a target stays until it is interrupted, then ends in order with 0', async (context) => {
  const running = call(folder(context, 'timers'), 'run');
  await until(() => running.written.err.includes('tick'));
  running.interrupt();
  const { code, err } = await running.ended;
  assert.equal(code, 0);
  assert.match(err, /shutting down[\s\S]*stopped name=second[\s\S]*service stopped id=app:processes/);
});

test('an interrupt while a command runs lets its process finish, with 0', async (context) => {
  const path = folder(context, 'hello');
  writeFileSync(
    join(path, 'src/hello.lua'),
    'return { main = function() local e = process.events() io.print("waiting") e:receive() io.print("bye") return 9 end }',
  );
  const running = call(path, 'run', '-x', 'app:hello');
  await until(() => running.written.out.includes('waiting'));
  running.interrupt();
  const { code, out } = await running.ended;
  assert.deepEqual([code, out], [0, 'waiting\nbye\n']);
});

test('without a lock file there is nothing to run, and run says so', async (context) => {
  const running = call(folder(context), 'run');
  await until(() => running.written.err.includes('runtime ready'));
  running.interrupt();
  const { code, err } = await running.ended;
  assert.equal(code, 0);
  assert.match(err, /there is no wippy\.lock here, so there is nothing to run; 'wippy init' writes one/);
});

test('logger.encoding json makes each line of the log an object', async (context) => {
  const { err } = await run(
    folder(context, 'hello'),
    'run',
    '-v',
    '--set',
    'logger.encoding=json',
    '-x',
    'app:hello',
  );
  const lines = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(lines.some(({ message, level }) => message === 'runtime ready' && level === 'info'));
});

test('print of guests goes to the log with the process and the place', async (context) => {
  const path = folder(context, 'hello');
  writeFileSync(join(path, 'src/hello.lua'), 'return { main = function()\n  print("seen", 1, nil)\nend }');
  const { err } = await run(path, 'run', '-v', '--set', 'logger.encoding=json', '-x', 'app:hello');
  const printed = err
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .find(({ logger }) => logger === 'print');
  assert.equal(printed.message, 'seen 1 nil');
  assert.equal(printed.location, 'app:hello:2');
  assert.match(printed.pid, /^\{app:terminal\|0x/);
});

test('registry list shows ids and kinds, filtered, also as JSON and YAML', async (context) => {
  const path = folder(context, 'calls');
  const { out } = await run(path, 'registry', 'list', '--kind', 'process.*');
  assert.deepEqual(
    out.split('\n').map((line) => line.split(/ +/).slice(0, 2).join(' ')),
    ['ID KIND', 'app:main process.lua', 'app:square process.lua', ''],
  );
  const json = JSON.parse((await run(path, 'registry', 'list', '--name', 'd*', '--json')).out);
  assert.deepEqual(json, [
    {
      id: 'app:double',
      kind: 'function.lua',
      meta: {},
      data: { source: 'return function(n) return n * 2 end' },
    },
  ]);
  assert.match(
    (await run(path, 'registry', 'list', '--name', 'double', '--yaml')).out,
    /^- id: app:double\n/,
  );
  const hello = folder(context, 'hello');
  const found = JSON.parse((await run(hello, 'registry', 'list', '--meta', 'command.name^e', '--json')).out);
  assert.deepEqual(
    found.map(({ id }: { id: string }) => id),
    ['app:echo'],
  );
});

test('registry show shows an entry, or one field of it', async (context) => {
  const path = folder(context, 'hello');
  const { out } = await run(path, 'registry', 'show', 'app:hello');
  assert.match(out, /^# src\/_index\.yaml:8:5\nid: app:hello\nkind: process\.lua\n/);
  assert.equal(
    (await run(path, 'registry', 'show', 'app:hello', '-f', 'meta.command.name', '--raw')).out,
    'hello\n',
  );
  assert.equal(
    JSON.parse((await run(path, 'registry', 'show', 'app:hello', '--json')).out).data.method,
    'main',
  );
  const unknown = await run(path, 'registry', 'show', 'app:helo');
  assert.deepEqual(
    [unknown.code, unknown.err],
    [1, "wippy: there is no entry app:helo; did you mean 'app:hello'?\n"],
  );
});

test('a profile or a setting that is not there lists and shows nothing', async (context) => {
  const path = folder(context, 'hello');
  for (const command of [['list'], ['show', 'app:hello']]) {
    const unknown = await run(path, 'registry', ...command, '--profile', 'nope');
    assert.deepEqual([unknown.code, unknown.out], [1, '']);
    assert.match(unknown.err, /there is no profile 'nope'/);
    assert.equal((await run(path, 'registry', ...command, '--set', 'nonsense')).out, '');
    assert.equal((await run(path, 'registry', ...command, '--config', 'none.yaml')).out, '');
  }
});

test('entries with mistakes are listed and shown all the same, with 1', async (context) => {
  const path = folder(context, 'hello');
  writeFileSync(join(path, 'src/more.yaml'), 'namespace: more\nentries:\n  - {name: odd, kind: nothing}\n');
  for (const command of [['list'], ['show', 'app:hello']]) {
    const { code, out, err } = await run(path, 'registry', ...command);
    assert.equal(code, 1);
    assert.match(out, /app:hello/);
    assert.match(err, /src\/more\.yaml:3/);
  }
});

test('without a lock file there is nothing to list, which is said', async (context) => {
  const { code, out, err } = await run(folder(context), 'registry', 'list');
  assert.deepEqual([code, out], [0, '']);
  assert.match(err, /there is no lock file/);
});

test('a limit of memory is known to guests, and refused when it is none', async (context) => {
  const path = folder(context, 'hello');
  writeFileSync(
    join(path, 'src/more.yaml'),
    `namespace: more
entries:
  - {name: limit, kind: process.lua, modules: [system, io], source: 'local system = require("system"); return function() return system.memory.get_limit() // 1048576 end'}
`,
  );
  assert.equal((await run(path, 'run', '-m', '128M', '-x', 'more:limit')).code, 128);
  for (const wrong of ['much', '1M']) {
    const { code, err } = await run(path, 'run', '--memory-limit', wrong, '-x', 'more:limit');
    assert.equal(code, 2);
    assert.match(err, /--memory-limit (much is no size|1M is too little)/);
  }
});

test('a setting that nobody knows is told, also when the log is silent', async (context) => {
  const { code, err } = await run(
    folder(context, 'hello'),
    'run',
    '--set',
    'shutdwn.timeout=5s',
    '-x',
    'hello',
  );
  assert.equal(code, 7);
  assert.equal(err, "wippy: shutdwn is not known; did you mean 'shutdown'?\n");
});

test('run -p serves profiles at the configured address, as long as it runs', async (context) => {
  const path = folder(context, 'hello');
  const options = ['-p', '--set', 'profiler.address=localhost:0', '-v'];
  const { code, err } = await run(path, 'run', ...options, '-x', 'app:hello');
  assert.equal(code, 7);
  const [, url = ''] = /url=(http:\S+)/.exec(err) ?? [];
  assert.match(url, /^http:\/\/localhost:\d+\/debug\/pprof\/$/);
  await assert.rejects(fetch(url));
});

test('options whose feature is not there are refused for it', async (context) => {
  const path = folder(context, 'hello');
  const { code, err } = await run(path, 'run', '--registry', 'http://localhost');
  assert.equal(code, 2);
  assert.match(err, /--registry: .* yet/);
});

test('packs and modules of a hub are refused for what they are', async (context) => {
  const path = folder(context);
  assert.match((await run(path, 'run', 'a.wapp')).err, /packs cannot be run yet/);
  assert.match((await run(path, 'run', 'acme/http')).err, /modules cannot be fetched from a hub yet/);
});

/** Waits in turns of the event loop, for what a running command writes. */
async function until(isTrue: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100_000 && !isTrue(); turn++)
    await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(isTrue(), 'it did not come');
}
