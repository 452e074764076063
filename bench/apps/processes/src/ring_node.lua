local function main(next_pid)
  local inbox = process.inbox()
  while true do
    local message = inbox:receive()
    if message:topic() == "stop" then
      process.send(next_pid, "stop")
      return
    end
    process.send(next_pid, "token", message:payload():data())
  end
end

return { main = main }
