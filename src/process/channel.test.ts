import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Channel } from './channel.ts';
import { exitOf, makeWorld, runs } from './world.testing.ts';

runs(
  'Ch1: values leave in the order in which they were sent',
  `local ch = channel.new(3)
   ch:send(1) ch:send(2) ch:send(3)
   return {(ch:receive()), (ch:receive()), (ch:receive())}`,
  [1, 2, 3],
);

runs(
  'Ch1: waiting receivers are served in the order of their arrival',
  `local ch, out = channel.new(), channel.new(3)
   for i = 1, 3 do coroutine.spawn(function() local v = ch:receive() out:send(i * 10 + v) end) end
   for i = 1, 3 do ch:send(i) end
   return {(out:receive()), (out:receive()), (out:receive())}`,
  [11, 22, 33],
);

runs(
  'Ch2: without a buffer a send waits for its receiver',
  `local ch, seen = channel.new(), {}
   coroutine.spawn(function() ch:send("x") table_insert(seen, "sent") end)
   clock.sleep(1)
   local before = #seen
   local value = ch:receive()
   clock.sleep(1)
   return {before, value, #seen}`.replaceAll('table_insert(seen, "sent")', 'seen[#seen + 1] = "sent"'),
  [0, 'x', 1],
);

runs(
  'Ch2: a full buffer makes a send wait, and its value comes last',
  `local ch = channel.new(1)
   ch:send(1)
   coroutine.spawn(function() ch:send(2) ch:close() end)
   clock.sleep(1)
   local got = {}
   while true do
     local value, ok = ch:receive()
     if not ok then return got end
     got[#got + 1] = value
   end`,
  [1, 2],
);

runs(
  'Ch3, 56: what is inside still arrives after close, then nil and false again and again',
  `local ch = channel.new(2)
   ch:send("a")
   ch:close() ch:close()
   local v, ok = ch:receive()
   local v2, ok2 = ch:receive()
   local v3, ok3 = ch:receive()
   return {v, ok, v2 == nil, ok2, v3 == nil, ok3}`,
  ['a', true, true, false, true, false],
);

runs(
  'Ch3, 57: closing wakes waiting receivers with nil and false',
  `local ch, out = channel.new(), channel.new(1)
   coroutine.spawn(function() local v, ok = ch:receive() out:send(v == nil and ok == false) end)
   clock.sleep(1)
   ch:close()
   return (out:receive())`,
);

runs(
  'Ch4, 55: a send on a closed channel raises, for a sender that was waiting too',
  `local ch, out = channel.new(), channel.new(1)
   coroutine.spawn(function() out:send({pcall(ch.send, ch, 1)}) end)
   clock.sleep(1)
   ch:close()
   local waiting = out:receive()
   local ok, err = pcall(ch.send, ch, 2)
   return {waiting[1], contains(waiting[2], "closed"), ok, contains(err, "closed")}`,
  [false, true, false, true],
);

runs(
  'Ch5: guests cannot send on a channel of the runtime or close it',
  `local inbox = process.inbox()
   return {(pcall(inbox.send, inbox, 1)), (pcall(inbox.close, inbox))}`,
  [false, false],
);

runs('55: send returns true', `return channel.new(1):send(1)`);

runs(
  '62: several receivers of one channel share its values',
  `local ch, out = channel.new(), channel.new(10)
   for i = 1, 3 do
     coroutine.spawn(function()
       while true do
         local v, ok = ch:receive()
         if not ok then return end
         out:send(v)
       end
     end)
   end
   for i = 1, 10 do ch:send(i) end
   ch:close()
   local sum = 0
   for i = 1, 10 do sum = sum + out:receive() end
   return sum`,
  55,
);

runs(
  'nil is a value like any other in a channel',
  `local ch = channel.new(1)
   ch:send(nil)
   local v, ok = ch:receive()
   return v == nil and ok`,
);

runs(
  'a channel is a table key, equal to itself only',
  `local a, b = channel.new(), channel.new()
   local t = {[a] = 1, [b] = 2}
   return t[a] == 1 and t[b] == 2 and a ~= b and process.inbox() == process.inbox()`,
);

test('a wrong size raises', async () => {
  const world = makeWorld();
  const exit = await exitOf(world, 'return channel.new(-1)');
  assert.equal(exit.type, 'failed');
});

test('a long queue keeps its order while it is filled and drained', () => {
  const channel = new Channel(Number.POSITIVE_INFINITY, true);
  let next = 0;
  let taken = 0;
  for (let round = 0; round < 200; round++) {
    for (let i = 0; i < 50; i++) channel.put(next++);
    for (let i = 0; i < 30; i++) assert.equal(channel.take(), taken++);
  }
  while (channel.hasValue) assert.equal(channel.take(), taken++);
  assert.equal(taken, next);
});
