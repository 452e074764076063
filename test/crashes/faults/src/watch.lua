-- Tells how the host of the book stands, whenever that changes.
local log, system, time = require("logger"), require("system"), require("time")

return { main = function()
  local last
  while true do
    local state = system.supervisor.state("ledger:durable")
    local text = state and state.status .. ": " .. tostring(state.details or "well") or "unknown"
    if text ~= last then log:info("state", { text = text }) end
    last = text
    time.sleep("20ms")
  end
end }
