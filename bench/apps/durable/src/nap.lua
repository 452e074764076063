local io = require("io")

-- Leaves 10,000 durable processes that sleep for so long.
return function(nap)
  local done = channel.new(10000)
  for _ = 1, 10000 do
    -- Who starts one waits until it is stored.
    coroutine.spawn(function() done:send(assert(process.spawn("bench:sleeping", "bench:durable", nap))) end)
  end
  for _ = 1, 10000 do done:receive() end
  -- The first commits of all of them are before this one's.
  process.send(assert(process.spawn("bench:waiting", "bench:durable")), "hello")
  process.inbox():receive()
  io.print("they sleep")
  -- Its node is killed.
  process.inbox():receive()
end
