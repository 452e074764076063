local time = require("time")

local function main(parent, id, interval)
  local events = process.events()
  local ticker = time.ticker(interval * time.MILLISECOND)
  process.send(parent, "started", id)

  local cases = { events:case_receive(), ticker:channel():case_receive() }
  while true do
    local result = channel.select(cases)
    if result.channel == events then return end
    process.send(parent, "tick", id)
  end
end

return { main = main }
