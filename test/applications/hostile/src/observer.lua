-- Lives beside a hostile process: exchanges messages and counts its ticks until that one has ended.
local time = require("time")
local io = require("io")

local function sorted_at(list, share)
  if #list == 0 then return 0 end
  table.sort(list)
  return list[math.max(1, math.ceil(#list * share))]
end

local function main(name, pause)
  local began, isOver = os.clock(), false
  local rounds, late = {}, {}
  local echo = process.spawn("app:echo", "app:processes")
  local events = process.events()
  process.spawn_monitored("app:hostile", "app:processes", name)

  local kept = channel.new(1)
  coroutine.spawn(function()
    local inbox = process.inbox()
    while pause and not isOver or #rounds < 100 do
      local sent = os.clock()
      process.send(echo, "ping")
      inbox:receive()
      rounds[#rounds + 1] = (os.clock() - sent) * 1000
      if pause then time.sleep(pause) end
    end
    kept:send(true)
  end)
  coroutine.spawn(function()
    while not isOver do
      local due = os.clock() + 0.01
      time.sleep("10ms")
      late[#late + 1] = (os.clock() - due) * 1000 + 10
    end
  end)

  local event = events:receive()
  isOver = true
  kept:receive()
  process.terminate(echo)
  local ended = event.result and event.result.error and event.result.error:message() or "returned"
  if pause then
    io.print(("%s\t%s\t%.2f\t%d\t%.2f\t%d\t%.2f"):format(
      name, ended, os.clock() - began, #rounds, sorted_at(rounds, 0.99), #late, sorted_at(late, 0.99)))
  else
    io.print(("%d rounds\t%s"):format(#rounds, ended))
  end
end

return { main = main }
