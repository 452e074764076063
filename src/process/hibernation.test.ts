import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Catalog, Heap, restore, SnapshotError, UnsavableError } from '#lua';
import { type Exit, isNormal } from './exit.ts';
import { refillProcess, restoreProcess, saveProcess } from './process-snapshot.ts';
import { resumeOperations } from './resume-operations.ts';
import { drive, makeWorld, type World } from './world.testing.ts';

/** Answers each message with how many have come. */
const counter = `
  return { main = function()
    local count, inbox = 0, process.inbox()
    while true do
      local message = inbox:receive()
      count = count + 1
      process.send(message:from(), 'count', count)
    end
  end }`;

function settle(world: World): void {
  world.loop.run();
}

/** A world with processes of the program, which rest. */
async function resting(source: string, count: number, hibernateAfter: number): Promise<[World, string[]]> {
  const world = makeWorld({}, {}, hibernateAfter);
  const program = world.programs.add('app:waits', source);
  const pids: string[] = [];
  for (let i = 0; i < count; i++) pids.push(await world.node.spawn(program, 'app:host', []));
  settle(world);
  return [world, pids];
}

function sleeping(world: World): number {
  return world.node.main.scheduler.hibernation?.count ?? 0;
}

test('Hi1: a process sleeps when it has rested for two looks of its host', async () => {
  const [world, [pid]] = await resting(counter, 1, 1000);
  assert.equal(sleeping(world), 0);
  world.clock.advance(1000);
  settle(world);
  assert.equal(sleeping(world), 0);
  world.clock.advance(1000);
  settle(world);
  assert.equal(sleeping(world), 1);
  const [info] = await world.node.processes();
  assert.deepEqual([info?.pid, info?.state, info?.entry], [pid, 'hibernated', 'app:waits']);
});

test('Hi2: who sleeps is woken by a message and goes on where it was', async () => {
  const [world, [pid]] = await resting(counter, 1, 0);
  assert.equal(sleeping(world), 1);
  const asker = world.programs.add(
    'app:asks',
    `return { main = function(pid)
      local answers = process.listen('count')
      local sum = 0
      for i = 1, 5 do
        process.send(pid, 'tick', i)
        sum = sum * 10 + answers:receive()
      end
      return sum
    end }`,
  );
  const exit = await drive(
    world,
    new Promise<Exit>((resolve, reject) => {
      world.node.spawn(asker, 'app:host', [pid ?? ''], { onExit: resolve }).catch(reject);
    }),
  );
  assert.ok(isNormal(exit), 'the asker failed');
  assert.equal(exit.value, 12345);
  assert.equal(sleeping(world), 1);
});

test('Hi2: a host that stops wakes and ends those that sleep on it', async () => {
  const [world] = await resting(counter, 20, 0);
  assert.equal(sleeping(world), 20);
  await drive(world, world.node.stopHost('app:host', 100));
  assert.equal(sleeping(world), 0);
  assert.deepEqual(await world.node.processes(), []);
});

test('Hi1: who has a timer set, or a call open, stays awake', async () => {
  const [world] = await resting(`return { main = function() clock.sleep(3600 * 1000) end }`, 1, 0);
  assert.equal(sleeping(world), 0);
  const [other] = await resting(
    `return { main = function() channel.select({ clock.after(1e6):case_receive() }) end }`,
    1,
    0,
  );
  assert.equal(sleeping(other), 0);
});

test('those that sleep take little', async () => {
  const [world] = await resting(counter, 100, 0);
  assert.equal(sleeping(world), 100);
  const bytes = (world.node.main.scheduler.hibernation?.bytes ?? 0) / 100;
  assert.ok(bytes < 400, `${bytes} bytes for each`);
});

test('Ps2: a process goes on in another node with the same code, with all that it holds', async () => {
  const source = `
    return { main = function()
      local state = setmetatable({ n = 0 }, { __index = function(_, k) return k end })
      local results, inbox = channel.new(2), process.inbox()
      coroutine.spawn(function()
        for i = 1, 3 do results:send(i * 10) end
        results:close()
      end)
      local wrapped = errors.new({ kind = 'NotFound', message = 'gone' })
      local message = inbox:receive()
      local sum = 0
      while true do
        local v, ok = results:receive()
        if not ok then break end
        sum = sum + v
      end
      return sum .. state.x .. wrapped:kind() .. message:payload():data()
    end }`;
  const [from, [pid]] = await resting(source, 1, 1e9);
  const process = from.node.main.scheduler.find(pid ?? '');
  assert.ok(process !== undefined);
  const heap = new Heap();
  const full = saveProcess(process, from.programs.saving, heap);
  from.node.send('', pid ?? '', 'go', ['!']);
  settle(from);

  const to = makeWorld({}, {}, 1e9);
  to.programs.add('app:waits', source);
  const { scheduler } = to.node.main;
  const { host, entry, program, context, limits } = process;
  const other = scheduler.create({ host, entry, program, context, limits, parent: '' });
  const exits: Exit[] = [];
  other.answer = { settle: (exit) => exits.push(exit) };
  refillProcess(other, to.programs.saving, to.node.main, full);
  to.node.send('', other.pid, 'go', ['!']);
  settle(to);
  const [exit] = exits;
  assert.ok(exit !== undefined && isNormal(exit), 'it did not come to its end');
  assert.equal(exit.value, '60xNotFound!');
});

test('S3: a process goes on from a full form and the deltas on it', async () => {
  const source = `
    return { main = function()
      local big, sum, inbox = {}, 0, process.inbox()
      for i = 1, 500 do big[i] = 'record ' .. i end
      while sum < 60 do sum = sum + inbox:receive():payload():data() end
      return sum .. big[500]
    end }`;
  const [from, [pid]] = await resting(source, 1, 1e9);
  const process = from.node.main.scheduler.find(pid ?? '');
  assert.ok(process !== undefined);
  const heap = new Heap();
  process.saved = heap;
  const layers = [saveProcess(process, from.programs.saving, heap)];
  for (const amount of [10, 20]) {
    from.node.send('', pid ?? '', 'add', [amount]);
    settle(from);
    layers.push(saveProcess(process, from.programs.saving, heap));
  }
  const [full = 0, ...deltas] = layers.map(({ length }) => length);
  assert.ok(
    deltas.every((length) => length < full / 10),
    `${full} bytes, then ${deltas}`,
  );

  const to = makeWorld({}, {}, 1e9);
  to.programs.add('app:waits', source);
  const { host, entry, program, context, limits } = process;
  const other = to.node.main.scheduler.create({ host, entry, program, context, limits, parent: '' });
  const exits: Exit[] = [];
  other.answer = { settle: (exit) => exits.push(exit) };
  other.saved = restoreProcess(other, to.programs.saving, to.node.main, layers);
  to.node.send('', other.pid, 'add', [30]);
  settle(to);
  const [exit] = exits;
  assert.ok(exit !== undefined && isNormal(exit), 'it did not come to its end');
  assert.equal(exit.value, '60record 500');
});

test('S3: what waits in several layers waits once, as the last one says', async () => {
  const source = `
    return { main = function()
      local inbox, seen = process.inbox(), {}
      for i = 1, 5 do seen[i] = inbox:receive():payload():data() end
      return table.concat(seen, ' ')
    end }`;
  const [from, [pid = '']] = await resting(source, 1, 1e9);
  const first = from.node.main.scheduler.find(pid);
  assert.ok(first !== undefined);
  const heap = new Heap();
  first.saved = heap;
  const layers = [saveProcess(first, from.programs.saving, heap)];
  from.node.send('', pid, 'add', [1]);
  settle(from);
  layers.push(saveProcess(first, from.programs.saving, heap));

  const exits: Exit[] = [];
  const inNextNode = () => {
    const world = makeWorld({}, {}, 1e9);
    world.programs.add('app:waits', source);
    const { host, entry, program, context, limits } = first;
    const process = world.node.main.scheduler.create({ host, entry, program, context, limits, parent: '' });
    process.answer = { settle: (exit) => exits.push(exit) };
    process.saved = restoreProcess(process, world.programs.saving, world.node.main, layers);
    return { world, process };
  };
  // The second node waits in a place of its own, which lies over that of the first.
  const second = inNextNode();
  second.world.node.send('', second.process.pid, 'add', [2]);
  settle(second.world);
  assert.ok(second.process.saved instanceof Heap);
  layers.push(saveProcess(second.process, second.world.programs.saving, second.process.saved));
  const third = inNextNode();
  for (const n of [3, 4, 5]) third.world.node.send('', third.process.pid, 'add', [n]);
  settle(third.world);
  assert.deepEqual(
    exits.map((exit) => isNormal(exit) && exit.value),
    ['1 2 3 4 5'],
  );
});

test('G3: bytes of a process are refused where its code is not, and where they are none', async () => {
  const [world, [pid]] = await resting(counter, 1, 1e9);
  const process = world.node.main.scheduler.find(pid ?? '');
  assert.ok(process !== undefined);
  const bytes = saveProcess(process, world.programs.saving, new Heap());
  const empty = new Catalog({ unit: () => undefined, shape: () => undefined });
  assert.throws(() => restore(empty, [bytes]), SnapshotError);
  const other = makeWorld({}, {}, 0);
  const { host, entry, program, context, limits } = process;
  const fresh = other.node.main.scheduler.create({ host, entry, program, context, limits, parent: '' });
  assert.throws(
    () => refillProcess(fresh, other.programs.saving, other.node.main, bytes),
    /the code [0-9a-f]+ is not here/,
  );
});

test('S5: what the process waits for or holds open is named when it cannot be saved', async () => {
  const [world, [pid]] = await resting(
    `return { main = function() events.subscribe('x') process.inbox():receive() end }`,
    1,
    1e9,
  );
  const process = world.node.main.scheduler.find(pid ?? '');
  assert.ok(process !== undefined);
  assert.throws(() => saveProcess(process, world.programs.saving, new Heap()), UnsavableError);
});

test('P3: open calls go on in another node: calls of functions are made again, others are told that they were lost', async () => {
  const source = `
    return { main = function()
      local future = funcs.async('app:slow', 'beside')
      local called = funcs.call('app:slow', 'waited for')
      local beside = future:channel():receive()
      local _, lost = process.exec('app:slow', 'app:host', 'elsewhere')
      return called .. ', ' .. beside:data() .. ', ' .. (lost and lost:kind() or 'found')
    end }`;
  const slow = `return function(what) clock.sleep(1000) return 'slow ' .. what end`;
  const save = async (after: number) => {
    const world = makeWorld({}, {}, 1e9);
    world.programs.add('app:slow', slow);
    const program = world.programs.add('app:waits', source);
    const started = await world.node.spawn(program, 'app:host', []);
    settle(world);
    if (after > 0) {
      world.clock.advance(after);
      settle(world);
    }
    const found = world.node.main.scheduler.find(started);
    assert.ok(found !== undefined);
    return { found, bytes: saveProcess(found, world.programs.saving, new Heap()) };
  };
  for (const [after, expected] of [
    [0, 'slow waited for, slow beside, found'],
    [1500, 'slow waited for, slow beside, Unavailable'],
  ] as const) {
    const { found, bytes } = await save(after);
    const to = makeWorld({}, {}, 1e9);
    to.programs.add('app:slow', slow);
    to.programs.add('app:waits', source);
    const { host, entry, program, context, limits } = found;
    const other = to.node.main.scheduler.create({ host, entry, program, context, limits, parent: '' });
    const exits: Exit[] = [];
    other.answer = { settle: (exit) => exits.push(exit) };
    refillProcess(other, to.programs.saving, to.node.main, bytes);
    resumeOperations(
      other,
      { resume: () => false, isHarmless: () => false, isWithin: () => false },
      to.node.main,
    );
    for (let i = 0; i < 5 && exits.length === 0; i++) {
      settle(to);
      to.clock.advance(1000);
    }
    const [exit] = exits;
    assert.ok(exit !== undefined && isNormal(exit), 'it did not come to its end');
    assert.equal(exit.value, expected);
  }
});

test('S3: what waited before is not told again, however often the process has waited', async () => {
  const source = `
    return { main = function()
      local inbox, other = process.inbox(), channel.new(1)
      while true do channel.select({ inbox:case_receive(), other:case_receive() }) end
    end }`;
  const [world, [pid = '']] = await resting(source, 1, 1e9);
  const process = world.node.main.scheduler.find(pid);
  assert.ok(process !== undefined);
  process.saved = new Heap();
  const lengths: number[] = [];
  for (let n = 0; n < 40; n++) {
    lengths.push(saveProcess(process, world.programs.saving, process.saved as Heap).length);
    world.node.send('', pid, 'add', [n]);
    settle(world);
  }
  const [second = 0, last = 0] = [lengths[2], lengths.at(-1)];
  assert.ok(last < second + 60, `${second} bytes, and after 40 waits ${last}`);
});

test('He4: a process that calls again and again is not remembered with all that it called', async () => {
  const world = makeWorld({}, {}, 1e9);
  world.programs.add('app:slow', 'return function(ms) clock.sleep(ms) return ms end');
  world.programs.add(
    'app:waits',
    `return { main = function()
       while true do funcs.call("app:slow", 5) end
     end }`,
  );
  const program = world.programs.process('app:waits');
  assert.ok(program !== undefined);
  const pid = await world.node.spawn(program, 'app:host', []);
  settle(world);
  const process = world.node.main.scheduler.find(pid);
  assert.ok(process !== undefined);
  const heap = new Heap();
  process.saved = heap;
  const known: number[] = [];
  for (let round = 0; round < 12; round++) {
    saveProcess(process, world.programs.saving, heap);
    assert.equal(process.operations?.size, 1, 'a call is under way');
    world.clock.advance(10);
    settle(world);
    known.push([...heap.objects].length);
  }
  assert.equal(known[11], known[3], `${known}`);
});

test('D12: what is left until deadlines counts from one moment, however long the state takes to be saved', async () => {
  const [world, [pid = '']] = await resting(counter, 1, 1e9);
  const process = world.node.main.scheduler.find(pid);
  assert.ok(process !== undefined);
  assert.equal(world.node.cancel(pid, 'it is to end soon', 60_000), undefined);
  settle(world);
  assert.notEqual(process.endsAt, undefined);
  const moment = world.clock.monotonic();
  const saved = saveProcess(process, world.programs.saving, new Heap(), moment);
  world.clock.advance(40);
  assert.deepEqual(saveProcess(process, world.programs.saving, new Heap(), moment), saved);
  assert.notDeepEqual(saveProcess(process, world.programs.saving, new Heap()), saved);
});
