local measure = require("measure")

local callers, each = 100, 4000

local function main()
  local inbox = process.inbox()
  local server = measure.spawn("server")

  local elapsed = measure.elapsed(function()
    for _ = 1, callers do
      measure.spawn("caller", process.pid(), server, each)
    end
    measure.await(inbox, callers, "caller_done")
  end)

  process.terminate(server)
  return { { name = "calls", value = callers * each / elapsed * 1000, unit = "calls/s" } }
end

return { main = main }
