import { runs } from './world.testing.ts';

runs(
  'Se1, 58: the ready case is performed, and its channel is the very object',
  `local a, b = channel.new(1), channel.new(1)
   b:send("x")
   local r = channel.select{a:case_receive(), b:case_receive()}
   return r.channel == b and r.value == "x" and r.ok == true and r.default == nil`,
);

runs(
  'Se1: of several ready cases exactly one is performed',
  `local a, b = channel.new(1), channel.new(1)
   a:send(1) b:send(2)
   local first = channel.select{a:case_receive(), b:case_receive()}
   local second = channel.select{a:case_receive(), b:case_receive()}
   local third = channel.select{a:case_receive(), b:case_receive(), default = true}
   return {first.value, second.value, third.default, third.ok, third.channel == nil}`,
  [1, 2, true, true, true],
);

runs(
  'Se1: a select that waited takes one value and leaves the other channels alone',
  `local a, b = channel.new(), channel.new(1)
   coroutine.spawn(function() clock.sleep(5) b:send("b") end)
   local r = channel.select{a:case_receive(), b:case_receive()}
   coroutine.spawn(function() a:send("a") end)
   return {r.value, r.channel == b, (a:receive())}`,
  ['b', true, 'a'],
);

runs(
  'Se2, 59: with a default nothing waits',
  `local r = channel.select{channel.new():case_receive(), default = true}
   return r.default == true and r.ok == true and r.channel == nil`,
);

runs(
  'Se3, 57: closing a channel ends a waiting select with ok false',
  `local a, b = channel.new(), channel.new()
   coroutine.spawn(function() clock.sleep(1) b:close() end)
   local r = channel.select{a:case_receive(), b:case_receive()}
   return r.channel == b and r.ok == false and r.value == nil`,
);

runs(
  '58: a send case answers ok and the value arrives',
  `local a = channel.new(1)
   local r = channel.select{a:case_send("v")}
   return {r.ok, r.channel == a, (a:receive())}`,
  [true, true, 'v'],
);

runs(
  'a send case that waited is performed when a receiver comes',
  `local a, out = channel.new(), channel.new(1)
   coroutine.spawn(function() clock.sleep(1) out:send((a:receive())) end)
   local r = channel.select{a:case_send("v")}
   return {r.ok, (out:receive())}`,
  [true, 'v'],
);

runs(
  'one channel may stand in a receive and a send case of the same select',
  `local a, out = channel.new(), channel.new(1)
   coroutine.spawn(function() clock.sleep(1) out:send((a:receive())) end)
   local r = channel.select{a:case_receive(), a:case_send("mine")}
   return {r.ok, (out:receive())}`,
  [true, 'mine'],
);

runs(
  '60: what is buffered wins over a later timer',
  `local a = channel.new(1)
   a:send("now")
   local r = channel.select{a:case_receive(), clock.after(10):case_receive()}
   return r.value`,
  'now',
);

runs(
  '60: a timer wins over a channel that stays empty',
  `local timeout = clock.after(10)
   local r = channel.select{channel.new():case_receive(), timeout:case_receive()}
   return r.channel == timeout and clock.now() == 10`,
);

runs(
  '61: inbox, events, listeners and own channels mix in one select',
  `local cases = {}
   for _, ch in ipairs{process.inbox(), process.events(), process.listen("t"), channel.new(), clock.after(50)} do
     cases[#cases + 1] = ch:case_receive()
   end
   process.send(process.pid(), "t", "hello")
   local r = channel.select(cases)
   process.send(process.pid(), "other", "x")
   local second = channel.select(cases)
   return {r.value, second.value:topic(), second.channel == process.inbox()}`,
  ['hello', 'other', true],
);

runs(
  'cases are used again in a loop',
  `local a = channel.new(3)
   local cases = {a:case_receive()}
   a:send(1) a:send(2) a:send(3)
   local sum = 0
   for i = 1, 3 do sum = sum + channel.select(cases).value end
   return sum`,
  6,
);

runs('an element that is no case raises', `return (pcall(channel.select, {1}))`, false);

runs(
  'a list without cases raises, unless there is a default',
  `local channels = {a = channel.new()}
   local ok, err = pcall(channel.select, {})
   local named = pcall(channel.select, {a = channels.a:case_receive()})
   return {ok, tostring(err):match("the list of cases is empty"), named, channel.select{default = true}.default}`,
  [false, 'the list of cases is empty', false, true],
);
