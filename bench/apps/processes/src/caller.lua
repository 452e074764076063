local function main(parent, server, count)
  local inbox = process.inbox()
  for n = 1, count do
    process.send(server, "add", n)
    local reply = inbox:receive()
    if reply:payload():data() ~= n + 1 then error("wrong reply") end
  end
  process.send(parent, "caller_done")
end

return { main = main }
