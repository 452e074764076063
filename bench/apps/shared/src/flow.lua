local funcs = require("funcs")

return { main = function(count)
  local sum = 0
  for n = 1, count do sum = sum + assert(funcs.call("bench:act", n)) end
  return sum
end }
