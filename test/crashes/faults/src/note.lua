local log, ctx = require("logger"), require("ctx")

return { main = function(label, handled)
  log:info("noted", { label = label, handled = handled, key = ctx.get("idempotency_key") })
  return true
end }
