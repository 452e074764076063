import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineKind, t } from '#plugin';
import type { Run } from '#supervisor';
import { EntryService } from './entry-service.ts';
import type { EntryWorld } from './entry-world.ts';

/** A service whose kind, world and node write down what happens. */
function service(start: () => unknown) {
  const seen: string[] = [];
  const kind = defineKind({
    kind: 'test',
    summary: 'A test.',
    data: t.object({}),
    place: 'one',
    isSupervised: true,
    start: start as () => object,
    update: 'restart',
    stop: (live) => void seen.push(`stop ${String(live)}`),
  });
  const world = () => ({ close: () => seen.push('close') }) as unknown as EntryWorld; // all that is used of it
  const made = new EntryService(kind, { id: 'app:a', kind: 'test', meta: {}, data: {} }, world, () =>
    seen.push('killed'),
  );
  return { made, seen };
}

function run(): Run {
  return { signal: new AbortController().signal, ended: () => {}, says: () => {} };
}

test('a value is live from the end of its start to its stop', async () => {
  const { made, seen } = service(async () => 'value');
  const one = run();
  const value = () => made.live?.value;
  assert.equal(value(), undefined);
  await made.start(one);
  assert.equal(value(), 'value');
  await made.stop(one);
  assert.equal(value(), undefined);
  assert.deepEqual(seen, ['stop value', 'close']);
});

test('a kill closes its world and what the node holds, without asking the value', async () => {
  const { made, seen } = service(async () => 'value');
  const one = run();
  await made.start(one);
  made.kill(one);
  assert.deepEqual([made.live, seen], [undefined, ['close', 'killed']]);
  made.kill(one);
  assert.equal(seen.length, 2);
});

test('what comes up after it was killed is let go of', async () => {
  let ready: (value: unknown) => void = () => {};
  const { made, seen } = service(() => new Promise((resolve) => (ready = resolve)));
  const one = run();
  const started = made.start(one);
  made.kill(one);
  ready('late');
  await started;
  assert.equal(made.live, undefined);
  assert.deepEqual(seen, ['close', 'killed', 'stop late', 'close']);
});

test('a run that is over cannot stop the next one', async () => {
  const { made, seen } = service(async () => 'value');
  const [one, two] = [run(), run()];
  await made.start(one);
  await made.stop(one);
  await made.start(two);
  seen.length = 0;
  await made.stop(one);
  made.kill(one);
  assert.deepEqual(seen, []);
  assert.equal(made.live?.value, 'value');
});
