local time = require("time")

-- 64 KB that it keeps; for each message it sleeps so many times, and answers how much later than it should it went on.
return { main = function()
  local rows = {}
  for n = 1, 800 do rows[n] = { number = n, text = string.format("%060d", n) } end
  local inbox = process.inbox()
  while true do
    local message, late = inbox:receive(), {}
    for n = 1, message:payload():data() do
      local due = time.now():unix_nano() + 50000000
      time.sleep("50ms")
      late[n] = (time.now():unix_nano() - due) / 1e6
      rows[n % #rows + 1].number = n
    end
    process.send(message:from(), "late", late)
  end
end }
