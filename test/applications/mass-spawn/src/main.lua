local io = require("io")

local function main(wanted)
  local count = tonumber(wanted)
  local events, answers = process.events(), process.listen("answer")
  local pids = {}
  for i = 1, count do
    pids[i] = assert(process.spawn_monitored("app:worker", "app:processes", process.pid()))
  end
  io.print(#pids .. " spawned")

  for i, pid in ipairs(pids) do
    process.send(pid, "ask", i)
  end
  local seen, answered = {}, 0
  while answered < count do
    local number = answers:receive()
    assert(not seen[number])
    seen[number] = true
    answered = answered + 1
  end
  io.print(answered .. " answered")

  for _, pid in ipairs(pids) do
    process.cancel(pid)
  end
  local ended = 0
  while ended < count do
    local event = events:receive()
    assert(event.result.value == "bye")
    ended = ended + 1
  end
  io.print(ended .. " ended")
end

return { main = main }
