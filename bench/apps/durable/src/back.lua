local io = require("io")

-- One of those that wait answers, and then all.
return function()
  local inbox = process.inbox()
  process.send("waiting 10000", "hello")
  inbox:receive()
  io.print("back")
  for n = 1, 10000 do
    -- Who sends waits until it is stored.
    coroutine.spawn(function() process.send("waiting " .. n, "hello") end)
  end
  for _ = 1, 10000 do inbox:receive() end
  io.print("all")
end
