local io = require("io")
local time = require("time")

local function ask(name)
  local answers = process.listen(name)
  process.send(name, "ask", process.pid())
  return answers:receive()
end

local function main()
  local kinds = {}
  for _, event in ipairs(ask("audit")) do
    assert(event.data.name == "Ada")
    table.insert(kinds, event.kind)
  end
  io.print("audit: " .. table.concat(kinds, " "))
  io.print("counter: " .. #ask("counter"))
  local paths = {}
  for _, event in ipairs(ask("watcher")) do
    table.insert(paths, event.path)
  end
  io.print("supervisor: " .. table.concat(paths, " "))
end

return { main = main }
