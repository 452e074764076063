-- Goes on as whatever its entry says when that has changed.
local funcs = require("funcs")
local age = "young"

return { main = function(_, before)
  if before ~= nil then
    assert(funcs.call("app:act", "grown " .. age, 1))
    return { before, age }
  end
  local events = process.events()
  process.set_options({ upgradable = true })
  assert(funcs.call("app:act", "grow", 1))
  local event = events:receive()
  assert(event.kind == process.event.OUTDATED, "another event came")
  process.upgrade(nil, "ages", age)
end }
