local time = require("time")

--- Cooks what the counter sends. Every fourth dish burns, and then the whole process ends with an error:
--- it has nothing to repair, because the next one starts with a clean slate.
local function main()
  process.registry.register("kitchen")
  process.send("counter", "open", process.pid())

  local orders = process.listen("cook")
  local events = process.events()
  local cooked = 0
  while true do
    local happened = channel.select({ orders:case_receive(), events:case_receive() })
    if happened.channel == events then
      return -- the shop closes
    end
    local order = happened.value
    time.sleep("60ms")
    cooked = cooked + 1
    if cooked == 4 then
      error("the " .. order.dish .. " caught fire")
    end
    process.send("counter", "cooked", order)
  end
end

return { main = main }
