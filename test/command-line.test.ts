/** The program as a process of its own: what the shell sees of it, Ctrl-C included. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';

const root = join(import.meta.dirname, '..');

/** From the second start on, the runtime's own code comes compiled. */
const compiled = mkdtempSync(join(tmpdir(), 'wippy-compiled-'));
after(() => rmSync(compiled, { recursive: true, force: true }));

function folder(context: TestContext, application: string): string {
  const path = mkdtempSync(join(tmpdir(), 'wippy-line-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  cpSync(join(root, application), path, { recursive: true });
  return path;
}

class Program {
  readonly child: ChildProcess;
  out = '';
  err = '';
  readonly ended: Promise<number | null>;
  #written: () => void = () => {};

  constructor(directory: string, words: readonly string[], command = join(root, 'bin/wippy')) {
    const env = { ...process.env, NODE_COMPILE_CACHE: compiled };
    this.child = spawn(command, words, { cwd: directory, env });
    this.child.stdout?.on('data', (chunk) => this.#add('out', chunk));
    this.child.stderr?.on('data', (chunk) => this.#add('err', chunk));
    this.ended = new Promise((resolve) => this.child.on('close', resolve));
  }

  #add(name: 'out' | 'err', chunk: unknown): void {
    this[name] += String(chunk);
    this.#written();
  }

  /** Resolves when it has written the text. */
  async until(text: string): Promise<void> {
    while (!this.out.includes(text) && !this.err.includes(text)) {
      const more = new Promise<void>((resolve) => {
        this.#written = resolve;
      });
      const ended = await Promise.race([more, this.ended.then(() => true)]);
      assert.ok(ended !== true, `ended without '${text}': ${this.out}${this.err}`);
    }
  }
}

test('a process prints to the standard output and gives the exit code', async (context) => {
  const program = new Program(folder(context, 'test/applications/hello'), ['run', 'hello', 'two words']);
  assert.equal(await program.ended, 7);
  assert.match(program.out, /^hello two words\n/);
  assert.equal(program.err, '');
});

test('a command reads the standard input to its end', async (context) => {
  const program = new Program(folder(context, 'test/applications/hello'), ['run', 'echo']);
  program.child.stdin?.end('one\ntwo');
  assert.equal(await program.ended, 0);
  assert.equal(program.out, 'args: \nline: one\nline: two\nend\ndone\n');
});

test('a wrong command line gives 2, an application with mistakes 1', async (context) => {
  const path = folder(context, 'test/applications/hello');
  const wrong = new Program(path, ['run', '--lout']);
  assert.equal(await wrong.ended, 2);
  assert.match(wrong.err, /there is no option --lout/);
  writeFileSync(join(path, 'src/_index.yaml'), 'namespace: app\nentries: [');
  const broken = new Program(path, ['run']);
  assert.equal(await broken.ended, 1);
  assert.match(broken.err, /^src\/_index\.yaml:2:/);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`the first ${signal} ends everything in order, with 0`, async (context) => {
    const program = new Program(folder(context, 'test/applications/timers'), ['run']);
    await program.until('tick');
    program.child.kill(signal);
    assert.equal(await program.ended, 0);
    assert.match(program.err, /shutting down[\s\S]*stopped name=second/);
  });
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test(`Rn1: a ${signal} ends a command that runs no node at once, and says so`, async (context) => {
    const program = new Program(folder(context, 'test/applications/hello'), ['registry', 'apply', '-']);
    // More than a pipe holds: it is written when the program reads.
    await new Promise((resolve) => program.child.stdin?.write('#'.repeat(1 << 20), resolve));
    program.child.kill(signal);
    assert.equal(await program.ended, code);
    assert.equal(program.err, 'wippy: interrupted, ending\n');
  });
}

test('a second interrupt ends at once, with 1', async (context) => {
  const path = folder(context, 'test/applications/timers');
  writeFileSync(
    join(path, 'src/job.lua'),
    'return { main = function(name) logger:info("tick") local e = process.events() while true do e:receive() end end }',
  );
  const program = new Program(path, ['run']);
  await program.until('tick');
  program.child.kill('SIGINT');
  await program.until('shutting down');
  // What follows at once would be the same Ctrl-C, arriving by another way.
  await new Promise((resolve) => setTimeout(resolve, 300));
  program.child.kill('SIGINT');
  assert.equal(await program.ended, 1);
  assert.match(program.err, /interrupted again, ending at once/);
});

test('a reader that goes away is no mistake', async (context) => {
  const path = folder(context, 'test/applications/hello');
  writeFileSync(
    join(path, 'src/hello.lua'),
    'return { main = function() for i = 1, 100000 do io.print("line " .. i) end end }',
  );
  const command = `"${join(root, 'bin/wippy')}" run hello | head -n 1`;
  const program = new Program(path, ['-c', command], '/bin/sh');
  assert.equal(await program.ended, 0);
  assert.deepEqual([program.out, program.err], ['line 1\n', '']);
});

test('the demo shows a crash that is healed, and ends by itself', async (context) => {
  const program = new Program(folder(context, 'examples/supervised-shop'), ['run']);
  assert.equal(await program.ended, 0);
  assert.match(program.out, /the kitchen died: the salad caught fire[\s\S]*a new kitchen is open/);
  assert.match(program.out, /All 10 orders were served\./);
  assert.equal(program.err, '');
});

test('an agent improves what runs under a guard: wrong code is refused, and what breaks later is taken back', async (context) => {
  const program = new Program(folder(context, 'examples/self-improving'), ['run', 'improve']);
  assert.equal(await program.ended, 0);
  const [, ...lines] = program.out.split('\n');
  const expected = [
    /^A table of prices up to 20 kg\.$/,
    /^ {2}refused: tests: shop:quote_test: 21 kg: no price \(src\/quote_test\.lua:8\)$/,
    /^A table of prices up to 30 kg\.$/,
    /^ {2}v1 is kept: \d+ calls, 0 of them failed/,
    /^100 quotes take \d+ ms: (no )?faster$/,
    /^A simpler formula\.$/,
    /^ {2}taken back by v3: .*% of the calls of shop:quote fail, at most 5 % may$/,
    /^30 kg cost 11982 cents$/,
    /^A test that everything passes\.$/,
    /^ {2}refused: shop:quote_test is protected: agent may not change that$/,
    /^A function that was not there before, with its test\.$/,
    /^ {2}v4 is kept: /,
    /^30 kg as a gift cost 12232 cents$/,
    /^$/,
  ];
  assert.equal(lines.length, expected.length, program.out);
  for (const [n, pattern] of expected.entries()) assert.match(lines[n] ?? '', pattern);
  assert.equal(program.err, '');
});

test('Gu5: a change whose node is killed while it is watched is gone at the next start', async (context) => {
  const path = mkdtempSync(join(tmpdir(), 'wippy-line-'));
  context.after(() => rmSync(path, { recursive: true, force: true }));
  mkdirSync(join(path, 'src'));
  const files = {
    'wippy.lock': 'directories:\n  src: ./src\n',
    '.wippy.yaml': 'registry: {history_type: sqlite}\n',
    'src/_index.yaml': `version: "1.0"
namespace: app
entries:
  - {name: screen, kind: terminal.host, lifecycle: {auto_start: true}}
  - {name: word, kind: function.lua, source: "return function() return 'old' end"}
  - {name: change, kind: process.lua, source: file://change.lua, modules: [registry, io, time], meta: {command: {name: change}}}
  - {name: show, kind: process.lua, source: file://show.lua, modules: [registry, io, funcs], meta: {command: {name: show}}}
`,
    'src/change.lua': `return function()
  local entry = registry.get("app:word")
  entry.data.source = "return function() return 'new' end"
  assert(registry.snapshot():changes():update(entry):apply({guard = {window = "1h"}}))
  io.print("applied")
  time.sleep("1h")
end`,
    'src/show.lua': `return function()
  io.print((funcs.call("app:word")))
  for _, version in ipairs(registry.versions()) do
    local verdict = version:verdict()
    if verdict then io.print(version:string() .. " is " .. verdict.state .. ": " .. verdict.summary) end
  end
end`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  const program = new Program(path, ['run', 'change']);
  await program.until('applied\n');
  program.child.kill('SIGKILL');
  await program.ended;
  const next = new Program(path, ['run', '--silent', 'show']);
  assert.equal(await next.ended, 0, next.err);
  assert.equal(next.out, 'old\nv1 is taken back: the node ended while the change was watched\n');
});

test('a command that was killed while it had the durable processes is in nobody’s way', async (context) => {
  const place = folder(context, 'test/applications/timers');
  writeFileSync(
    join(place, 'src/_index.yaml'),
    `version: "1.0"
namespace: app
entries:
  - {name: terminal, kind: terminal.host, lifecycle: {auto_start: true}}
  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: stay, kind: process.lua, source: 'return function() require("io").print("here") process.inbox():receive() end', modules: [io], meta: {command: {name: stay}}}
  - {name: end, kind: process.lua, source: 'return function() end', meta: {command: {name: end}}}\n`,
  );
  const program = new Program(place, ['run', '-v', 'stay']);
  await program.until('the control socket is open');
  const beside = new Program(place, ['workflow', 'list']);
  assert.equal(await beside.ended, 0, beside.err);
  program.child.kill('SIGKILL');
  await program.ended;
  const alone = new Program(place, ['workflow', 'list']);
  assert.equal(await alone.ended, 1);
  assert.equal(alone.err, "wippy: no node runs in this folder; 'wippy run' starts one\n");
  const next = new Program(place, ['run', 'end']);
  assert.equal(await next.ended, 0, next.err);
});

test('a node that was killed is in nobody’s way; another program changes what the next one runs', async (context) => {
  const place = folder(context, 'test/applications/timers');
  const first = new Program(place, ['run']);
  await first.until('runtime ready');
  first.child.kill('SIGKILL');
  await first.ended;
  const second = new Program(place, ['run', '-v']);
  await second.until('the control socket is open');
  const third = new Program(place, ['run']);
  assert.equal(await third.ended, 1);
  assert.match(
    third.err,
    /^wippy: the application in .* runs already: process \d+, since .* UTC; 'wippy workflow' and .* 'kill \d+' ends it in order\n$/,
  );
  const history = new Program(place, ['registry', 'history']);
  assert.equal(await history.ended, 0);
  assert.match(history.out, /^VERSION .*\nv0 \* .* loaded\n$/);
  second.child.kill('SIGINT');
  assert.equal(await second.ended, 0);
});
