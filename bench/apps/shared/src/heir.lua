local io, time = require("io"), require("time")

-- Asks one of the other node's processes again and again. The answer that takes long comes from here: the others are asked too.
return function()
  local inbox, took = process.inbox(), 0
  while not process.registry.lookup("waiting 1000") do time.sleep("50ms") end
  repeat
    local since = time.now()
    assert(process.send("waiting 1", "hello"))
    inbox:receive()
    took = time.now():sub(since):seconds()
    io.print("heard")
  until took > 1.5
  io.print("taken over")
  for n = 1, 1000 do
    coroutine.spawn(function() assert(process.send("waiting " .. n, "hello")) end)
  end
  for _ = 1, 1000 do inbox:receive() end
  io.print("all")
end
