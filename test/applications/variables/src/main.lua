local io = require("io")
local env = require("env")

local function main()
  io.print("NAME = " .. env.get("NAME"))
  io.print("LEVEL = " .. env.get("LEVEL"))
  assert(env.set("LEVEL", "debug"))
  io.print("LEVEL = " .. env.get("LEVEL"))
  local _, denied = env.set("FIXED", "y")
  io.print("FIXED: " .. denied:kind())
  local _, missing = env.get("MISSING")
  io.print("MISSING: " .. missing:kind())
  io.print("by id: " .. env.get("app:secret"))

  local told = process.listen("told")
  process.send("told", "ask", process.pid())
  io.print("called with: " .. told:receive())
end

return { main = main }
