local measure = require("measure")

local size, laps = 1000, 1000

local function main()
  local inbox = process.inbox()
  local next_pid = process.pid()
  for _ = 1, size - 1 do
    next_pid = measure.spawn("ring_node", next_pid)
  end

  local elapsed = measure.elapsed(function()
    for lap = 1, laps do
      process.send(next_pid, "token", lap)
      local message = inbox:receive()
      if message:payload():data() ~= lap then error("wrong token") end
    end
  end)

  process.send(next_pid, "stop")
  measure.await(inbox, 1, "stop")
  return { { name = "ring", value = elapsed, unit = "ms" } }
end

return { main = main }
