/** Services whose process is durable. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entries, Lives } from './lives.ts';

const files = {
  'src/_index.yaml': `${entries}
  - {name: counter, kind: process.service, process: flow, host: durable, input: [5], lifecycle: {auto_start: true, restart: {initial_delay: 10ms}}}
`,
  'src/flow.lua': `return { main = function(count)
    while true do
      local note = process.inbox():receive()
      if note:topic() == "end" then return count end
      if note:topic() == "fail" then error("failed at " .. count) end
      count = count + 1
    end
  end }`,
};

test('Ps4: a durable process is the service of every life of its node', async (context) => {
  const lives = new Lives(context);
  let house = await lives.start(files);
  const say = async (topic: string) => {
    const pid = house.node.processes.lookup('app:counter') ?? '';
    house.node.processes.send('', pid, topic, []);
    await house.pass(50);
    return pid;
  };
  const first = await say('more');
  house.crash();
  house = await lives.start(files);
  assert.equal(await say('more'), first);
  await house.shutdown();
  house = await lives.start(files);
  assert.equal(await say('more'), first);
  assert.deepEqual(
    lives.store.lines({ limit: 9 }).map(({ pid }) => pid),
    [first],
  );
  await say('fail');
  assert.deepEqual(await lives.result(first), { failed: 'app:flow:6: failed at 8' });
  await house.pass(1000);
  const second = await say('end');
  assert.notEqual(second, first);
  assert.equal(await lives.result(second), 5);
  assert.equal(house.node.supervisor.state('app:counter')?.status, 'Exited');
});

test('Ps4: to stop such a service takes no time and leaves its process to the host', async (context) => {
  const lives = new Lives(context);
  const house = await lives.start(files);
  const pid = house.node.processes.lookup('app:counter') ?? '';
  await house.until(house.node.supervisor.stop('app:counter'));
  assert.equal(lives.store.line(pid)?.state, 'running');
  await house.until(house.node.supervisor.start('app:counter'));
  assert.equal(house.node.processes.lookup('app:counter'), pid);
  assert.equal(house.node.supervisor.state('app:counter')?.status, 'Running');
});

test('Ps4: a life of the node leaves nothing of itself in the state of the process', async (context) => {
  const lives = new Lives(context);
  const watchers: number[] = [];
  for (let life = 0; life < 3; life++) {
    const house = await lives.start(files);
    await house.pass(50);
    const all = await house.until(house.node.processes.processes());
    watchers.push(...all.filter(({ entry }) => entry === 'app:flow').map((info) => info.watchers));
    house.crash();
  }
  assert.deepEqual(watchers, [1, 1, 1]);
});
