import assert from 'node:assert/strict';
import { exitOf, inAllSettings, inBothSettings, resultOf, runs } from './world.testing.ts';

const ECHO = `return function()
  local inbox = process.inbox()
  while true do
    local m = inbox:receive()
    process.send(m:from(), "echo", m:payload():data())
  end
end`;

inAllSettings('73: send returns true and the message arrives with topic and sender', async (world) => {
  world.programs.add('app:echo', ECHO);
  const value = await resultOf(
    world,
    `local pid = process.spawn("app:echo", "app:host")
     local sent = process.send(pid, "hi", {a = {1, 2, "x"}, b = true})
     local m = process.inbox():receive()
     local d = m:payload():data()
     return {sent, m:topic(), m:from() == pid, d.a[3], d.b, #d.a}`,
  );
  assert.deepEqual(value, [true, 'echo', true, 'x', true, 3]);
});

runs(
  '73: a dead or unknown pid and an unknown name are errors that say not found',
  `local ok, err = process.send("{app:host|0x1000000000000000001}", "t", 1)
   local ok2, err2 = process.send("nobody", "t", 1)
   return {ok == nil, contains(err, "not found"), err:kind(), ok2 == nil, contains(err2, "not found")}`,
  [true, true, 'NotFound', true, true],
);

runs(
  '74: topics that begin with @ are refused',
  `local ok, err = process.send(process.pid(), "@inbox", 1)
   local ok2, err2 = process.listen("@events")
   return {ok == nil, err:kind(), ok2 == nil, err2:kind()}`,
  [true, 'Invalid', true, 'Invalid'],
);

inBothSettings('75: messages of one sender arrive in the order sent', async (world) => {
  world.programs.add('app:sender', `return function(to, n) for i = 1, n do process.send(to, "n", i) end end`);
  const value = await resultOf(
    world,
    `for i = 1, 4 do process.spawn("app:sender", "app:host", process.pid(), 200) end
     local last, inbox = {}, process.inbox()
     for i = 1, 800 do
       local m = inbox:receive()
       local n, from = m:payload():data(), m:from()
       if n ~= (last[from] or 0) + 1 then return "out of order" end
       last[from] = n
     end
     return "in order"`,
  );
  assert.equal(value, 'in order');
});

runs(
  '76: a listener yields plain values, or messages when asked, and the same channel each time',
  `local plain, full = process.listen("a"), process.listen("b", {message = true})
   process.send(process.pid(), "a", {x = 1})
   process.send(process.pid(), "b", 2)
   local v, m = plain:receive(), full:receive()
   return {type(v), v.x, m:topic(), m:payload():data(), process.listen("a") == plain}`,
  ['table', 1, 'b', 2, true],
);

runs(
  'Mb1, 77: a topic with a listener goes there only, everything else to the inbox',
  `local a = process.listen("a")
   process.send(process.pid(), "a", 1)
   process.send(process.pid(), "inbox", 2)
   local m = process.inbox():receive()
   local rest = channel.select{process.inbox():case_receive(), default = true}
   return {m:topic(), m:payload():data(), (a:receive()), rest.default}`,
  ['inbox', 2, 1, true],
);

runs(
  'Mb2, 78: what came before inbox and listen is kept and handed out',
  `local me = process.pid()
   process.send(me, "a", 1) process.send(me, "b", 2) process.send(me, "a", 3)
   local a = process.listen("a")
   local first, second = a:receive(), a:receive()
   local m = process.inbox():receive()
   return {first, second, m:topic()}`,
  [1, 3, 'b'],
);

runs(
  'Mb5, 79: after unlisten the topic falls back to the inbox',
  `local me, a = process.pid(), process.listen("a")
   process.unlisten(a)
   process.send(me, "a", 1)
   local m = process.inbox():receive()
   local _, ok = a:receive()
   return {m:topic(), ok}`,
  ['a', false],
);

runs(
  'Mb4: what an ended listener has not given out is no longer counted',
  `local me, a = process.pid(), process.listen("a")
   for i = 1, 1500 do process.send(me, "a", i) end
   process.unlisten(a)
   return {(a:receive()), (a:receive()), process.send(me, "b")}`,
  [1, 2, true],
);

runs(
  '80: a payload object may itself be sent on',
  `local me = process.pid()
   process.send(me, "t", payload.new({1, 2}))
   local m = process.inbox():receive()
   process.send(me, "u", m:payload())
   local again = process.inbox():receive()
   local raw = process.listen("raw")
   process.send(me, "raw", again:payload())
   return {again:payload():data()[2], (raw:receive())[1], tostring(m:payload())}`,
  [2, 1, 'payload{format=lua/any}'],
);

runs(
  '81: tables arrive as copies; functions, channels and other userdata as nil',
  `local t = {n = 1, s = "x", b = false, inner = {1.5}, f = function() end, ch = channel.new(), co = coroutine.create(print or type)}
   setmetatable(t, {__index = {extra = 1}})
   process.send(process.pid(), "t", t)
   local d = process.inbox():receive():payload():data()
   t.n = 2
   return {d.n, d.s, d.b, d.inner[1], d.f == nil, d.ch == nil, d.co == nil, d.extra == nil, d ~= t}`,
  [1, 'x', false, 1.5, true, true, true, true, true],
);

runs(
  '81: error values arrive as errors',
  `process.send(process.pid(), "t", {err = errors.new{message = "m", kind = "Conflict", retryable = true, details = {a = 1}}})
   local e = process.inbox():receive():payload():data().err
   return {e:message(), e:kind(), e:retryable(), e:details().a}`,
  ['m', 'Conflict', true, 1],
);

runs(
  '82: several values are one message with a list of payloads',
  `local me, raw = process.pid(), process.listen("raw")
   process.send(me, "t", 1, nil, "x")
   process.send(me, "raw", 1, "y")
   process.send(me, "none")
   local list = process.inbox():receive():payload()
   local none = process.inbox():receive():payload()
   local values = raw:receive()
   return {#list, list[1]:data(), list[2]:data() == nil, list[3]:data(), values[2], none:data() == nil}`,
  [3, 1, true, 'x', 'y', true],
);

runs(
  '83: a process may send to itself, by pid and by name',
  `process.registry.register("me")
   process.send("me", "t", "hello")
   return process.inbox():receive():payload():data()`,
  'hello',
);

inAllSettings(
  'a message to a process that has just ended is an error or lost, never a crash',
  async (world) => {
    world.programs.add('app:brief', 'return function() return 1 end');
    const exit = await exitOf(
      world,
      `local pid = process.spawn_monitored("app:brief", "app:host")
     local event = process.events():receive()
     local ok, err = process.send(pid, "t", 1)
     return {event.kind, event.from == pid, event.result.value, ok == nil, contains(err, "not found")}`,
    );
    assert.equal(exit.type, 'normal');
  },
);
