local function main()
  process.registry.register("ponger")
  local pings = process.listen("ping", { message = true })
  while true do
    local ping = pings:receive()
    process.send(ping:from(), "pong", ping:payload():data())
  end
end

return { main = main }
