local io = require("io")

-- Counts those that go on by themselves.
return function()
  process.registry.register("counter")
  local inbox = process.inbox()
  inbox:receive()
  io.print("one")
  for _ = 2, 10000 do inbox:receive() end
  io.print("all")
end
