/** Two nodes on one store, and people who ask either of them. */
import assert from 'node:assert/strict';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PostgresServer } from '../../src/testing/index.ts';
import { type CommandFolder, commandIn } from '../command.testing.ts';

const server = await PostgresServer.start();
after(() => server?.remove());
const skip = server === undefined && 'PostgreSQL is not installed';

const entries = (port: number, schema: string, more: string, ofFlow: string) => `version: "1.0"
namespace: app
entries:
  - {name: host, kind: process.host, lifecycle: {auto_start: true}}
  - name: database
    kind: db.sql.postgres
    host: 127.0.0.1
    port: ${port}
    database: postgres
    username: postgres
    lifecycle: {auto_start: true}
  - {name: durable, kind: durable.host, store: database, store_schema: ${schema}, on_error: hold, ${more}lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, ${ofFlow}method: main}
  - {name: door, kind: process.lua, source: file://door.lua, method: main}
  - {name: opening, kind: process.service, process: door, host: host, lifecycle: {auto_start: true, depends_on: [durable]}}
`;

const flow = (end: string) => `return { main = function()
  local inbox = process.inbox()
  while true do
    local message = inbox:receive()
    ${end}
  end
end }`;

const broken = 'error("no stock for " .. message:payload():data())';

const door = (opens: string) => `return { main = function()
  ${opens}
  process.events():receive()
end }`;

const opening = (names: readonly string[]) =>
  names
    .map((name) => `process.with_options({["workflow.id"] = "${name}"}):spawn("app:flow", "app:durable")`)
    .join('\n');

async function until(what: string, test: () => Promise<boolean>): Promise<void> {
  for (let tried = 0; tried < 300; tried++) {
    if (await test()) return;
    await pause(100);
  }
  assert.fail(`it never came to this: ${what}`);
}

interface Shown {
  readonly inputs?: readonly unknown[];
  readonly view: { readonly mailbox: { readonly length: number } };
}

let made = 0;

/** Two nodes of one application; the code of the second one may be newer. */
async function nodes(
  context: TestContext,
  names: readonly string[],
  newer = broken,
  more = '',
  first = broken,
  second = '',
  ofFlow = '',
) {
  assert.ok(server !== undefined);
  const index = entries(server.port, `nodes${++made}`, more, ofFlow);
  const files = (opens: string, end: string) => ({
    'src/_index.yaml': index,
    'src/flow.lua': flow(end),
    'src/door.lua': door(opens),
  });
  const one = commandIn(context, files(opening(names), first));
  const two = commandIn(context, files(second, newer));
  const run = one.start('run', '--silent');
  await until('all have started', async () => (await count(one, 'running')) === names.length);
  const other = two.start('run', '--silent');
  await until('the other node is there', async () => (await two.run('workflow', 'list')).code === 0);
  context.after(async () => {
    run.interrupt();
    other.interrupt();
    await Promise.all([run.ended, other.ended]);
  });
  return { one, two };
}

async function count(folder: CommandFolder, state: string): Promise<number> {
  const { code, out } = await folder.run('workflow', 'list', '--state', state, '--json');
  return code === 0 ? (JSON.parse(out) as unknown[]).length : -1;
}

async function hold(folder: CommandFolder, name: string): Promise<void> {
  assert.deepEqual(await folder.run('workflow', 'signal', name, 'order', 'apples'), {
    code: 0,
    out: '',
    err: '',
  });
  await until(`${name} is held`, async () => (await stateOf(folder, name)) === 'held');
}

async function stateOf(folder: CommandFolder, name: string): Promise<string> {
  const { out } = await folder.run('workflow', 'show', name, '--json');
  return (JSON.parse(out) as { state: string }).state;
}

test('what is held on one node is tried again, forked and failed by asking another', {
  skip,
}, async (context) => {
  const { one, two } = await nodes(context, ['a']);
  await hold(one, 'a');
  const again = await two.run('workflow', 'retry', 'a');
  assert.equal(again.code, 0, again.err);
  await until('it fails again', async () => (await stateOf(one, 'a')) === 'held');
  const fork = await one.run('workflow', 'fork', 'a');
  assert.equal(fork.code, 0, fork.err);
  const failed = await one.run('workflow', 'fail', 'a', '--reason', 'no more apples');
  assert.equal(failed.code, 0, failed.err);
  await until('it has failed', async () => (await count(two, 'failed')) === 1);
});

test('a process for which so many messages wait is sent no more of them by any node', {
  skip,
}, async (context) => {
  const { one, two } = await nodes(context, ['full'], broken, 'limits: {mailbox: 3}, ');
  await hold(one, 'full');
  const codes: number[] = [];
  for (let sent = 2; sent <= 4; sent++)
    codes.push((await two.run('workflow', 'signal', 'full', 'order', 'apples')).code);
  const { code, err } = await two.run('workflow', 'signal', 'full', 'order', 'apples');
  assert.deepEqual(codes, [0, 0, code]);
  assert.notEqual(code, 0);
  assert.match(err, /the mailbox of .* is full \(3 messages\)/);
  assert.notEqual((await one.run('workflow', 'signal', 'full', 'order', 'apples')).code, 0);
});

test('the limit of the entry counts on every node, too', { skip }, async (context) => {
  const { one, two } = await nodes(context, ['full'], broken, '', broken, '', 'limits: {mailbox: 3}, ');
  await hold(one, 'full');
  const signal = () => two.run('workflow', 'signal', 'full', 'order', 'apples');
  for (let sent = 2; sent <= 3; sent++) assert.equal((await signal()).code, 0);
  assert.match((await signal()).err, /the mailbox of .* is full \(3 messages\)/);
  assert.match(
    (await one.run('workflow', 'signal', 'full', 'order', 'apples')).err,
    /is full \(\d messages\)/,
  );
});

test('messages that lie in the state of a process count for the senders of other nodes', {
  skip,
}, async (context) => {
  // It takes the first one.
  const idle = 'process.events():receive()';
  const { one, two } = await nodes(context, ['idle'], idle, 'limits: {mailbox: 3}, ', idle);
  const signal = (node: CommandFolder) => node.run('workflow', 'signal', 'idle', 'order', 'apples');
  const lying = async () => {
    const { out } = await one.run('workflow', 'show', 'idle', '--json');
    const { inputs = [], view } = JSON.parse(out) as Shown;
    return inputs.length === 0 ? view.mailbox.length : -1;
  };
  for (let sent = 0; sent <= 3; sent++) {
    assert.equal((await signal(two)).code, 0);
    await until('it is in the state', async () => (await lying()) === sent);
  }
  assert.match((await signal(two)).err, /the mailbox of .* is full \(3 messages\)/);
  assert.match((await signal(one)).err, /is full \(3 messages\)/);
});

test('what runs on one node goes on with the code of another, which is asked for it', {
  skip,
}, async (context) => {
  const { one, two } = await nodes(context, ['b', 'c'], 'return message:payload():data()');
  await hold(one, 'b');
  for (const name of ['b', 'c']) {
    const upgraded = await two.run('workflow', 'upgrade', name);
    assert.equal(upgraded.code, 0, upgraded.err);
  }
  await one.run('workflow', 'signal', 'c', 'order', 'pears');
  await until('both have ended well', async () => (await count(one, 'completed')) === 2);
});

test('a node knows the names that others have as soon as its services run', { skip }, async (context) => {
  const idle = 'process.events():receive()';
  const ask = `local name = process.registry.lookup("a") and process.send("a", "order", 1) and "known" or "unknown"
    process.with_options({["workflow.id"] = name}):spawn("app:flow", "app:durable")`;
  const { two } = await nodes(context, ['a'], idle, '', idle, ask);
  await until('it has asked', async () => (await count(two, 'running')) === 2);
  assert.equal(await stateOf(two, 'known'), 'running');
});
