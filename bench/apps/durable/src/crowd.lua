local io = require("io")

-- Leaves 10,000 durable processes that wait.
return function()
  for n = 1, 10000 do
    assert(process.with_options({}):with_name("waiting " .. n):spawn("bench:waiting", "bench:durable"))
  end
  process.send("waiting 10000", "hello")
  process.inbox():receive()
  io.print("they wait")
  -- Its node is killed.
  process.inbox():receive()
end
