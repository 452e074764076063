local events = require("events")
local time = require("time")

local function main()
  time.sleep("100ms")
  for _, kind in ipairs({ "created", "login", "deleted" }) do
    events.send("users", kind, "/users/1", { name = "Ada" })
  end
  events.send("other", "created", "/other")
end

return { main = main }
