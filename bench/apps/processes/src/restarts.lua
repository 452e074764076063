local measure = require("measure")

local count = 20000

local function main()
  local inbox = process.inbox()
  local supervisor = measure.spawn("supervisor", process.pid())
  local pid = inbox:receive():from()

  local elapsed = measure.elapsed(function()
    for _ = 1, count do
      process.send(pid, "crash")
      pid = inbox:receive():from()
    end
  end)

  process.terminate(supervisor)
  process.terminate(pid)
  return { { name = "restarts", value = count / elapsed * 1000, unit = "restarts/s" } }
end

return { main = main }
