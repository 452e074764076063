local io = require("io")

local function main(...)
  local args = io.args()
  assert(#args == select("#", ...))
  io.print("args: " .. table.concat(args, "|"))
  for _ = 1, 100 do
    local line = io.readline()
    if not line then
      break
    end
    io.print("line: " .. line)
  end
  io.print("end")
  return "done"
end

return { main = main }
