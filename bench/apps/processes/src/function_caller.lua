local funcs = require("funcs")

local function main(parent, count)
  for n = 1, count do
    local value, err = funcs.call("bench:increment", n)
    if err then error(err) end
    if value ~= n + 1 then error("wrong result") end
  end
  process.send(parent, "caller_done")
end

return { main = main }
