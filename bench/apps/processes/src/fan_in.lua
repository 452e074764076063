local measure = require("measure")

local senders, each = 100, 10000

local function main()
  local inbox = process.inbox()

  local elapsed = measure.elapsed(function()
    for _ = 1, senders do
      measure.spawn("sender", process.pid(), each)
    end
    measure.await(inbox, senders * each, "item")
  end)

  return { { name = "fan_in", value = elapsed, unit = "ms" } }
end

return { main = main }
