local io = require("io")

-- Has 1,000 durable processes until its node is lost.
return function()
  for n = 1, 1000 do
    assert(process.with_options({}):with_name("waiting " .. n):spawn("bench:waiting", "bench:durable"))
  end
  io.print("they wait")
  process.inbox():receive()
end
