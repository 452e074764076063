local io = require("io")

-- Leaves 10,000 durable processes that wait.
return function()
  for _ = 1, 10000 do assert(process.spawn("bench:waiting", "bench:durable")) end
  local last = assert(process.with_options({}):with_name("last"):spawn("bench:waiting", "bench:durable"))
  process.send(last, "hello")
  process.inbox():receive()
  io.print("they wait")
end
