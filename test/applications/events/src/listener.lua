local events = require("events")

--- Gathers what it hears, and tells it when it is asked.
local function main(name, system, kind)
  process.registry.register(name)
  local heard = assert(events.subscribe(system, kind)):channel()
  local questions = process.listen("ask")
  local paths = {}
  while true do
    local got = channel.select({ heard:case_receive(), questions:case_receive() })
    if got.channel == heard then
      table.insert(paths, { kind = got.value.kind, path = got.value.path, data = got.value.data })
    else
      process.send(got.value, name, paths)
    end
  end
end

return { main = main }
