/** What people find a durable process by, at steps that were before. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { entries, Lives, pidOf, starting } from './lives.ts';

const shown = { isSecret: () => false, hide: (text: string) => text };

const flow = `return { main = function()
  for n = 1, 3 do
    time.sleep("1m")
    assert(workflow.attrs({ search = { stage = n }, memo = n == 2 and { note = "two" } or nil }))
    time.sleep("1m")
  end
  return "done"
end }`;

/** A process that says another stage each two minutes, with the step of each beginning of a sleep. */
async function staged(context: TestContext, keep = '{}') {
  const lives = new Lives(context);
  const files = {
    'src/_index.yaml': entries.replace(
      '{name: durable, kind: durable.host,',
      `{name: durable, kind: durable.host, keep: ${keep},`,
    ),
    'src/start.lua': starting(
      'process.with_options({ ["workflow.search_attributes"] = { stage = 0 } }):spawn("app:flow", "app:durable")',
    ),
    'src/flow.lua': flow,
  };
  const house = await lives.start(files);
  const pid = await pidOf(house);
  const { engine } = house.node.durability;
  assert.ok(engine !== undefined);
  const { administration } = engine;
  const attributesOf = (one: string) => JSON.parse(lives.store.line(one)?.attributes ?? '') as unknown;
  return { lives, files, house, pid, administration, attributesOf };
}

const two = { search: { stage: 2 }, memo: { note: 'two' } };
const three = { search: { stage: 3 }, memo: { note: 'two' } };

test('Rp4: a fork is found by the attributes of its step, and says others from there on', async (context) => {
  const { house, pid, lives, administration, attributesOf } = await staged(context);
  await house.pass(400_000);
  assert.equal(await lives.result(pid), 'done');
  assert.deepEqual(attributesOf(pid), three);
  const forks: unknown[] = [];
  const steps = await house.until(administration.history(pid, 1e9, 100));
  for (const { number, bytes } of steps.reverse()) {
    if (bytes === 0) continue;
    const made = await house.until(administration.fork(pid, { step: number }));
    const attributes = attributesOf(made);
    forks.push(attributes);
    const past = await house.until(administration.stepOf(pid, number, shown));
    assert.deepEqual(past?.attributes, attributes);
  }
  const zero = { search: { stage: 0 } };
  const one = { search: { stage: 1 } };
  assert.deepEqual(
    forks.filter((each, n) => JSON.stringify(each) !== JSON.stringify(forks[n - 1])),
    [zero, one, two, three],
  );
  assert.deepEqual(attributesOf(pid), three);
  const early = await house.until(administration.fork(pid, { step: 1 }));
  await house.pass(200_000);
  assert.deepEqual(attributesOf(early), two);
});

test('Rp4: so it is where only the present is to be kept, of the steps that are there', async (context) => {
  const { house, pid, administration, attributesOf } = await staged(context, '{steps: 0}');
  await house.pass(200_000);
  assert.deepEqual(attributesOf(pid), two);
  const made = await house.until(administration.fork(pid, { step: 1 }));
  assert.deepEqual(attributesOf(made), { search: { stage: 0 } });
});

test('Up6: who goes back to a step has the attributes of that step, and what it was between can still be looked at', async (context) => {
  const { house, pid, attributesOf, files, lives } = await staged(context);
  await house.pass(200_000);
  const { step } = lives.store.line(pid) ?? { step: 0 };
  house.crash();
  const next = await lives.start({ ...files, 'src/flow.lua': flow.replace('"done"', '"other"') });
  const engine = next.node.durability.engine ?? assert.fail();
  await next.until(engine.administration.upgrade(pid, { step: 1, repeatsCalls: true }));
  assert.deepEqual(attributesOf(pid), { search: { stage: 0 } });
  const between = await next.until(engine.administration.stepOf(pid, step, shown));
  assert.deepEqual(between?.attributes, two);
  await next.pass(400_000);
  assert.equal(await lives.result(pid), 'other');
  assert.deepEqual(attributesOf(pid), three);
});
