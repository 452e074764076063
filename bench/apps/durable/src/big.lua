-- 64 KB that it keeps, and an answer to each message.
return { main = function()
  local rows = {}
  for n = 1, 800 do rows[n] = { number = n, text = string.format("%060d", n) } end
  local inbox, count = process.inbox(), 0
  while true do
    local message = inbox:receive()
    count = count + 1
    rows[count % #rows + 1].number = count
    process.send(message:from(), "here", count)
  end
end }
