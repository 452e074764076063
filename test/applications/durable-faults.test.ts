/** Stores that refuse: what hosts and guests are told, and what becomes of durable processes. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Answer, type Asked, type Bytes, type Method, SqliteStore } from '../../src/durable/index.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { FaultyStore } from './faulty-store.ts';
import { House, index } from './house.ts';
import { starting } from './lives.ts';

const full = { errcode: 13, message: 'database or disk is full' };
const damaged = { errcode: 11, message: 'database disk image is malformed' };

const files = (flow: string) => ({
  'src/_index.yaml': index(`
  - {name: durable, kind: durable.host, lifecycle: {auto_start: true}}
  - {name: flow, kind: workflow.lua, source: file://flow.lua, modules: [time], method: main}
  - {name: start, kind: process.lua, source: file://start.lua, modules: [io, time], method: main}
  - {name: send, kind: process.lua, source: file://send.lua, method: main}`),
  'src/flow.lua': `local time = require("time")\n${flow}`,
  'src/start.lua': starting('process.with_options({}):with_name("it"):spawn("app:flow", "app:durable")'),
  'src/send.lua': `return { main = function()
    local sent, err = process.send("it", "note", 1)
    return sent or { err:kind(), err:retryable(), tostring(err) }
  end }`,
});

async function started(context: TestContext, flow: string) {
  const store = new SqliteStore(':memory:');
  const backend = new FaultyStore(store);
  const house = await House.start(context, files(flow), { durableStore: () => backend });
  const told = () => house.node.supervisor.state('app:durable')?.details;
  return { store, backend, house, told };
}

/** Its writes wait as long as it is told. */
class SlowStore extends FaultyStore {
  held: Promise<void> = Promise.resolve();

  override async ask<M extends Method>(method: M, ...args: Asked<M>): Promise<Answer<M>> {
    if (method === 'write') await this.held;
    return super.ask(method, ...args);
  }
}

const receives = 'return { main = function() while true do process.inbox():receive() end end }';

test('Gw3: who sends while the store takes nothing is told after a while, and what it sent is not stored', async (context) => {
  const { store, backend, house, told } = await started(context, receives);
  await house.run('app:start');
  backend.fault = (method) => (method === 'write' ? full : undefined);
  const { value } = await house.run('app:send');
  assert.deepEqual(Array.isArray(value) && value.slice(0, 2), ['Unavailable', true]);
  assert.match(String(value), /takes nothing at the moment: the disk with :memory: is full; make room there/);
  assert.equal(told(), 'steps of durable processes wait: the disk with :memory: is full; make room there');
  backend.fault = () => undefined;
  await house.pass(2000);
  assert.equal(told(), undefined);
  const before = store.line('it')?.step;
  assert.deepEqual(await house.run('app:send'), { value: true });
  await house.pass(100);
  assert.deepEqual([store.line('it')?.step, house.status('app:durable')], [Number(before) + 1, 'Running']);
});

test('St1: a process begins before its start is stored, and what it did at once is written with that', async (context) => {
  const { store, backend, house } = await started(context, 'return { main = function() return "done" end }');
  const batches: string[][] = [];
  backend.before = (batch) => batches.push(batch.map(({ type }) => type)) > 0;
  await house.run('app:start');
  await house.pass(100);
  assert.deepEqual(
    batches.filter((types) => types.includes('start')),
    [['start', 'step']],
  );
  assert.deepEqual(batches.flat(), ['start', 'step']);
  const [line] = store.lines({ limit: 10 });
  assert.deepEqual([line?.state, line?.step], ['completed', 1]);
});

test('St1, Gw3: who starts when the store begins to refuse is told so after a while; the process goes on when it takes again', async (context) => {
  const { store, backend, house } = await started(
    context,
    'return { main = function() time.sleep("1s") return "done" end }',
  );
  backend.fault = (method) => (method === 'write' ? full : undefined);
  const { error } = await house.run('app:start');
  assert.match(String(error), /takes nothing at the moment, and takes this when it can: the disk/);
  const again = await house.run('app:start');
  assert.match(String(again.error), /takes nothing at the moment/);
  assert.deepEqual(store.lines({ limit: 10 }), []);
  backend.fault = () => undefined;
  await house.pass(5000);
  const lines = store.lines({ limit: 10 });
  assert.deepEqual(
    lines.map(({ state, step }) => [state, step]),
    [['completed', 2]],
  );
});

test('Gw4: a damaged store is not written to any more, and says what a person can do', async (context) => {
  const { backend, house, told } = await started(context, receives);
  await house.run('app:start');
  backend.fault = (method) => (method === 'write' ? damaged : undefined);
  const { value } = await house.run('app:send');
  assert.deepEqual(Array.isArray(value) && value.slice(0, 2), ['Internal', false]);
  assert.match(
    told() ?? '',
    /^durable processes stand still: :memory: is damaged \(.*\); stop the node, keep a copy/,
  );
  backend.fault = (method) => {
    assert.notEqual(method, 'write', 'a damaged store was written to');
    return undefined;
  };
  assert.match(String((await house.run('app:send')).value), /is damaged/);
});

test('Kp5: a process that goes on while the store takes nothing owes it few steps', async (context) => {
  const { store, backend, house } = await started(
    context,
    'return { main = function() for i = 1, 200 do time.sleep("10ms") end return "done" end }',
  );
  await house.run('app:start');
  let writes = 0;
  backend.fault = (method) => {
    if (method === 'write') writes++;
    return method === 'write' ? full : undefined;
  };
  await house.pass(10_000);
  assert.ok(writes > 5);
  backend.fault = () => undefined;
  await house.pass(5000);
  const [line] = store.lines({ limit: 1 });
  assert.equal(line?.state, 'completed');
  assert.ok(Number(line?.step) < 30, `${line?.step} steps`);
});

test('processes are read when the store can be read again, and are not held for that', async (context) => {
  const { store, house } = await started(context, receives);
  await house.run('app:start');
  await house.pass(100);
  house.crash();
  const backend = new FaultyStore(store);
  backend.fault = (method) => (method === 'processes' || method === 'attempted' ? full : undefined);
  const again = await House.start(context, files(receives), { durableStore: () => backend });
  await again.pass(3000);
  backend.fault = (method) => (method === 'attempted' ? full : undefined);
  await again.pass(3000);
  assert.equal(store.line('it')?.state, 'running');
  backend.fault = () => undefined;
  await again.pass(2000);
  const before = store.line('it')?.step;
  assert.deepEqual(await again.run('app:send'), { value: true });
  await again.pass(100);
  assert.equal(store.line('it')?.step, Number(before) + 1);
});

test('Ld4: of several that are read together only those are held of whom the database has lost something', async (context) => {
  const store = new SqliteStore(':memory:');
  const names = ['well', 'hurt', 'whole'];
  const spawning = names.map(
    (name) => `process.with_options({}):with_name("${name}"):spawn("app:flow", "app:durable")`,
  );
  const application = {
    // Who can take over new code is read with the start of a node, also when nothing has come for it.
    ...files(receives.replace('while', 'process.set_options({ upgradable = true }) while')),
    'src/start.lua': `return { main = function() ${spawning.join(' ')} end }`,
  };
  const house = await House.start(context, application, { durableStore: () => new FaultyStore(store) });
  await house.run('app:start');
  await house.pass(100);
  house.crash();
  const backend = new FaultyStore(store);
  const { pid = '' } = store.line('hurt') ?? {};
  backend.damaged.add(pid);
  const again = await House.start(context, application, { durableStore: () => backend });
  await again.pass(1000);
  await again.pass(1000);
  assert.deepEqual(
    names.map((name) => [store.line(name)?.state, store.line(name)?.problem.slice(0, 42)]),
    [
      ['running', ''],
      ['held', 'the store in PostgreSQL is damaged (invali'],
      ['running', ''],
    ],
  );
  // When it is mended a person lets it go on.
  backend.damaged.clear();
  const { engine } = again.node.durability;
  assert.ok(engine !== undefined);
  await again.until(engine.administration.retry(pid));
  await again.pass(100);
  assert.equal(store.line('hurt')?.state, 'running');
});

test('K1: a process whose call loses its node again and again is held', async (context) => {
  const application = {
    ...files(`return { main = function(what)
      if what == "calls" then require("funcs").call("app:deadly") end
      process.inbox():receive()
    end }`),
    'src/deadly.lua': 'return { main = function() require("time").sleep("10h") end }',
    'src/start.lua': `return { main = function()
      for _, name in ipairs({ "calls", "rests" }) do
        process.with_options({}):with_name(name):spawn("app:flow", "app:durable", name)
      end
    end }`,
  };
  application['src/_index.yaml'] = application['src/_index.yaml']
    .replace('[time], method: main}', '[time, funcs], method: main}')
    .concat(
      '\n  - {name: deadly, kind: function.lua, source: file://deadly.lua, modules: [time], method: main}',
    );
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  const live = () => House.start(context, application, { clock, durableStore: () => new FaultyStore(store) });
  const first = await live();
  void first.run('app:start');
  await first.pass(50);
  first.crash();
  Object.assign(store, { wasLost: true });
  for (let life = 1; life <= 6; life++) {
    const house = await live();
    await house.pass(12_000);
    house.crash();
  }
  const lines = ['calls', 'rests'].map((name) => store.line(name));
  const died = 'the node died 4 times while this ran';
  assert.deepEqual(
    lines.map((line) => [line?.state, line?.problem]),
    [
      ['held', died],
      ['running', ''],
    ],
  );
});

test('Ld5: who sends more than may wait for a durable process is told, whether that works, is held, or was found so', async (context) => {
  const application = files(`return { main = function(what)
    if what == "held" then error("broke") end
    time.sleep("10h")
  end }`);
  const named = (name: string) =>
    `process.with_options({}):with_name("${name}"):spawn("app:flow", "app:durable", "${name}")`;
  const sending = (times: number) => `return { main = function()
    local told = {}
    for _, name in ipairs({ "works", "held" }) do
      for i = 1, ${times} do
        local sent, err = process.send(name, "note", i)
        told[#told + 1] = sent or err:kind()
      end
    end
    return told
  end }`;
  const all = {
    ...application,
    'src/_index.yaml': application['src/_index.yaml'].replace(
      'kind: durable.host,',
      'kind: durable.host, on_error: hold, limits: {mailbox: 2},',
    ),
    'src/start.lua': `return { main = function() ${named('works')} ${named('held')} end }`,
    'src/send.lua': sending(3),
  };
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  const live = () => House.start(context, all, { clock, durableStore: () => new FaultyStore(store) });
  const house = await live();
  void house.run('app:start');
  await house.pass(100);
  const most = [true, true, 'RateLimited'];
  assert.deepEqual((await house.run('app:send')).value, [...most, ...most]);
  house.crash();
  const again = await live();
  await again.pass(100);
  const { value } = await again.run('app:send');
  assert.deepEqual(Array.isArray(value) && value.slice(3), ['RateLimited', 'RateLimited', 'RateLimited']);
  assert.equal(store.process(store.line('held')?.pid ?? '')?.inputs.length, 2);
});

test('Dr5: who is about to be told of an end is told after a restart too, when it committed once more and rests', async (context) => {
  const application = {
    ...files(`return { main = function(ending)
      if ending == nil then time.sleep("20ms") error("it broke") end
      coroutine.spawn(function() time.sleep("30ms") end)
      time.sleep("10ms")
      assert(process.monitor(ending))
      return tostring(process.events():receive().result.error):match("it broke")
    end }`),
    'src/start.lua': `return { main = function()
      local ending = assert(process.with_options({}):with_name("ending"):spawn("app:flow", "app:durable"))
      process.with_options({}):with_name("watcher"):spawn("app:flow", "app:durable", ending)
    end }`,
  };
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  const slow = new SlowStore(store);
  slow.before = (batch) => !batch.some((one) => one.type === 'input' && one.input.kind === 'exit');
  const first = await House.start(context, application, { clock, durableStore: () => slow });
  void first.run('app:start');
  await first.pass(5);
  const held = Promise.withResolvers<void>();
  slow.held = held.promise;
  await first.pass(50);
  held.resolve();
  await first.pass(50);
  first.crash();
  assert.deepEqual([store.line('ending')?.state, store.line('watcher')?.state], ['failed', 'running']);
  const again = await House.start(context, application, {
    clock,
    durableStore: () => new FaultyStore(store),
  });
  await again.pass(1000);
  assert.equal(store.line('watcher')?.state, 'completed');
});

test('a host whose store cannot be opened is started again until it can; a damaged one is not', async (context) => {
  const backend = new FaultyStore(new SqliteStore(':memory:'));
  backend.fault = () => full;
  const house = await House.start(context, files(receives), { durableStore: () => backend });
  await house.pass(1000);
  assert.equal(house.status('app:durable'), 'Failed');
  backend.fault = () => undefined;
  await house.pass(10_000);
  assert.equal(house.status('app:durable'), 'Running');

  const other = new FaultyStore(new SqliteStore(':memory:'));
  other.fault = () => damaged;
  const lost = await House.start(context, files(receives), { durableStore: () => other });
  await lost.pass(100_000);
  assert.match(lost.node.supervisor.state('app:durable')?.details ?? '', /is damaged/);
  assert.equal(lost.status('app:durable'), 'Exited');
});

test('K1: from the third attempt on a process goes on by itself, before the fifth it is held, and others are not held for what it does', async (context) => {
  const store = new SqliteStore(':memory:');
  const clock = new VirtualClock();
  const names = ['bad', 'good 1', 'good 2'];
  const spawning = names.map(
    (name) => `process.with_options({}):with_name("${name}"):spawn("app:flow", "app:durable")`,
  );
  const application = {
    ...files(receives),
    'src/start.lua': `local time = require("time") return { main = function() ${spawning.join(' time.sleep("1ms") ')} end }`,
    'src/send.lua': 'return { main = function() return process.send("bad", "go") end }',
  };
  const bad = () => store.line('bad')?.pid;
  let body: Bytes | undefined;
  /** The machine goes away when the bad one is about to be written; what others did by then is lost with it. */
  const live = async (isDeadly: boolean): Promise<House> => {
    let isGone = false;
    const backend = new FaultyStore(store);
    backend.before = (batch) => {
      for (const one of batch) {
        if (one.type === 'input') body = one.input.body;
        if (isDeadly && one.type === 'step' && one.step.pid === bad()) isGone = true;
      }
      return !isGone;
    };
    return House.start(context, application, { clock, durableStore: () => backend });
  };
  const first = await live(false);
  await first.run('app:start');
  await first.pass(100);
  await first.run('app:send');
  await first.pass(100);
  first.crash();
  for (const name of names) {
    assert.ok(body !== undefined);
    store.write([
      { type: 'input', input: { to: store.line(name)?.pid ?? '', kind: 'message', from: '', body } },
    ]);
  }
  // As `wasLost` of a store that was opened again.
  Object.assign(store, { wasLost: true });
  const told: unknown[] = [];
  for (let life = 1; life <= 3; life++) {
    const house = await live(true);
    await house.pass(200);
    told.push(names.map((name) => store.line(name)?.attempts));
    house.crash();
  }
  assert.deepEqual(told, [
    [1, 1, 1],
    [3, 2, 2],
    [4, 2, 2],
  ]);
  const last = await live(true);
  await last.pass(20_000);
  const lines = names.map((name) => store.line(name));
  assert.deepEqual(
    lines.map((line) => [line?.state, line?.attempts]),
    [
      ['held', 0],
      ['running', 0],
      ['running', 0],
    ],
  );
  assert.equal(lines[0]?.problem, 'the node died 4 times while this ran');
});
