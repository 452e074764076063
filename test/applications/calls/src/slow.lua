local time = require("time")

local function call(n)
  time.sleep("100ms")
  return n * 2
end

return { call = call }
