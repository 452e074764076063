-- Fails the first so many times.
local outside, ctx = require("outside"), require("ctx")

return { main = function(call, failures)
  local before = outside.happened(call, ctx.get("idempotency_key"))
  if before < failures then
    return nil, errors.new({ kind = errors.UNAVAILABLE, message = "not yet", retryable = true })
  end
  return call
end }
