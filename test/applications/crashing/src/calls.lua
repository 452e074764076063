local funcs = require("funcs")

return { main = function()
  for _, amount in ipairs({ 5, 6, 20, 5 }) do funcs.call("app:charge", amount) end
  return 0
end }
