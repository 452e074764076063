local io = require("io")

-- Leaves a workflow in the middle of a call until it is killed, or waits until that call is made again.
return function(...)
  process.registry.register("listener")
  if ... == "new" then assert(process.spawn("bench:hanging", "bench:durable")) end
  local inbox = process.inbox()
  inbox:receive()
  io.print("it is called")
  if ... == "new" then inbox:receive() end
end
