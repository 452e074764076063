local io = require("io")

-- Leaves a workflow in the middle of a call, or waits until that call is made again.
return function(...)
  process.registry.register("listener")
  if ... == "new" then assert(process.spawn("bench:hanging", "bench:durable")) end
  process.inbox():receive()
  io.print("it is called")
end
