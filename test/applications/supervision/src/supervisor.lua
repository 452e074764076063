local io = require("io")
local time = require("time")

local function main()
  local events = process.events()
  for attempt = 1, 10 do
    local pid = process.spawn_monitored("app:worker", "app:processes", attempt)
    local event = events:receive()
    assert(event.kind == process.event.EXIT and event.from == pid)
    if not event.result.error then
      io.print("worker " .. attempt .. " is done: " .. event.result.value)
      break
    end
    io.print("worker " .. attempt .. " died: " .. tostring(event.result.error))
    time.sleep("20ms")
  end

  process.set_options({ trap_links = true })
  process.spawn_linked("app:linked", "app:processes")
  local event = events:receive()
  assert(event.kind == process.event.LINK_DOWN)
  io.print("the link told: " .. tostring(event.result.error):gsub("^.*: ", ""))
end

return { main = main }
