local time = require("time")

-- Sleeps, says that it goes on, and sleeps again.
return { main = function(nap)
  time.sleep(nap)
  while not process.send("counter", "here", 1) do time.sleep("10ms") end
  time.sleep("720h")
end }
