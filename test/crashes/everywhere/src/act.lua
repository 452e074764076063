-- Something that the world notices.
local outside, ctx = require("outside"), require("ctx")

return { main = function(call, value)
  outside.happened(call, ctx.get("idempotency_key"))
  return value
end }
