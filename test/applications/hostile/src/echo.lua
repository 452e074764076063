local function main()
  local inbox = process.inbox()
  while true do
    local message, ok = inbox:receive()
    if not ok then return end
    process.send(message:from(), "pong")
  end
end

return { main = main }
