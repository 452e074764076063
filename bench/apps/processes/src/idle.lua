local function main(parent)
  process.send(parent, "ready")
  local inbox = process.inbox()
  while true do
    local message = inbox:receive()
    if message:topic() == "stop" then return end
  end
end

return { main = main }
