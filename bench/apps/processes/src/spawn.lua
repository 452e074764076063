local measure = require("measure")

local count = 100000

local function main()
  local inbox = process.inbox()

  local elapsed = measure.elapsed(function()
    local collector = measure.spawn("collector", process.pid(), count)
    for i = 1, count do
      measure.spawn("answerer", collector, i)
    end
    measure.await(inbox, 1, "collected")
  end)

  return { { name = "spawn", value = elapsed, unit = "ms" } }
end

return { main = main }
