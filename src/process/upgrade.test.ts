import assert from 'node:assert/strict';
import { drive, exitOf, inAllSettings, resultOf, type World } from './world.testing.ts';

async function started(world: World, id: string): Promise<string> {
  const program = world.programs.process(id);
  assert.ok(program);
  return drive(world, world.node.spawn(program, 'app:host', []));
}

inAllSettings(
  'upgrade keeps pid, mailbox, links, monitors and names, and runs the new code with its arguments',
  async (world) => {
    world.programs.add(
      'app:old',
      `return function(to)
       process.registry.register("svc")
       coroutine.spawn(function() process.inbox():receive() process.send(to, "stolen") end)
       clock.sleep(1)
       process.send(to, "old", process.pid())
       clock.sleep(20)
       process.upgrade("app:new", to, {state = 7})
       process.send(to, "went on")
     end`,
    );
    world.programs.add(
      'app:new',
      `return function(to, given)
       process.send(to, "new", {process.pid(), given.state})
       local inbox = process.inbox()
       process.send(to, "kept", inbox:receive():topic())
       inbox:receive()
       error("down", 0)
     end`,
    );
    const value = await resultOf(
      world,
      `process.set_options{trap_links = true}
     local pid = process.spawn_linked_monitored("app:old", "app:host", process.pid())
     local inbox, events = process.inbox(), process.events()
     local old = inbox:receive():payload():data()
     clock.sleep(5)
     process.terminate("nobody")
     local new = inbox:receive():payload():data()
     process.send("svc", "after")
     local kept = inbox:receive():payload():data()
     process.send("svc", "end")
     local kinds = {events:receive().kind, events:receive().kind}
     table_sort(kinds)
     return {old == pid, new[1] == pid, new[2], kept, kinds[1], kinds[2]}`.replace(
        'table_sort(kinds)',
        'if kinds[1] > kinds[2] then kinds[1], kinds[2] = kinds[2], kinds[1] end',
      ),
    );
    assert.deepEqual(value, [true, true, 7, 'after', 'pid.exit', 'pid.link.down']);
  },
);

inAllSettings('Up2: what lies in the mailbox is found by the new code', async (world) => {
  world.programs.add(
    'app:old',
    `return function() process.inbox() clock.sleep(10) process.upgrade("app:new") end`,
  );
  world.programs.add(
    'app:new',
    'return function() local i = process.inbox() return {i:receive():topic(), i:receive():topic()} end',
  );
  const value = await resultOf(
    world,
    `local pid = process.spawn_monitored("app:old", "app:host")
     process.send(pid, "a") process.send(pid, "b")
     return process.events():receive().result.value`,
  );
  assert.deepEqual(value, ['a', 'b']);
});

inAllSettings(
  'Up1: when the new code cannot be loaded the call returns the error and the process goes on',
  async (world) => {
    world.programs.add('app:broken', 'error("no start", 0)');
    world.programs.add('app:empty', 'return {}');
    const value = await resultOf(
      world,
      `local a, e1 = process.upgrade("app:nothing")
     local b, e2 = process.upgrade("app:broken")
     local c, e3 = process.upgrade("app:empty")
     return {a == nil, e1:kind(), b == nil, contains(e2, "no start"), c == nil, e3:kind()}`,
    );
    assert.deepEqual(value, [true, 'NotFound', true, true, true, 'NotFound']);
  },
);

inAllSettings('upgrade without an id runs the present version of the same entry', async (world) => {
  const { programs } = world;
  programs.add('app:self', 'return function(n) process.inbox():receive() process.upgrade(nil, "again") end');
  const pid = await started(world, 'app:self');
  programs.add('app:self', 'return function(n) return n .. " new" end');
  const ended = new Promise<unknown>((resolve) => world.node.watch(pid, resolve));
  world.node.send('', pid, 'go', []);
  assert.deepEqual(await drive(world, ended), { type: 'normal', value: 'again new' });
});

inAllSettings(
  'OUTDATED reaches processes that asked for it, later ones too, once for several changes',
  async (world) => {
    const { programs, node } = world;
    programs.add(
      'app:eager',
      `return function()
       process.set_options{upgradable = true}
       local events = process.events()
       local first = events:receive()
       process.inbox():receive()
       local second = events:receive()
       local rest = channel.select{events:case_receive(), clock.after(5):case_receive()}
       return {first.kind, first.sources, second.sources, rest.channel ~= events}
     end`,
    );
    programs.add(
      'app:late',
      `return function()
       process.inbox():receive()
       local events = process.events()
       local before = channel.select{events:case_receive(), default = true}
       process.set_options{upgradable = true}
       return {before.default, events:receive().sources}
     end`,
    );
    const eager = await started(world, 'app:eager');
    const late = await started(world, 'app:late');
    const ends = [eager, late].map((pid) => new Promise<unknown>((resolve) => node.watch(pid, resolve)));
    world.loop.run();
    const tell = (...sources: string[]) => {
      for (const id of ['app:eager', 'app:late']) node.outdated(id, 'the hash of newer code', sources);
      world.loop.run();
    };
    tell('lib:a');
    tell('lib:b');
    tell('lib:b', 'lib:c');
    for (const pid of [eager, late]) node.send('', pid, 'go', []);
    const [one, two] = (await drive(world, Promise.all(ends))) as { type: string; value: never }[];
    const { toData } = await import('./lua-data.ts');
    assert.deepEqual(toData(one?.value), ['pid.outdated', ['lib:a'], ['lib:b', 'lib:c'], true]);
    assert.deepEqual(toData(two?.value), [true, ['lib:a', 'lib:b', 'lib:c']]);
  },
);

inAllSettings(
  'the end of the chunk of a program without its function is an error that names it',
  async (world) => {
    world.programs.add('app:nomain', 'return {other = function() end}');
    const exit = await exitOf(world, 'return process.exec("app:nomain", "app:host")');
    assert.ok(
      exit.type === 'failed' && /app:nomain does not return a function 'main'/.test(exit.error.message),
    );
  },
);
