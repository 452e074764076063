local io, time = require("io"), require("time")

-- Workflows at once, after some that are not measured.
return function()
  local events = process.events()
  local took
  for _, workflows in ipairs({ 100, 1000 }) do
    local since = time.now()
    for _ = 1, workflows do
      coroutine.spawn(function() assert(process.spawn_monitored("bench:flow", "bench:durable", 20)) end)
    end
    for _ = 1, workflows do events:receive() end
    took = time.now():sub(since):seconds()
  end
  local line = '{"name": "1,000 workflows of 20 calls at once, in PostgreSQL", "value": %.0f, "unit": "steps/s"}'
  io.print(string.format(line, 20000 / took))
end
