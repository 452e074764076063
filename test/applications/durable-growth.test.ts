/** A durable process that grows: what a step writes follows what the step has changed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lives, pidOf, starting } from './lives.ts';

test('Kp2: a conversation that grows costs each step what was said, and is stored about twice', async (context) => {
  const calls = 1500;
  const lives = new Lives(context);
  const house = await lives.start({
    'src/start.lua': starting('process.spawn("app:flow", "app:durable")'),
    'src/flow.lua': `return { main = function()
      local conversation = {}
      for n = 1, ${calls} do
        conversation[n] = { role = "assistant", content = string.format("%080d", assert(funcs.call("app:act", n))) }
      end
      return #conversation + (process.listen("note"):receive())
    end }`,
  });
  const pid = await pidOf(house);
  let written = 0;
  let last = 0;
  for (let passed = 0; last < calls; passed++) {
    assert.ok(passed < 10_000, `it stopped at step ${last}`);
    await house.pass(10);
    const lines = lives.store.steps(pid, Number.MAX_SAFE_INTEGER, 1000).filter(({ number }) => number > last);
    for (const { bytes } of lines) written += bytes;
    last = lines[0]?.number ?? last;
  }
  const found = lives.store.process(pid);
  const state = (found?.layers ?? []).reduce((sum, { length }) => sum + length, 0);
  assert.ok(state > calls * 80 && state < calls * 80 * 3, `the state has ${state} bytes`);
  assert.ok(written / calls < 600, `a step writes ${written / calls} bytes`);
  const [delta] = lives.store
    .steps(pid, Number.MAX_SAFE_INTEGER, 10)
    .filter(({ isFull }) => !isFull)
    .map(({ bytes }) => bytes);
  assert.ok(delta !== undefined && delta < 600, `the last step wrote ${delta} bytes`);
  house.crash();
  const next = await lives.start({});
  next.node.processes.send('', pid, 'note', [1]);
  assert.equal(await lives.result(pid), calls + 1);
});
