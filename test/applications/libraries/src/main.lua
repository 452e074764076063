local function main()
  local one, other = require("counter"), require("again")
  io.print("required: " .. one.loads .. " " .. one.next() .. " " .. tostring(one == other))
  io.print("global: " .. counter.next())
  io.print("deep: " .. one.below())
  io.print("json: " .. json.encode({ a = 1 }))
  io.print("alias: " .. text.encode({ b = 2 }))
  io.print("own globals: " .. tostring(shared_by_mistake))
  local ok, err = pcall(require, "funcs")
  io.print("not declared: " .. tostring(not ok) .. " " .. tostring(tostring(err):find("funcs", 1, true) ~= nil))
end

return { main = main }
