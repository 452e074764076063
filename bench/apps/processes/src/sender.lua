local time = require("time")

-- A full mailbox refuses a message with RateLimited: the sender waits until there is room.
local function main(receiver, count)
  for i = 1, count do
    while not process.send(receiver, "item", i) do
      time.sleep(time.MILLISECOND)
    end
  end
end

return { main = main }
