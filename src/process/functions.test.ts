import assert from 'node:assert/strict';
import { drive, inAllSettings, resultOf, type World } from './world.testing.ts';

function withFunctions(name: string, body: (world: World) => Promise<void>): void {
  inAllSettings(name, async (world) => {
    const { programs } = world;
    programs.add('app:add', 'return {main = function(a, b) return (a or 0) + (b or 0) end}');
    programs.add('app:echo', 'return function(...) return ... end');
    programs.add('app:raises', 'return function(text) error(text, 0) end');
    programs.add(
      'app:refuses',
      'return function() return nil, errors.new{message = "no", kind = "Conflict", retryable = false, details = {n = 1}} end',
    );
    programs.add('app:slow', 'return function(ms, value) clock.sleep(ms) return value end');
    programs.add(
      'app:counts',
      'local n = 0 return function(fails) n = n + 1 if fails then error("x") end return n end',
    );
    programs.add('app:ctx', 'return function(key) return (ctx.get(key)) end');
    await body(world);
  });
}

function call(name: string, body: string, expected: unknown = true): void {
  withFunctions(name, async (world) => assert.deepEqual(await resultOf(world, body), expected));
}

call(
  '99: a call gives the first result, or nil and the error, raised or returned',
  `local v, e = funcs.call("app:add", 1, 2)
   local n, err = funcs.call("app:refuses")
   local r, raised = funcs.call("app:raises", "text")
   return {v, e == nil, n == nil, err:kind(), err:message(), err:retryable(), err:details().n, r == nil, tostring(raised)}`,
  [3, true, true, 'Conflict', 'no', false, 1, true, 'text'],
);

call(
  '100: an id that is empty or lacks a part is Invalid, for call, async and executor alike; an unknown one NotFound',
  `local kinds = {}
   for _, id in ipairs{"", "nocolon", ":name", "ns:"} do
     for _, f in ipairs{funcs.call, funcs.async, function(i) return funcs.new():call(i) end} do
       local v, e = f(id)
       kinds[#kinds + 1] = v == nil and e:kind()
     end
   end
   local _, missing = funcs.call("app:nothing")
   for _, kind in ipairs(kinds) do if kind ~= "Invalid" then return kind end end
   return {#kinds, missing:kind()}`,
  [12, 'NotFound'],
);

call(
  '101: missing arguments are nil, extra ones ignored',
  'return {(funcs.call("app:add", 1)), (funcs.call("app:add", 1, 2, 3))}',
  [1, 3],
);

call(
  '103, 104: a future gives its payload on one channel and keeps the result',
  `local f = funcs.async("app:slow", 10, {x = 1})
   local before, none, noerr = f:is_complete(), f:result()
   local e0, failed0 = f:error()
   local same = f:response() == f:channel()
   local p, ok = f:response():receive()
   local result, err = f:result()
   local e1, failed1 = f:error()
   return {before, none == nil, noerr == nil, failed0, same, p:data().x, ok, result:data().x, err == nil, e1 == nil, failed1, f:is_complete(), f:is_canceled()}`,
  [false, true, true, false, true, 1, true, 1, true, true, false, true, false],
);

call(
  '103, 104: a failed call shows its error in the channel, in result and in error',
  `local f = funcs.async("app:refuses")
   local v, ok = f:channel():receive()
   local r, err = f:result()
   local e, failed = f:error()
   return {v:kind(), ok, r == nil, err:kind(), e:message(), failed, f:is_complete()}`,
  ['Conflict', true, true, 'Conflict', 'no', true, true],
);

call(
  '105, Fu3: a cancelled future says so',
  `local f = funcs.async("app:slow", 1000, 1)
   local ok, e = f:cancel()
   local r, err = f:result()
   return {ok, e == nil, f:is_canceled(), r == nil, contains(err, "canceled"), err:kind()}`,
  [true, true, true, true, true, 'Canceled'],
);

call(
  '106: async calls of one caller run at the same time',
  `local began, futures, sum = clock.now(), {}, 0
   for i = 1, 5 do futures[i] = funcs.async("app:slow", 100, i) end
   for i = 1, 5 do sum = sum + futures[i]:response():receive():data() end
   return {sum, clock.now() - began < 200}`,
  [15, true],
);

call(
  '107, 70: an executor gives a new one for each with_, and context reaches the callee',
  `local plain = funcs.new()
   local red = plain:with_context{colour = "red", size = 1}
   local blue = red:with_context{colour = "blue"}
   return {(plain:call("app:ctx", "colour")) == nil, (red:call("app:ctx", "colour")), (blue:call("app:ctx", "colour")), (blue:call("app:ctx", "size"))}`,
  [true, 'red', 'blue', 1],
);

call(
  'arguments and results are copies',
  `local t = {n = {1}}
   local back = funcs.call("app:echo", t)
   back.n[1] = 2
   return {t.n[1], back ~= t}`,
  [1, true],
);

call(
  'Ca1: a finished call gives its instance back, a failed one does not',
  `local first, second = funcs.call("app:counts"), funcs.call("app:counts")
   funcs.call("app:counts", true)
   return {first, second, (funcs.call("app:counts"))}`,
  [1, 2, 1],
);

withFunctions('Ca1, Ca3: so many instances are kept, each for its actor', async (world) => {
  world.programs.add('app:one', 'local n = 0 return function() n = n + 1 return n end', {
    type: 'lazy',
    maxSize: 1,
  });
  const as = async (id: string) => {
    const context = { values: {}, actor: { id, meta: {} } };
    const exit = await drive(world, world.node.call('app:one', [], { context }).exit);
    return exit.type === 'normal' ? exit.value : exit.error.text;
  };
  const seen: unknown[] = [];
  for (const id of ['ann', 'ann', 'bob', 'bob', 'ann', 'ann']) seen.push(await as(id));
  assert.deepEqual(seen, [1, 2, 1, 2, 1, 2]);
});

withFunctions('Ca3: the instances of many calls at once stay for a second', async (world) => {
  const source = 'local n = 0 return function() n = n + 1 clock.sleep(10) return n end';
  world.programs.add('app:one', source, { type: 'lazy', maxSize: 1 });
  const three = async () => {
    const calls = [1, 2, 3].map(() => world.node.call('app:one', [], { context: { values: {} } }).exit);
    const exits = await drive(world, Promise.all(calls));
    return exits.map((exit) => (exit.type === 'normal' ? exit.value : exit.error.text)).sort();
  };
  assert.deepEqual(await three(), [1, 1, 1]);
  assert.deepEqual(await three(), [2, 2, 2]);
  world.clock.advance(1000);
  world.clock.advance(1000);
  assert.deepEqual(await three(), [1, 1, 3]);
});

withFunctions('54: an error goes unchanged through a chain of calls', async (world) => {
  world.programs.add('app:middle', 'return function() return funcs.call("app:refuses") end');
  const value = await resultOf(
    world,
    'local _, e = funcs.call("app:middle") return {e:kind(), e:message(), e:retryable(), e:details().n}',
  );
  assert.deepEqual(value, ['Conflict', 'no', false, 1]);
});

withFunctions('34: a coroutine of a call lives on after the answer', async (world) => {
  world.programs.add(
    'app:answers_first',
    `return function(to) coroutine.spawn(function() clock.sleep(50) process.send(to, "later", "done") end) return "answer" end`,
  );
  const value = await resultOf(
    world,
    `local answer = funcs.call("app:answers_first", process.pid())
     return {answer, process.inbox():receive():payload():data()}`,
  );
  assert.deepEqual(value, ['answer', 'done']);
});

withFunctions('69: functions send, listen, register and have a pid of their own', async (world) => {
  world.programs.add(
    'app:acts',
    `return function(to)
       process.registry.register("fn")
       process.send(to, "hello", process.pid())
       return process.inbox():receive():payload():data()
     end`,
  );
  const value = await resultOf(
    world,
    `local f = funcs.async("app:acts", process.pid())
     local m = process.inbox():receive()
     process.send("fn", "answer", "ok")
     return {contains(m:from(), "{app:acts|0x"), m:payload():data() == m:from(), f:response():receive():data()}`,
  );
  assert.deepEqual(value, [true, true, 'ok']);
});

withFunctions('Ca4: a call ends with its caller, unless it has answered', async (world) => {
  world.programs.add(
    'app:long',
    'return function(to) process.send(to, "begun", process.pid()) clock.sleep(60000) end',
  );
  world.programs.add('app:caller', 'return function(to) funcs.call("app:long", to) end');
  const value = await resultOf(
    world,
    `local caller = process.spawn("app:caller", "app:host", process.pid())
     local callee = process.inbox():receive():payload():data()
     process.monitor(callee)
     process.terminate(caller)
     local e = process.events():receive()
     return {e.from == callee, e.result.error ~= nil, clock.now() < 1000}`,
  );
  assert.deepEqual(value, [true, true, true]);
});

withFunctions('Ca4: a cancelled call that listens to its events is asked first', async (world) => {
  world.programs.add(
    'app:listens',
    `return function(to)
       local e = process.events()
       process.send(to, "ready", 1)
       process.send(to, "asked", e:receive().kind)
     end`,
  );
  const value = await resultOf(
    world,
    `local f = funcs.async("app:listens", process.pid())
     process.inbox():receive()
     f:cancel()
     return process.inbox():receive():payload():data()`,
  );
  assert.equal(value, 'pid.cancel');
});

withFunctions('At1, At2: only retryable errors are tried again, with growing delays', async (world) => {
  world.programs.add(
    'app:flaky',
    `return function(to, good)
       process.send(to, "try", 1)
       return nil, errors.new{message = "again", kind = "Unavailable", retryable = good}
     end`,
  );
  const value = await resultOf(
    world,
    `local nested = {retry = {max_attempts = 3, initial_delay = 100, backoff_factor = 2}}
     local flat = {["retry.max_attempts"] = 3, ["retry.initial_delay"] = 100, ["retry.backoff_factor"] = 2}
     local function try(retryable, options)
       local began = clock.now()
       local ex = funcs.new():with_options(options)
       local _, err = ex:call("app:flaky", process.pid(), retryable)
       local n = 0
       while true do
         local r = channel.select{process.inbox():case_receive(), default = true}
         if r.default then break end
         n = n + 1
       end
       return n, clock.now() - began, err:message()
     end
     local a, b, c = try(true, nested)
     local d, e = try(false, nested)
     local f, g = try(true, flat)
     return {a, b, c, d, e, f, g}`,
  );
  assert.deepEqual(value, [3, 300, 'again', 1, 0, 3, 300]);
});

withFunctions('At3: past its timeout a call is a Timeout, and is cancelled', async (world) => {
  const value = await resultOf(
    world,
    `local began = clock.now()
     local v, err = funcs.new():with_options{timeout = 200}:call("app:slow", 60000, 1)
     return {v == nil, err:kind(), err:retryable(), clock.now() - began}`,
  );
  assert.deepEqual(value, [true, 'Timeout', true, 200]);
});

withFunctions('At4: the Timeout of an activity is not retryable, but its attempts are', async (world) => {
  const value = await resultOf(
    world,
    `local function try(options)
       local began = clock.now()
       local v, err = funcs.new():with_options(options):call("app:slow", 60000, 1)
       return err:kind(), err:retryable(), clock.now() - began
     end
     local policy = {maximum_attempts = 3, initial_interval = 100, backoff_coefficient = 1}
     local a, b, c = try{["activity.start_to_close_timeout"] = 50, ["activity.retry_policy"] = policy}
     local d, e, f = try{["activity.schedule_to_close_timeout"] = 120, ["activity.retry_policy"] = policy}
     return {a, b, c, d, e, f}`,
  );
  assert.deepEqual(value, ['Timeout', false, 350, 'Timeout', false, 120]);
});

withFunctions(
  'Co2: an attempt of an activity may take ten minutes, unless its options say otherwise',
  async (world) => {
    const value = await resultOf(
      world,
      `local function try(options)
       local v, err = funcs.new():with_options(options):call("app:slow", 700000, 1)
       return v or err:kind()
     end
     return {
       try{["activity.id"] = "a"}, try{["activity.schedule_to_close_timeout"] = "1h"},
       try{["activity.start_to_close_timeout"] = "12m"}, try{["activity.start_to_close_timeout"] = 0}, try{},
     }`,
    );
    assert.deepEqual(value, ['Timeout', 'Timeout', 1, 1, 1]);
  },
);

/** Says why options are refused, false when they are taken. */
const refusalOf = `local function try(options)
       local executor, err = funcs.new():with_options(options)
       return executor == nil and err:kind() .. ": " .. err:message()
     end`;

withFunctions('Co1: a wrong value of an option is refused where it is given', async (world) => {
  const value = await resultOf(
    world,
    `${refusalOf}
     return {
       try{timeout = "banana"}, try{timeout = -1}, try{retry = {max_attempts = -1}}, try{retry = "often"},
       try{["retry.initial_delay"] = true}, try{["retry.backoff_factor"] = 0.5},
       try{["activity.start_to_close_timeout"] = "30 s"}, try{["temporal.activity.retry_policy"] = {maximum_attempts = 1.5}},
     }`,
  );
  assert.deepEqual(value, [
    `Invalid: options.timeout must be a duration such as '30s', not the text "banana"`,
    'Invalid: options.timeout must not be negative',
    'Invalid: retry.max_attempts must be an integer of at least 0, not the number -1',
    'Invalid: retry must be a table, not the text "often"',
    `Invalid: retry.initial_delay must be a duration such as '30s', not true`,
    'Invalid: retry.backoff_factor must be a number of at least 1, not the number 0.5',
    `Invalid: activity.start_to_close_timeout must be a duration such as '30s', not the text "30 s"`,
    'Invalid: activity.retry_policy.maximum_attempts must be an integer of at least 0, not the number 1.5',
  ]);
});

withFunctions('Co1: options that are not known are for others', async (world) => {
  const value = await resultOf(
    world,
    `local function try(options) return (assert(funcs.new():with_options(options):call("app:slow", 1, "done"))) end
     return {
       try{["activity.id"] = "a", priority = 5, ["queue.summary"] = {}, timeout = 0, retry = {}},
       try{["activity.retry_policy"] = {}}, try{["activity.retry_policy"] = {non_retryable_error_types = {}}},
     }`,
  );
  assert.deepEqual(value, ['done', 'done', 'done']);
});

withFunctions('Co3: of activities only what is known is taken, under both names', async (world) => {
  const value = await resultOf(
    world,
    `${refusalOf}
     return {
       try{["activity.start_to_clos_timeout"] = 1}, try{["temporal.activity.nothing"] = {}},
       try{["activity.retry_policy"] = {maximum_attempt = 3}}, try{["activity.heartbeat_timeout"] = "10 s"},
       try{
         ["activity.id"] = "a", ["activity.task_queue"] = "q", ["activity.wait_for_cancellation"] = true,
         ["activity.disable_eager_execution"] = true, ["activity.heartbeat_timeout"] = "10s",
         ["activity.schedule_to_start_timeout"] = 5000,
       },
     }`,
  );
  const known =
    'start_to_close_timeout, schedule_to_start_timeout, retry_policy, heartbeat_timeout, id, task_queue, wait_for_cancellation, disable_eager_execution';
  assert.deepEqual(value, [
    `Invalid: activity.start_to_clos_timeout is not known; did you mean 'start_to_close_timeout'? Known: schedule_to_close_timeout, ${known}`,
    `Invalid: activity.nothing is not known; known: schedule_to_close_timeout, ${known}`,
    "Invalid: activity.retry_policy.maximum_attempt is not known; did you mean 'maximum_attempts'? Known: initial_interval, backoff_coefficient, maximum_interval, maximum_attempts, non_retryable_error_types",
    `Invalid: activity.heartbeat_timeout must be a duration such as '30s', not the text "10 s"`,
    false,
  ]);
});

withFunctions(
  'Ca2: a call that has to wait longer for its turn than it may does not run, and is a final Timeout',
  async (world) => {
    const pool = { type: 'static', workers: 1, buffer: 5 } as const;
    world.programs.add('app:one', 'return function(ms) clock.sleep(ms) return clock.now() end', pool);
    const value = await resultOf(
      world,
      `local policy = {maximum_attempts = 5, initial_interval = 1}
     local within = function(ms)
       return funcs.new():with_options({["activity.schedule_to_start_timeout"] = ms, ["activity.retry_policy"] = policy})
     end
     local first, late, soon = funcs.async("app:one", 100), within(50):async("app:one", 1000), within(150):async("app:one", 10)
     local function of(future)
       future:response():receive()
       local value, err = future:result()
       if err then return err:kind() .. " " .. tostring(err:retryable()) .. " " .. clock.now() .. ": " .. err:message() end
       return value:data()
     end
     return {of(late), of(first), of(soon), (within(0):call("app:one", 10))}`,
    );
    assert.deepEqual(value, [
      'Timeout false 50: app:one did not begin within 50 ms: 1 calls run, as many as may',
      100,
      110,
      120,
    ]);
  },
);

withFunctions(
  'At3: who runs out of time between two attempts is told why the last one failed',
  async (world) => {
    world.programs.add(
      'app:fails',
      'return function() return nil, errors.new{message = "no stock", kind = "Unavailable", retryable = true, details = {left = 0}} end',
    );
    const value = await resultOf(
      world,
      `local policy = {initial_interval = 40, backoff_coefficient = 1}
     local timed = funcs.new():with_options{["activity.schedule_to_close_timeout"] = 100, ["activity.retry_policy"] = policy}
     local _, err = timed:call("app:fails")
     local cause = err:details().cause
     return {err:kind(), err:retryable(), err:message(), cause.kind, cause.message, cause.retryable, cause.details.left, clock.now()}`,
    );
    assert.deepEqual(value, [
      'Timeout',
      false,
      'the call took longer than 100 ms; it had failed before: no stock',
      'Unavailable',
      'no stock',
      true,
      0,
      100,
    ]);
  },
);

withFunctions('the options of an entry hold where the caller gives none', async (world) => {
  world.programs.setDefaults('app:slow', { timeout: 50 });
  const value = await resultOf(
    world,
    'local _, err = funcs.call("app:slow", 1000) return {err:kind(), clock.now()}',
  );
  assert.deepEqual(value, ['Timeout', 50]);
});

withFunctions(
  'Ca2: static runs so many calls on the whole node, lets some wait and refuses the rest',
  async (world) => {
    world.programs.add('app:two', 'return function(ms) clock.sleep(ms) return clock.now() end', {
      type: 'static',
      workers: 2,
      buffer: 2,
    });
    world.programs.add('app:calls_two', 'return function() return funcs.call("app:two", 100) end');
    const value = await resultOf(
      world,
      `local ends, refused = {}, {}
     for i = 1, 5 do process.spawn_monitored("app:calls_two", "app:host") end
     for i = 1, 5 do
       local r = process.events():receive().result
       if r.value then ends[#ends + 1] = r.value else refused[#refused + 1] = r.error end
     end
     return {#ends, ends[1], ends[4], #refused, refused[1]:kind(), refused[1]:retryable()}`,
    );
    assert.deepEqual(value, [4, 100, 200, 1, 'RateLimited', true]);
  },
);

withFunctions(
  '72: a process entry can be called, and an upgrade of code holds from the next call',
  async (world) => {
    const { node, programs } = world;
    const call = node.call('app:add', [40, 2]);
    assert.deepEqual(await drive(world, call.exit), { type: 'normal', value: 42 });
    programs.add('app:add', 'return function() return "new" end');
    assert.deepEqual(await drive(world, node.call('app:add', []).exit), { type: 'normal', value: 'new' });
  },
);

withFunctions('a call of the runtime can be cancelled', async (world) => {
  const call = world.node.call('app:slow', [1000]);
  world.loop.run();
  call.cancel();
  const exit = await drive(world, call.exit);
  assert.ok(exit.type === 'terminated' && exit.error.kind === 'Canceled');
  assert.deepEqual(await drive(world, world.node.processes()), []);
});

call(
  'an error that is a table gives its message, or says that it has none, and its fields are details',
  `local _, plain = funcs.call("app:raises", {code = 7})
   local _, said = funcs.call("app:raises", {code = 8, message = "no stock"})
   return {plain:message(), plain:details().code, said:message(), said:details().code}`,
  ['an error that is a table without a message', 7, 'no stock', 8],
);
