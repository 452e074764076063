-- Answers each message.
return { main = function()
  local inbox, count = process.inbox(), 0
  while true do
    local message = inbox:receive()
    count = count + 1
    process.send(message:from(), "here", count)
  end
end }
