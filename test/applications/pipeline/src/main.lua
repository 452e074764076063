local io = require("io")

local function main()
  local events = process.events()
  local sum = process.spawn_monitored("app:sum", "app:processes")
  local rate = process.spawn_monitored("app:rate", "app:processes", sum)
  local parse = process.spawn_monitored("app:parse", "app:processes", rate)

  for _, line in ipairs({ "INFO|Ada", "WARN|Bob", "INFO|Ada", "FATAL|Bob", "ERROR|Ada" }) do
    process.send(parse, "line", line)
  end
  process.send(parse, "end", process.pid())

  local result = process.listen("end"):receive()
  local names = {}
  for name in pairs(result.users) do
    table.insert(names, name)
  end
  table.sort(names)
  io.print(result.count .. " lines, " .. #names .. " users, worst " .. result.worst)
  for _, name in ipairs(names) do
    io.print(name .. " " .. result.users[name])
  end

  local ended = 0
  while ended < 3 do
    local event = events:receive()
    assert(not event.result.error, tostring(event.result.error))
    ended = ended + 1
  end
  io.print("all stages ended: " .. ended)
end

return { main = main }
