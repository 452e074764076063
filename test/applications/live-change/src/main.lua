local io = require("io")
local funcs = require("funcs")
local registry = require("registry")

local function change(act)
  local changes = registry.snapshot():changes()
  act(changes)
  return changes:apply()
end

local function main()
  io.print("before: " .. funcs.call("app:say"))

  assert(change(function(changes)
    local entry = registry.get("app:say")
    entry.data.source = "return function() return 'two' end"
    changes:update(entry)
  end))
  io.print("after an update: " .. funcs.call("app:say"))

  assert(change(function(changes)
    local say, words = registry.get("app:say"), registry.get("app:words")
    say.data.source = "return function() return words.word end"
    words.data.source = "return { word = 'three' }"
    changes:update(say)
    changes:update(words)
  end))
  io.print("after the library changed: " .. funcs.call("app:say"))

  assert(change(function(changes)
    changes:create({ id = "app:fresh", kind = "function.lua", meta = {}, data = { source = "return function() return 'fresh' end" } })
  end))
  io.print("created: " .. funcs.call("app:fresh"))

  local _, refused = change(function(changes)
    changes:create({ id = "app:broken", kind = "function.lua", meta = {}, data = { source = "return function(" } })
    changes:delete("app:fresh")
  end)
  local version = registry.current_version():string()
  local still = funcs.call("app:fresh") == "fresh"

  assert(change(function(changes)
    changes:delete("app:fresh")
  end))
  local _, gone = funcs.call("app:fresh")
  io.print("deleted: " .. gone:kind())
  io.print("refused: " .. tostring(refused ~= nil and still) .. " " .. version)

  assert(registry.apply_version(registry.history():get_version(0)))
  io.print("back at v0: " .. funcs.call("app:say"))
end

return { main = main }
