import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drive, exitOf, inAllSettings, makeWorld, resultOf, runs, type World } from './world.testing.ts';

/** Programs that end, fail, wait and obey, in every test of this file. */
function withChildren(name: string, body: (world: World) => Promise<void>): void {
  inAllSettings(name, async (world) => {
    const { programs } = world;
    programs.add('app:returns', 'return function(...) return ... end');
    programs.add('app:raises', 'return function(text) error(text or "broken", 0) end');
    programs.add(
      'app:refuses',
      'return function() return nil, errors.new{message = "no", kind = "Conflict", retryable = true, details = {a = 1}} end',
    );
    programs.add('app:waits', 'return function() process.inbox():receive() return "woken" end');
    programs.add(
      'app:fails_on',
      'return function() local m = process.inbox():receive() error(m:topic(), 0) end',
    );
    programs.add(
      'app:obeys',
      'return function() local e = process.events():receive() return {e.kind, e.from, e.reason, e.deadline ~= nil} end',
    );
    programs.add(
      'app:reads',
      'return function() local got = {} for i = 1, 3 do got[i] = process.inbox():receive():topic() end return got end',
    );
    programs.add('app:loops', 'return function() while true do end end');
    await body(world);
  });
}

function child(name: string, body: string, expected: unknown = true): void {
  withChildren(name, async (world) => assert.deepEqual(await resultOf(world, body), expected));
}

runs(
  '64: a pid is {host|0x…}, the same each time',
  `local pid = process.pid()
   return {contains(pid, "{app:host|0x"), pid == process.pid(), process.id() ~= pid, contains(process.id(), ":")}`,
  [true, true, true, true],
);

child(
  '66: spawn gives the pid, and arguments are copied',
  `local t = {1}
   local pid = process.spawn_monitored("app:returns", "app:host", t)
   t[1] = 2
   local e = process.events():receive()
   return {e.kind, e.from == pid, e.result.value[1]}`,
  ['pid.exit', true, 1],
);

child(
  '66: a wrong entry, host or id gives nil and an error',
  `local a, e1 = process.spawn("app:nothing", "app:host")
   local b, e2 = process.spawn("app:returns", "app:nowhere")
   local c, e3 = process.spawn("nonsense", "app:host")
   local d, e4 = process.spawn("app:returns")
   return {a == nil, e1:kind(), b == nil, e2:kind(), e3:kind(), e4:kind()}`,
  [true, 'NotFound', true, 'NotFound', 'Invalid', 'Invalid'],
);

child(
  '67: a child that ends at once still delivers its event',
  `local seen = 0
   for i = 1, 20 do process.spawn_monitored("app:returns", "app:host", i) end
   for i = 1, 20 do seen = seen + process.events():receive().result.value end
   return seen`,
  210,
);

child(
  '68: exec waits for the result, or gives nil and the error',
  `local v, e = process.exec("app:returns", "app:host", {x = 5})
   local n, err = process.exec("app:refuses", "app:host")
   local r, raised = process.exec("app:raises", "app:host", "text")
   local u, unknown = process.exec("app:nothing", "app:host")
   return {v.x, e == nil, n == nil, err:kind(), err:message(), err:retryable(), err:details().a, r == nil, contains(raised, "text"), unknown:kind()}`,
  [5, true, true, 'Conflict', 'no', true, 1, true, true, 'NotFound'],
);

child(
  '85, 95: a result of false with a text is a normal end with false',
  `process.spawn_linked_monitored("app:returns", "app:host", false, "why")
   local e = process.events():receive()
   return {e.result.value, e.result.error == nil}`,
  [false, true],
);

child(
  '85, Ex3: a returned or raised error is in result.error',
  `process.spawn_monitored("app:refuses", "app:host")
   local a = process.events():receive().result
   process.spawn_monitored("app:raises", "app:host", "boom")
   local b = process.events():receive().result
   return {a.value == nil, a.error:kind(), a.error:message(), b.value == nil, tostring(b.error)}`,
  [true, 'Conflict', 'no', true, 'boom'],
);

child(
  'Ex1, 86: one EXIT for each monitored process, by whatever end and however often it was monitored',
  `local a = process.spawn("app:waits", "app:host")
   local b = process.spawn("app:obeys", "app:host")
   local c = process.spawn("app:waits", "app:host")
   for _, pid in ipairs{a, b, c} do process.monitor(pid) process.monitor(pid) end
   process.send(a, "t") process.cancel(b) process.terminate(c)
   local results = {}
   for i = 1, 3 do local e = process.events():receive() results[e.from] = e.result end
   local more = channel.select{process.events():case_receive(), clock.after(100):case_receive()}
   return {results[a].value, results[b].value[1], results[c].value == nil, results[c].error ~= nil, more.channel ~= process.events()}`,
  ['woken', 'pid.cancel', true, true, true],
);

child(
  'P4, 87: a process that has ended is gone before its EXIT is delivered',
  `local pid = process.spawn("app:waits", "app:host")
   process.registry.register("child", pid)
   process.monitor(pid)
   process.terminate(pid)
   process.events():receive()
   local ok, err = process.send(pid, "t")
   local name, gone = process.registry.lookup("child")
   local again = process.registry.register("child")
   return {ok == nil, contains(err, "not found"), name == nil, gone:kind(), again}`,
  [true, true, true, 'NotFound', true],
);

child(
  '88: cancel delivers CANCEL with the reason, and the target decides',
  `local pid = process.spawn_monitored("app:obeys", "app:host")
   local ok = process.cancel(pid, "enough")
   local e = process.events():receive()
   return {ok, e.result.value[1], e.result.value[2] == process.pid(), e.result.value[3], e.result.value[4]}`,
  [true, 'pid.cancel', true, 'enough', false],
);

child(
  '88: past the deadline the process is ended by force',
  `local pid = process.spawn_monitored("app:waits", "app:host")
   local began = clock.now()
   process.cancel(pid, "250ms")
   local e = process.events():receive()
   return {clock.now() - began, e.result.error ~= nil}`,
  [250, true],
);

withChildren(
  'In5: with a grace, who never asked for its events ends by force, who did decides',
  async (world) => {
    const { node, programs } = world;
    const ends: string[] = [];
    for (const id of ['app:waits', 'app:stubborn']) {
      programs.add(
        'app:stubborn',
        'return function() local e = process.events() while true do e:receive() end end',
      );
      const program = programs.process(id);
      assert.ok(program);
      const pid = await drive(world, node.spawn(program, 'app:host', [], { onExit: () => ends.push(id) }));
      world.loop.run();
      node.cancel(pid, 'stop', undefined, 50);
    }
    world.loop.run();
    world.clock.advance(60);
    world.loop.run();
    assert.deepEqual(ends, ['app:waits']);
    node.close();
  },
);

child(
  'Mb3, 89: a CANCEL sent before the target asks for its events is not lost',
  `process.cancel(process.pid(), "early")
   return process.events():receive().reason`,
  'early',
);

child(
  '90: terminate ends at once',
  `local pid = process.spawn_monitored("app:loops", "app:host")
   clock.sleep(1)
   process.terminate(pid)
   return process.events():receive().result.error ~= nil`,
);

withChildren('a process that terminates itself does not go on', async (world) => {
  const exit = await exitOf(world, 'process.terminate(process.pid()) return "went on"');
  assert.equal(exit.type, 'terminated');
});

withChildren(
  'Ex2, 91: without trap_links an abnormal end of a linked process ends this one',
  async (world) => {
    const exit = await exitOf(
      world,
      `process.spawn_linked("app:raises", "app:host", "down")
     process.inbox():receive()`,
    );
    assert.equal(exit.type, 'killed');
    assert.ok(exit.type === 'killed' && exit.error.message.includes('down'));
  },
);

child(
  'Ex2, 91: with trap_links it is an event',
  `process.set_options{trap_links = true}
   local pid = process.spawn_linked("app:raises", "app:host", "down")
   local e = process.events():receive()
   return {e.kind, e.from == pid, tostring(e.result.error)}`,
  ['pid.link.down', true, 'down'],
);

child(
  'Ex2, 91: a normal end of a linked process does nothing',
  `process.set_options{trap_links = true}
   process.spawn_linked("app:returns", "app:host", 1)
   process.spawn_linked("app:returns", "app:host", false, "text")
   local r = channel.select{process.events():case_receive(), clock.after(50):case_receive()}
   return r.channel ~= process.events()`,
);

runs(
  '92: set_options checks names and types',
  `local ok = process.set_options{trap_links = true}
   local bad, err = process.set_options{trap_link = true}
   local worse, err2 = process.set_options{trap_links = "yes"}
   return {ok, process.get_options().trap_links, process.get_options().upgradable, bad, err:kind(), worse, err2:kind()}`,
  [true, true, false, false, 'Invalid', false, 'Invalid'],
);

child(
  'In1, 93: after unmonitor no EXIT comes, after unlink no LINK_DOWN',
  `process.set_options{trap_links = true}
   local pid = process.spawn_linked_monitored("app:fails_on", "app:host")
   local a, b = process.unlink(pid), process.unmonitor(pid)
   process.send(pid, "go")
   local r = channel.select{process.events():case_receive(), clock.after(50):case_receive()}
   return {a, b, r.channel ~= process.events()}`,
  [true, true, true],
);

child(
  '93: link and monitor of a dead process give nil and an error',
  `local pid = process.spawn_monitored("app:returns", "app:host")
   process.events():receive()
   local a, e1 = process.link(pid)
   local b, e2 = process.monitor(pid)
   local c, e3 = process.monitor("nobody")
   return {a == nil, e1:kind(), b == nil, e2:kind(), c == nil, e3:kind()}`,
  [true, 'NotFound', true, 'NotFound', true, 'NotFound'],
);

child(
  '94: linked and monitored, an abnormal end yields both events',
  `process.set_options{trap_links = true}
   process.spawn_linked_monitored("app:raises", "app:host")
   local kinds = {}
   for i = 1, 2 do kinds[process.events():receive().kind] = true end
   return kinds["pid.exit"] and kinds["pid.link.down"]`,
);

withChildren(
  '96: failure spreads along a chain of links of any length, and nobody else is touched',
  async (world) => {
    world.programs.add(
      'app:chain',
      `return function(n, top)
       if n == 0 then process.send(top, "end", process.pid()) process.inbox():receive() error("snap", 0) end
       process.spawn_linked("app:chain", "app:host", n - 1, top)
       process.inbox():receive()
     end`,
    );
    const value = await resultOf(
      world,
      `local bystander = process.spawn("app:waits", "app:host")
     local head = process.spawn_monitored("app:chain", "app:host", 3000, process.pid())
     local last = process.inbox():receive():payload():data()
     process.send(last, "go")
     local e = process.events():receive()
     return {e.from == head, contains(e.result.error, "snap"), process.send(bystander, "t")}`,
    );
    assert.deepEqual(value, [true, true, true]);
  },
);

child(
  'Na1, Na2, 97: names are unique, found, freed on request and at the end',
  `local other = process.spawn("app:waits", "app:host")
   local r = process.registry
   local mine, again = r.register("n"), r.register("n")
   local taken, err = r.register("n", other)
   local found = r.lookup("n") == process.pid()
   local gone, never = r.unregister("n"), r.unregister("n")
   local missing, err2 = r.lookup("n")
   local theirs = r.register("n", other)
   return {mine, again, taken == nil, err:kind(), found, gone, never, missing == nil, err2:kind(), theirs, r.lookup("n") == other}`,
  [true, true, true, 'AlreadyExists', true, true, false, true, 'NotFound', true, true],
);

inAllSettings('Sn1: when a registration is answered, every process finds the name', async (world) => {
  world.programs.add('app:finds', 'return function(name) return (process.registry.lookup(name)) end');
  const value = await resultOf(
    world,
    `process.registry.register("me")
     local seen = 0
     for i = 1, 4 do if process.exec("app:finds", "app:host", "me") == process.pid() then seen = seen + 1 end end
     return seen`,
  );
  assert.equal(value, 4);
});

child(
  'Sp1, Sp3: a builder gives names and first messages; a taken name refuses the spawn',
  `local spawner = process.with_options({}):with_name("worker"):with_message("first", 1):with_message("second", 2)
   local pid = spawner:spawn_monitored("app:reads", "app:host")
   process.send(pid, "third", 3)
   local order = process.events():receive().result.value
   process.registry.register("taken")
   local none, err = process.with_options({}):with_name("taken"):spawn("app:returns", "app:host")
   return {order[1], order[2], order[3], none == nil, err:kind()}`,
  ['first', 'second', 'third', true, 'AlreadyExists'],
);

inAllSettings('a raise in a spawned coroutine ends the process', async (world) => {
  const exit = await exitOf(
    world,
    `coroutine.spawn(function() clock.sleep(1) error("inside", 0) end)
     process.inbox():receive()`,
  );
  assert.ok(exit.type === 'failed' && exit.error.message === 'inside');
});

inAllSettings('a process ends when its main body returns, whatever its coroutines do', async (world) => {
  const exit = await exitOf(world, `coroutine.spawn(function() process.inbox():receive() end) return 1`);
  assert.deepEqual(exit, { type: 'normal', value: 1 });
});

test('an error carries a traceback with lines of the program', async () => {
  const exit = await exitOf(makeWorld(), 'local function f() error("x") end\n f()');
  assert.ok(exit.type === 'failed' && /app:main\d+:2/.test(exit.error.stack), 'no line in the traceback');
});

inAllSettings('stopHost asks, then ends by force, and takes no new processes', async (world) => {
  const { node, programs } = world;
  programs.add('app:stubborn', 'return function() process.inbox():receive() end');
  programs.add('app:polite', 'return function() process.events():receive() return "bye" end');
  node.addHost('app:other');
  const exits: string[] = [];
  for (const id of ['app:stubborn', 'app:polite', 'app:stubborn']) {
    const program = programs.process(id);
    assert.ok(program);
    await drive(world, node.spawn(program, 'app:other', [], { onExit: (exit) => exits.push(exit.type) }));
  }
  await drive(world, node.stopHost('app:other', 500));
  assert.deepEqual(exits.sort(), ['normal', 'terminated', 'terminated']);
  assert.equal(world.clock.monotonic(), 500);
  const program = programs.process('app:polite');
  assert.ok(program);
  await assert.rejects(() => drive(world, node.spawn(program, 'app:other', [])), /not found/);
});

inAllSettings('a host with a cap refuses more processes', async (world) => {
  world.programs.add('app:stays', 'return function() process.inbox():receive() end');
  world.node.addHost('app:small', { maxProcesses: 2 });
  const value = await resultOf(
    world,
    `local made, refused = 0, nil
     local pids = {}
     for i = 1, 3 do
       local pid, err = process.spawn("app:stays", "app:small")
       if pid then made = made + 1 pids[made] = pid else refused = err end
     end
     process.terminate(pids[1])
     clock.sleep(1)
     local again = 0
     for i = 1, 2 do if process.spawn("app:stays", "app:small") then again = again + 1 end end
     return {made, refused:kind(), again}`,
  );
  assert.deepEqual(value, [2, 'RateLimited', 1]);
});
