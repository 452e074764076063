-- As idle_bytes, on a host whose processes are kept as bytes when they rest. The bytes lie outside of the heap, so
-- what the whole of the memory grows by is measured.
local system = require("system")
local time = require("time")
local measure = require("measure")

local count, batch = 100000, 1000

local function allocated()
  system.gc.collect()
  local stats, err = system.memory.stats()
  if err then error(err) end
  return stats.alloc
end

local function main()
  local inbox = process.inbox()
  local parent = process.pid()
  local before = allocated()
  for _ = 1, count / batch do
    for _ = 1, batch do
      local _, err = process.spawn("bench:idle", "bench:sleepers", parent)
      if err then error(err) end
    end
    measure.await(inbox, batch, "ready")
    time.sleep("20ms")
  end
  time.sleep("200ms")
  local after = allocated()
  return { { name = "hibernated_bytes", value = (after - before) / count, unit = "bytes" } }
end

return { main = main }
