local logger = require("logger")
local time = require("time")

local function main()
  while not process.registry.lookup("ponger") do
    time.sleep("10ms")
  end
  local inbox = process.inbox()
  local round = 0
  while true do
    round = round + 1
    process.send("ponger", "ping", { round = round })
    local timeout = time.after("1s")
    local got = channel.select({ inbox:case_receive(), timeout:case_receive() })
    if got.channel == timeout then
      logger:warn("no pong")
    else
      logger:info("pong " .. got.value:payload():data().round)
    end
    time.sleep("1s")
  end
end

return { main = main }
