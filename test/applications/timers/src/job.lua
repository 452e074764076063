local logger = require("logger")
local time = require("time")

local function main(name, interval)
  local events = process.events()
  local ticker = time.ticker(interval)
  local ticks = ticker:channel()
  local runs = 0
  while true do
    local got = channel.select({ ticks:case_receive(), events:case_receive() })
    if got.channel == events then
      assert(got.value.kind == process.event.CANCEL)
      ticker:stop()
      logger:info("stopped", { name = name, runs = runs })
      return
    end
    runs = runs + 1
    logger:info("tick", { name = name, runs = runs })
  end
end

return { main = main }
