local function main()
  local inbox = process.inbox()
  local total = 0
  while true do
    local message = inbox:receive()
    total = total + 1
    process.send(message:from(), "reply", message:payload():data() + 1)
  end
end

return { main = main }
