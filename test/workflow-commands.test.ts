/** `wippy workflow ...` with a node that runs in the folder: what people type, and what programs read. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { findNode } from '../src/runtime/index.ts';
import { type CommandFolder, commandIn, type Ended, index } from './command.testing.ts';

const entries = index(`
  - {name: held, kind: durable.host, on_error: hold, lifecycle: {auto_start: true}}
  - {name: plain, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [funcs, time, workflow], method: main}
  - {name: act, kind: function.lua, source: "return function(n) if n == 3 then error('three is bad') end return n end"}
  - {name: stay, kind: process.lua, source: file://stay.lua, method: main, meta: {command: {name: stay}}}
  - {name: start, kind: process.lua, source: file://start.lua, method: main, meta: {command: {name: start}}}`);

const flow = `return { main = function(n)
  require("workflow").attrs({ search = { customer = "c" .. n }, memo = {} })
  local act = assert(require("funcs").call("app:act", n))
  local word = process.listen("go"):receive()
  return { act = act, word = word }
end }`;

/** Names that tell the host, the number, and perhaps a delay. */
const start = `return { main = function(name, host, n, delay)
  local spawner = process.with_options(delay and { ["workflow.start_delay"] = delay } or {}):with_name(name)
  assert(spawner:spawn("app:flow", host, tonumber(n)))
end }`;

/** Ends with the process that it starts. */
const stay = `return { main = function(name)
  assert(process.with_options({}):with_name(name):spawn_monitored("app:flow", "app:plain", 1))
  return process.events():receive().result.value.word == "now" and 0 or 3
end }`;

const files = {
  'src/_index.yaml': entries,
  'src/flow.lua': flow,
  'src/start.lua': start,
  'src/stay.lua': stay,
};

type Json = Record<string, unknown>;

/** A folder whose node runs, with a process of each sort. */
async function running(context: TestContext) {
  const folder = commandIn(context, files);
  const starts: readonly (readonly string[])[] = [
    ['one', 'app:held', '1'],
    ['two', 'app:plain', '2'],
    ['bad', 'app:held', '3'],
    ['lost', 'app:plain', '3'],
    ['later', 'app:held', '4', '300d'],
  ];
  for (const words of starts) assert.equal((await folder.run('run', 'start', ...words)).code, 0);
  const node = folder.start('run');
  context.after(async () => {
    node.interrupt();
    await node.ended;
  });
  await nodeOf(folder);
  const say = (...words: string[]) => folder.run('workflow', ...words);
  await until(folder, 'bad', 'held');
  return { say, folder };
}

/** What the node of the folder runs in place of the application, once there is a node that is asked. */
async function nodeOf({ directory }: CommandFolder): Promise<string | undefined> {
  for (;;) {
    const found = await findNode(directory);
    found?.socket.destroy();
    if (found !== undefined) return found.greeting.runs;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function json(ended: Promise<Ended>): Promise<Json> {
  const { code, out, err } = await ended;
  assert.equal(code, 0, err);
  return JSON.parse(out) as Json; // what the command wrote
}

async function until({ run }: CommandFolder, id: string, state: string): Promise<Json> {
  for (;;) {
    const shown = await json(run('workflow', 'show', id, '--json'));
    if (shown.state === state) return shown;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** What a command that is wrong says, with its exit code. */
async function refusal(ended: Promise<Ended>): Promise<string> {
  const { code, out, err } = await ended;
  assert.equal(out, '');
  return `${code} ${err}`.replace(/\{app:[^}]*\}/g, 'PID').replace(/\n.*--help.*\n$/, '');
}

test('what is wrong in a line says what is wrong: 2 for the line itself, 1 for what the node has to object', async (context) => {
  const { say } = await running(context);
  const said = async (...words: string[]) => refusal(say(...words));
  assert.equal(
    await said('list', '--state', 'hold'),
    "2 wippy: --state hold is none: running, held, completed, failed; did you mean 'held'?",
  );
  for (const time of ['yesterday', '5', '2026-13-01', '2026-11-22 25:00'])
    assert.match(await said('list', '--since', time), /^2 wippy: --since .* is no time: 30m, 2h or 2026/);
  assert.equal(await said('list', '--where', 'customer'), '2 wippy: --where customer is not field=value');
  assert.match(
    await said('signal', 'one', 'go', '{"a": b}'),
    /^2 wippy: value 1 begins as JSON and is none: /,
  );
  assert.equal(await said('signal', 'one', '', '1'), '1 wippy: the topic is empty\n');
  assert.match(await said('signal', 'one', '@x'), /^1 wippy: topics that begin with @ belong to the runtime/);
  assert.equal(
    await said('signal', 'ona', 'go'),
    "1 wippy: there is no durable process ona; did you mean 'one'?\n",
  );
  const gone = 'd00000000000000000000000a';
  const forgotten = 'one that has ended is forgotten when its host has kept it long enough (keep)';
  assert.equal(await said('show', gone), `1 wippy: there is no durable process ${gone}; ${forgotten}\n`);
  assert.equal(await said('retry', 'one'), '1 wippy: PID is running and not held\n');
  assert.equal(await said('fail', 'lost'), '1 wippy: PID has ended already: it is failed\n');
  assert.equal(await said('show', 'one', '--step', '99'), '1 wippy: step 99 of PID is not kept\n');
  assert.match(
    await said('fork', 'one', '--step', '99'),
    /^1 wippy: step 99 of PID is not kept; those from 1 to \d are\n$/,
  );
});

test('lists are filtered by state, entry, host, attribute and time, and say when there may be more', async (context) => {
  const { say } = await running(context);
  const names = async (...words: string[]) => {
    const { out } = await say('list', ...words);
    const [, ...lines] = out.trimEnd().split('\n');
    return lines.map((line) => line.split(/ {2,}/).at(-1));
  };
  assert.deepEqual(await names(), ['later', 'lost', 'bad', 'two', 'one']);
  assert.deepEqual(await names('--state', 'held'), ['bad']);
  assert.deepEqual(await names('--state', 'held', '--state', 'failed'), ['lost', 'bad']);
  assert.deepEqual(await names('--where', 'customer=c3'), ['lost', 'bad']);
  assert.deepEqual(await names('--where', 'customer=c3', '--host', 'app:plain'), ['lost']);
  assert.deepEqual(await names('--entry', 'app:act'), []);
  assert.deepEqual(await names('--since', '1h', '--before', '1m'), []);
  assert.deepEqual(await names('--before', '2026-01-01T00:00'), []);
  assert.deepEqual(await names('--since', '2026-01-01 00:00', '--host', 'app:plain'), ['lost', 'two']);
  assert.match(
    (await say('list')).out,
    /^ID .* {2}BEGINS +NAME\n\S+ +running +app:flow +0 +\S+ \S+ +20\d\d-\S+ \S+ +later\n/,
  );
  assert.doesNotMatch((await say('list', '--state', 'held')).out, /BEGINS/);
  const { out, err } = await say('list', '--limit', '2');
  assert.equal(out.split('\n').length, 4);
  assert.equal(err, 'wippy: there may be more than these 2: --limit shows more of them\n');
  assert.equal((await say('show', 'one')).out.includes('\u001b'), false);
});

test('a held process shows what waits for it, with its values; past steps show what came in', async (context) => {
  const { say, folder } = await running(context);
  const { pid } = await json(say('show', 'bad', '--json'));
  assert.deepEqual(await say('signal', 'bad', 'go', '{"size":9007199254740993}', '-5', 'text'), {
    code: 0,
    out: '',
    err: `wippy: ${pid} is held: it gets this when it goes on\n`,
  });
  const { out, err } = await say('show', 'bad');
  assert.equal(err, '');
  assert.match(out, /\nproblem: app:act:1: three is bad\n/);
  assert.match(out, /\nwaits for it: message go \(\d+\): \{ size = 9007199254740993 \}, -5, "text"\n/);
  assert.match(out, /waits for funcs.call\("app:act", 3\)/);
  assert.doesNotMatch(out, /memo/);
  assert.match((await say('show', 'later')).out, /\nbegins at \d{4}-/);
  assert.equal((await say('signal', 'one', 'go', pid as string)).err, '');
  await until(folder, 'one', 'completed');
  assert.match((await say('show', 'one')).out, /\nstarted as one\n/);
  assert.match((await say('show', 'one', '--step', '2')).out, /\ncame: result 1 \(\d+\): 1\n/);
  assert.match((await say('history', 'one')).out, /^STEP .*\n3 .* end +message go /);
  assert.match((await say('show', 'one', '--step', '3')).out, /\nresult .*\ncame: message go .*\n$/);
  assert.equal(
    await refusal(say('fork', 'one', '--step', '3')),
    '1 wippy: step 3 of PID is its end and has no state to go on from; step 2 has one\n',
  );
});

test('what the commands answer as JSON has one shape', async (context) => {
  const { say, folder } = await running(context);
  const pids = new Map<string, unknown>();
  for (const line of JSON.parse((await say('list', '--json')).out) as { names: string[]; pid: string }[])
    pids.set(line.names[0] ?? 'lost', line.pid);
  const entry = 'app:flow';
  const [one, two, bad, later] = ['one', 'two', 'bad', 'later'].map((name) => pids.get(name));
  assert.deepEqual(await json(say('signal', 'one', 'go', '--json')), { pid: one, entry, state: 'running' });
  assert.deepEqual(await json(say('signal', 'bad', 'go', '--json')), { pid: bad, entry, state: 'held' });
  assert.deepEqual(await json(say('cancel', 'bad', '--json')), { pid: bad, entry, state: 'held' });
  assert.deepEqual(await json(say('retry', 'bad', '--json')), { pid: bad, entry, state: 'running' });
  await until(folder, 'bad', 'held');
  const { pid, ...forked } = await json(say('fork', 'two', '--step', '1', '--json'));
  assert.match(String(pid), /^\{app:plain\|/);
  assert.deepEqual(forked, { entry, state: 'running', of: two });
  assert.equal(
    await refusal(say('upgrade', 'two', '--json')),
    "1 wippy: PID has the code that app:flow has now; a node takes changed files with 'wippy run --watch', 'wippy registry apply', or when it starts\n",
  );
  assert.deepEqual(await json(say('fail', 'bad', '--reason', 'no', '--json')), {
    pid: bad,
    entry,
    state: 'failed',
  });
  assert.deepEqual(await json(say('cancel', 'two', '--force', '--json')), {
    pid: two,
    entry,
    state: 'failed',
  });
  await json(say('cancel', 'later', '--json'));
  const ended = await until(folder, later as string, 'failed');
  assert.deepEqual(ended.exit, { type: 'failed', error: 'was asked to end before it began' });
});

test('Rn5: a command that has the durable processes is asked about them, until it ends', async (context) => {
  const folder = commandIn(context, files);
  const socket = join(folder.directory, '.wippy/state/control/node.sock');
  const command = folder.start('run', 'stay', 'one');
  assert.equal(await nodeOf(folder), 'app:stay');
  const { state, entry } = await until(folder, 'one', 'running');
  assert.deepEqual([state, entry], ['running', 'app:flow']);
  assert.match(
    await refusal(folder.run('run')),
    /^1 wippy: the application .* UTC, which runs app:stay; 'wippy workflow'/,
  );
  await json(folder.run('workflow', 'signal', 'one', 'go', 'now', '--json'));
  assert.equal((await command.ended).code, 0);
  assert.equal(existsSync(socket), false);

  const interrupted = folder.start('run', 'stay', 'two');
  await nodeOf(folder);
  interrupted.interrupt();
  assert.equal((await interrupted.ended).code, 0);
  assert.equal(existsSync(socket), false);
  assert.equal(
    await refusal(folder.run('workflow', 'list')),
    "1 wippy: no node runs in this folder; 'wippy run' starts one\n",
  );
});
