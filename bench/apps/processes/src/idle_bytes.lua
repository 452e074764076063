local system = require("system")
local measure = require("measure")

local count, batch = 100000, 1000

local function allocated()
  local _, err = system.gc.collect()
  if err then error(err) end
  local bytes
  bytes, err = system.memory.allocated()
  if err then error(err) end
  return bytes
end

local function main()
  local inbox = process.inbox()
  local parent = process.pid()
  local pids = {}

  local before = allocated()
  for _ = 1, count / batch do
    for _ = 1, batch do
      pids[#pids + 1] = measure.spawn("idle", parent)
    end
    measure.await(inbox, batch, "ready")
  end
  local after = allocated()

  for i = 1, count do
    process.terminate(pids[i])
  end
  return { { name = "idle_bytes", value = (after - before) / count, unit = "bytes" } }
end

return { main = main }
