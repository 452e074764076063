-- What the items share: a clock, spawning that raises, sending that waits where the receiver is flooded.
local time = require("time")

local measure = { host = "bench:processes" }

--- Milliseconds that f() takes.
function measure.elapsed(f)
  local start = time.now()
  f()
  return time.now():sub(start):nanoseconds() / 1000000
end

function measure.now()
  return time.now()
end

function measure.since(start)
  return time.now():sub(start):nanoseconds() / 1000000
end

function measure.spawn(name, ...)
  local pid, err = process.spawn("bench:" .. name, measure.host, ...)
  if err then error(err) end
  return pid
end

function measure.spawn_monitored(name, ...)
  local pid, err = process.spawn_monitored("bench:" .. name, measure.host, ...)
  if err then error(err) end
  return pid
end

--- Receives `count` messages of one topic and drops them.
function measure.await(inbox, count, topic)
  for _ = 1, count do
    local message = inbox:receive()
    if message:topic() ~= topic then error("unexpected message " .. message:topic()) end
  end
end

return measure
