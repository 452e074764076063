local io, time = require("io"), require("time")

-- 10,000 calls and 200,000 tokens; what the first and the last thousand took.
return function()
  process.registry.register("watcher")
  local so_far = process.listen("so far")
  assert(process.spawn("bench:agent", "bench:durable", 10000, 1000))
  local times, since = {}, time.now()
  for n = 1, 10 do
    so_far:receive()
    times[n] = time.now():sub(since):seconds()
    since = time.now()
  end
  process.listen("said"):receive()
  local line = '{"name": "a call of an agent, %s of 10,000", "value": %.4f, "unit": "ms"}'
  io.print(string.format(line, "the second thousand", times[2]))
  io.print(string.format(line, "the last thousand", times[10]))
end
