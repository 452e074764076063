local time = require("time")

-- Tells that it was called, and does not come back.
return function()
  while not process.send("listener", "called") do time.sleep("2ms") end
  time.sleep("1h")
end
