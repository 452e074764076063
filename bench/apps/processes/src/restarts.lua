local measure = require("measure")

local supervisors, each = 500, 200

--- One supervisor with one process, which crashes `each` times.
local function supervised(inbox)
  local supervisor = measure.spawn("supervisor", process.pid())
  local pid = inbox:receive():from()
  for _ = 1, each do
    process.send(pid, "crash")
    pid = inbox:receive():from()
  end
  process.terminate(supervisor)
  process.terminate(pid)
end

local function main()
  local inbox = process.inbox()

  local elapsed = measure.elapsed(function()
    for _ = 1, supervisors do
      supervised(inbox)
    end
  end)

  return { { name = "restarts", value = supervisors * each / elapsed * 1000, unit = "restarts/s" } }
end

return { main = main }
