local io = require("io")

local function main(name: string?): integer
  io.print("hello " .. (name or "world"))
  io.print("I am " .. process.pid():gsub("|.*", "|...}"))
  io.print(1, 2.5, true, nil)
  io.write("one", " ", "two", "\n")
  return 7
end

return { main = main }
