local io = require("io")

-- Runs when all are there again.
return function()
  process.send("last", "hello")
  process.inbox():receive()
  io.print("back")
end
