local time = require("time")

-- Goes from second to second, or answers.
return { main = function()
  local inbox = process.inbox()
  while true do
    local timer = time.after("720h")
    local got = channel.select({ inbox:case_receive(), timer:case_receive() })
    if got.channel == inbox then process.send(got.value:from(), "here", 1) end
  end
end }
