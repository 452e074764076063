local env = require("env")
local time = require("time")

local function main()
  local tries = tonumber(env.get("TRIES")) + 1
  env.set("TRIES", tostring(tries))
  if tries <= 2 then
    error("try " .. tries)
  end
  while true do
    time.sleep("1s")
  end
end

return { main = main }
