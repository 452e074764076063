local measure = require("measure")

local callers, each = 100, 4000

local function main()
  local inbox = process.inbox()

  local elapsed = measure.elapsed(function()
    for _ = 1, callers do
      measure.spawn("function_caller", process.pid(), each)
    end
    measure.await(inbox, callers, "caller_done")
  end)

  return { { name = "function_calls", value = callers * each / elapsed * 1000, unit = "calls/s" } }
end

return { main = main }
