local io = require("io")
local funcs = require("funcs")

local function told(label, err)
  io.print(label .. ": " .. err:kind() .. " " .. err:message())
end

local function main()
  io.print("double(21) = " .. funcs.call("app:double", 21))
  io.print("greet = " .. funcs.call("app:greet", { name = "Ada" }))
  io.print("counts: " .. funcs.call("app:count") .. " " .. funcs.call("app:count") .. " " .. funcs.call("app:count"))

  local _, returned = funcs.call("app:returns")
  told("returned", returned)
  local _, raised = funcs.call("app:fails")
  io.print("raised: " .. tostring(raised))
  local _, missing = funcs.call("app:nobody")
  told("missing", missing)

  local futures = {}
  for i = 1, 3 do
    futures[i] = funcs.async("app:slow", i * 10)
  end
  local results = {}
  for i, future in ipairs(futures) do
    results[i] = future:response():receive():data()
  end
  io.print("async: " .. table.concat(results, " "))
  io.print("process: " .. funcs.call("app:square", 3))
end

return { main = main }
